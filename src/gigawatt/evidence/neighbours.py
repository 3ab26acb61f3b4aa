"""Subjects told by position alone: a name that touches the quantity, or the clause right behind a date."""

import re
from collections.abc import Callable

from gigawatt.evidence.entities import ORGANISATIONS, Mention
from gigawatt.evidence.metrics import unit_class
from gigawatt.evidence.scene import Scene, Spot, width

_NAMES = ORGANISATIONS | {"market"}
_VALUED = re.compile(r"\bvalu(?:es|ed|ing)\s$")
_APPOSED = re.compile(
    r",\s(?:an?|its|the)\s(?:(?:new|planned|proposed|future|first|second|sprawling|massive|giant)\s)*"
)
_STILL_APPOSED = re.compile(r",\san?\s[^,;.]{0,110}")
_WHICH = re.compile(r",\s(?:which|who)\s(?:\w+\s){1,4}")
_BEHIND_A_PREPOSITION = re.compile(r"\b(?:for|at|from|by|of|to|than|like|including)\s(?:the\s)?$")
_DOING = re.compile(
    r"\s(?:\w+ly\s)?(?!including|according|regarding)\w+ing\s(?:(?:an?|the|its|up|to)\s|(?:about|around|over|"
    r"nearly|more than)\s)*"
)
_WITH = re.compile(r"(?:\bwith|\band|,)\s$")
_FALL_OF = re.compile(r"(?:的)(?:公司|企业)?[“\"「『]?")


def nearest_product(spot: Spot) -> Mention | None:
    """The product named last before the quantity in its clause or the one before: 购买2万颗H200，约3万美元一颗."""
    low = spot.sentence.clauses[max(0, spot.clause - 1)][0]
    products = [
        m for m in spot.sentence.mentions if m.kind == "product" and low <= m.start and m.end <= spot.quantity.start
    ]
    return products[-1] if products else None


def told_by_its_neighbour(spot: Spot, oblique: Callable[[Scene, Mention, int], bool]) -> tuple[Mention, str] | None:
    """(name, rule) where a name touches the quantity: 16%（X）, 下跌3%的X; for a date that fills its clause, the first
    name of the clause behind it (2025年3月，X发布研报). `oblique` tells whether a name stands behind a preposition."""
    text, quantity, sentence = spot.scene.folded, spot.quantity, spot.sentence
    names = [m for m in sentence.mentions if m.kind in _NAMES]
    for mention in names:
        if (
            0 <= mention.start - quantity.end <= 1
            and text[mention.start - 1] == "("
            and text[mention.end : mention.end + 1] == ")"
        ):
            return mention, "subject.in-the-bracket-behind"
    if quantity.unit == "ratio" and spot.metric == "price_change":
        for mention in names:
            if mention.start > quantity.end and _FALL_OF.fullmatch(text[quantity.end : mention.start]):
                return mention, "subject.the-one-that-changed"
    if spot.metric == "valuation":
        for mention in names:
            if mention.end <= quantity.start and _VALUED.search(
                spot.scene.lowered[max(0, mention.start - 9) : mention.start]
            ):
                return mention, "subject.the-one-valued"
    head = _head_behind(spot, names)
    if head:
        return head
    low, high = spot.clause_span
    if (
        quantity.unit == "date"
        and spot.clause + 1 < len(sentence.clauses)
        and not any(low <= m.start < high for m in names)
    ):
        if width(spot.scene.text[low : quantity.start]) + width(spot.scene.text[quantity.end : high]) <= 4:
            following, end = sentence.clauses[spot.clause + 1]
            ahead = [m for m in names if following <= m.start < min(end, following + 6)]
            if ahead and not oblique(spot.scene, ahead[0], following):
                return ahead[0], "subject.clause-behind-the-date"
    return None


def _head_behind(spot: Spot, names: list[Mention]) -> tuple[Mention, str] | None:
    """(name, rule) of the name that the words up to the quantity belong to: an apposition (X, a $10 billion campus), a
    relative clause (for X, which posted $81bn), or what somebody does beside the main verb (with X planning a $15bn
    project)."""
    last = next((m for m in reversed(names) if m.end <= spot.quantity.start), None)
    if last is None or not spot.scene.text[last.start].isascii():
        return None
    between = spot.scene.lowered[last.end : spot.quantity.start]
    before = spot.scene.lowered[max(spot.sentence.start, last.start - 12) : last.start]
    counted = any(last.end < q.start < spot.quantity.start for q in spot.sentence.quantities)
    if _APPOSED.fullmatch(between) or (counted and _STILL_APPOSED.fullmatch(between)):
        return last, "subject.apposition"
    if _WHICH.fullmatch(between) and _BEHIND_A_PREPOSITION.search(before):
        return last, "subject.head-of-the-clause"
    if _DOING.fullmatch(between) and _WITH.search(before):
        return last, "subject.beside-the-verb"
    return None


def dealt_out(spot: Spot) -> Mention | None:
    """The name whose turn it is where names stand apart: A在X的园区和B在Y的园区分别占地315英亩和2250英亩."""
    low, high = spot.clause_span
    at = spot.scene.folded.rfind("分别", low, spot.quantity.start)
    if at < 0:
        return None
    group = unit_class(spot.quantity.unit)
    names = [m for m in spot.sentence.mentions if low <= m.start < at and m.kind in _NAMES]
    same = [q for q in spot.sentence.quantities if at < q.start < high and unit_class(q.unit) == group]
    if len(names) < 2 or len(same) != len(names) or spot.quantity not in same:
        return None
    return names[same.index(spot.quantity)]


def turn_of(spot: Spot, start: int, names: int) -> int | None:
    """Which of several names a quantity belongs to: A和B分别上涨4%和6%, "A and B rose 4% and 6%, respectively".

    `start`: where the first name stands. None when there are not as many quantities of this kind as names.
    """
    sentence, group = spot.sentence, unit_class(spot.quantity.unit)
    text = spot.scene.lowered
    low = sentence.clauses[sentence.clause_of(start)][0]
    if "分别" in text[start : spot.quantity.start]:
        end = spot.clause_span[1]
    elif "respectively" in text[spot.quantity.end : sentence.end]:
        end = sentence.end
    else:
        return None
    same = [q for q in sentence.quantities if low <= q.start < end and q.start > start and unit_class(q.unit) == group]
    return same.index(spot.quantity) if len(same) == names and spot.quantity in same else None
