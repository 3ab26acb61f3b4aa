"""Which quantities are claims of their own: a date or a duration that only frames another number is not."""

import re

from gigawatt.evidence.metrics import unit_class
from gigawatt.evidence.scene import Scene, Spot
from gigawatt.evidence.types import Quantity

_FRAME_BEFORE = re.compile(
    r"(?:未来|今后|接下来|之后|过去|最近|近|此前|先前|前|连续|第|每|长达?|over|next|past|last|within|the|in|for|every|first)\s?(?:的|约|about|roughly|few|several)?\s?$"
)
_FRAME_AFTER = re.compile(r"^\s?(?:内|来|以来|中|之内|里|间|期间|前|后|之前|之后|后的|前的|plan|capital|period|old|in a row)|^-?(?:year|month)")
_ONLY_WHEN = re.compile(
    r"^(?:自|在|到|从|于|至|截至|截止|直到|since|in|by|on|as of|from|through|until|during|for)?\s?$"
)
_ONLY_TAIL = re.compile(r"^\s?(?:以来|起|开始|之前|之后|前|后|时|期间|间|中|内|末|底|初|年|月|日|[,，、。.])*\s?$")
_VERBAL = re.compile(r"[一-鿿]{3,}|[a-z]{4,}")


def is_claim(spot: Spot, scene: Scene) -> bool:
    """Whether the quantity is stated for its own sake."""
    group = unit_class(spot.quantity.unit)
    if group == "date":
        return _date_is_claim(spot)
    if group == "time":
        return _duration_is_claim(spot)
    return True


def _others(spot: Spot, low: int, high: int) -> list[Quantity]:
    return [
        q
        for q in spot.sentence.quantities
        if low <= q.start < high and q is not spot.quantity and unit_class(q.unit) != "date"
    ]


def _date_is_claim(spot: Spot) -> bool:
    start, end = spot.clause_span
    end = max(end, spot.quantity.end)
    if _others(spot, start, end):
        return False
    text = spot.scene.lowered
    before, after = text[start : spot.quantity.start], text[spot.quantity.end : end]
    if _ONLY_WHEN.match(before.strip()) and _ONLY_TAIL.match(after.strip()):
        following = spot.clause + 1
        if following < len(spot.sentence.clauses):
            return False  # an adverbial of its own frames what follows
        return False
    dates = [q for q in spot.sentence.quantities if unit_class(q.unit) == "date" and start <= q.start < end]
    if len(dates) > 1 and dates[0] is not spot.quantity and not _VERBAL.search(text[dates[0].end : spot.quantity.start]):
        return False
    return bool(_VERBAL.search(before + " " + after))


def _duration_is_claim(spot: Spot) -> bool:
    quantity, text = spot.quantity, spot.scene.lowered
    before = text[max(spot.sentence.start, quantity.start - 14) : quantity.start]
    after = text[quantity.end : quantity.end + 12]
    framed = bool(_FRAME_BEFORE.search(before) or _FRAME_AFTER.search(after))
    if not framed:
        return True
    start, end = spot.clause_span
    near = _others(spot, start, max(end, quantity.end))
    if [q for q in near if unit_class(q.unit) != "time"]:
        return False
    clauses = spot.sentence.clauses
    if spot.clause + 1 < len(clauses) and re.search(r"^(?:内|来|以来|中|里|间)", after.strip()):
        following = clauses[spot.clause + 1]
        if _others(spot, *following):
            return False
    return True
