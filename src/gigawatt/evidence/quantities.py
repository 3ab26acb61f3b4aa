"""Quantities in a segment of text: the public door of the quantity grammar (see docs/method/quantities.md)."""

from gigawatt.evidence.quantity.frames import is_claim
from gigawatt.evidence.quantity.normal import reading_form
from gigawatt.evidence.quantity.scan import find_quantities, parse_quantity

__all__ = ["find_quantities", "is_claim", "parse_quantity", "reading_form"]
