"""What is known on a given day: programmes, campuses, blocks, contracts, policies."""
