"""What stands around a read number: bounds, hedges, signs of a change, rates; from a draft to a `Quantity`."""

import re

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.rates import RACK_AHEAD, RATE_AFTER, RATE_BEHIND, RATE_FIRST, rate_before, rate_name
from gigawatt.evidence.types import Quantity

_EXACT = 1e12  # below it a whole number has no more than twelve digits
LOOK_BACK = 40  # characters read before a number
_LEVEL_AHEAD = re.compile(r"[至到为]| to ")
_PRICE_FALL = re.compile(r"跌|降价|贬")
_UNDER_AN = re.compile(r"(?:under|over|above|below)\s(?:an?|the)\s")
_TIME = frozenset(["year", "month", "day"])
_FLOWS = frozenset(["count", "tonne", "Wh", "W"])
_SIGNED = frozenset(["ratio", "points"])  # what a fall makes negative


def words_before(s: str, start: int) -> tuple[int, str | None, bool, int, bool]:
    """(start, bound: lower or upper, approx, sign of a change, minus sign) with the bound, hedge and sign words that
    stand before `start`, read from the nearest backwards."""
    back = s[max(0, start - LOOK_BACK) : start][::-1]
    pos = kept = change = 0
    bound, approx, minus, halted = None, False, False, False
    m = t.MINUS_BEFORE.match(back) if (back[1:2] if back[0] == " " else back[0]) in t.MINUS_LAST else None
    if m:
        minus, pos, kept = True, m.end(), m.end()
    while m := t.BEFORE.match(back, pos):
        group = t.BEFORE_CLASS[m[1]]
        pos = m.end()
        if group == "keep":
            continue
        if group == "halt":
            halted = True
            continue
        if halted or (change and group in ("fall", "rise")):
            break
        kept = pos
        if group == "fall":
            change = -1
        elif group == "rise":
            change = 1
        elif group == "approx":
            approx = True
        elif bound is None:
            bound = group
    while kept and back[kept - 1] == " ":
        kept -= 1
    return start - kept, bound, approx, change, minus


def finish(
    s: str,
    at: int,
    start: int,
    end: int,
    low: float | None,
    high: float | None,
    unit: str,
    approx: bool,
    rule: str,
    bare: bool = False,
    noun: str | None = None,
    per: str | None = None,
    repaired: bool = False,
) -> tuple[Quantity | None, int]:
    """The quantity of a number with its unit, s[start:end], and where to go on reading, once what stands around it is
    read; None when what stands before makes it none.

    at: where its first digit stands; bare: only a magnitude was written (千亿), open above unless hedged.
    """
    near = s[start - 1] if start else ""
    if near == "第" or (near == "每" and low == 1.0):
        return None, end
    if rule == "count.one.any":
        return Quantity(start - 2, end, 1.0, None, unit, False, noun, None, rule), end
    if bare and near and near in "上成好":
        start -= 1
    begin, bound, hedged, change, minus = start, None, False, 0, False
    if (s[start - 2 : start - 1] if near == " " else s[start - 1 : start]) in t.BEFORE_LAST:
        begin, bound, hedged, change, minus = words_before(s, start)
        if bound and _is_place(s, begin, start, bound, unit):
            begin, bound = start, None
    if bare and unit == "count" and s[at] in "百千万亿十" and not (bound or hedged or start < at):
        return None, end
    mark = s[end : end + 1]
    if (s[end + 1 : end + 2] if mark == " " else mark) in t.AFTER_FIRST:
        m = t.AFTER.match(s, end)
        if m:
            if m.lastgroup == "approx":
                approx, end = True, m.end()
            elif m.lastgroup == "lower" or unit not in _TIME:
                bound, end = bound or m.lastgroup, m.end()
    if bare:
        approx = hedged if bound else approx or hedged
        if hedged and high is None:
            high = low
    elif hedged:
        approx = True
    if bound == "lower":
        low, high = (high if low is None else low), None
    elif bound == "upper":
        low, high = None, (low if high is None else high)
    if unit in _SIGNED:
        if not change:
            m = t.FALL_AFTER.match(s, end)
            if m and not _LEVEL_AHEAD.match(s, m.end()):
                change, end = -1, m.end()
        fell = change < 0
    else:
        fell = change < 0 and unit != "x" and _PRICE_FALL.search(s, begin, at) is not None
    if fell or (minus and not change):
        low, high = (None if high is None else -high), (None if low is None else -low)
    if per is None:
        per, end = _rate(s, unit, start, end)
    if noun == "wafers" and (per == "month" or "月" in s[max(0, begin - 12) : begin]):
        unit, per = "wafer/month", None
    first = _clean(low)
    last = first if low == high else _clean(high)
    return Quantity(begin, end, first, last, unit, approx, noun, per, rule, repaired, None, change != 0), end


def _is_place(s: str, begin: int, start: int, bound: str, unit: str) -> bool:
    """Whether the bound word says where or how long: over three years, under a 15-year lease, over the two sites."""
    if unit in _TIME and bound == "lower" and s[begin:start].strip() == "over":
        return True
    return _UNDER_AN.match(s, begin) is not None


def _rate(s: str, unit: str, start: int, end: int) -> tuple[str | None, int]:
    """(what it is per, new end)."""
    mark = s[end : end + 1]
    if (s[end + 1 : end + 2] if mark in (" ", "-") else mark) in RATE_FIRST:
        m = RATE_AFTER.match(s, end)
        if m:
            return rate_name(m), m.end()
    if mark == " " and unit in _FLOWS and s.startswith(" of ", end):
        behind = RATE_BEHIND.match(s, end)
        m = RATE_AFTER.match(s, behind.end()) if behind else None
        if m:
            return rate_name(m), end
    if unit == "W" and RACK_AHEAD.match(s, end):
        return "rack", end
    return rate_before(s, start), end


def _clean(value: float | None) -> float | None:
    """The value without the last bits of a decimal times a factor (0.35 for 35 x 0.01), to twelve digits."""
    if value is None or (-_EXACT < value < _EXACT and value.is_integer()):
        return value
    return float(f"{value:.12g}")
