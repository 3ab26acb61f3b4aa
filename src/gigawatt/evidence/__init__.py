"""Outside text becomes claims; this room knows no model."""
