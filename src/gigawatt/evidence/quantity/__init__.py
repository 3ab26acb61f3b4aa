"""Quantity grammar: numbers, units, ranges, bounds, hedges, rates, dates; English, Simplified, Traditional Chinese."""
