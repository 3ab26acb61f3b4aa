"""Capital stack in four layers: announced, committed, signed, drawn."""
