"""Append-only, bitemporal store of who said what, and judgement between claims."""
