"""Figures, maps, tables, citations and documents; runs no model."""
