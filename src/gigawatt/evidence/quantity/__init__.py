"""Quantity grammar: numbers, units, ranges, bounds, hedges, rates and dates in English, Simplified and Traditional Chinese."""
