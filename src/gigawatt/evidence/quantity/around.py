"""What stands around a read number: bounds, hedges, signs of a change, rates; from a draft to a `Quantity`."""

import re
from typing import NamedTuple

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.rates import RACK_AHEAD, RATE_AFTER, RATE_FIRST, rate_before, rate_name
from gigawatt.evidence.types import Quantity

_EXACT = 1e12  # below it a whole number has no more than twelve digits
LOOK_BACK = 40  # characters read before a number
_LEVEL_AHEAD = re.compile(r"[至到为]| to ")
_PRICE_FALL = re.compile(r"跌|降价|贬")
_UNDER_AN = re.compile(r"(?:under|over|above|below)\s(?:an?|the)\s")
_TIME = frozenset(["year", "month", "day"])


class Draft(NamedTuple):
    """A number with its unit, before what stands around it is read; `at` is where its first digit stands."""

    at: int
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    approx: bool
    rule: str
    bare: bool = False
    """only a magnitude was written (千亿): open above unless a hedge says otherwise"""
    noun: str | None = None
    per: str | None = None
    repaired: bool = False


class Before(NamedTuple):
    """What stands before a number: where it starts, bound (lower, upper), approx, sign of a change, minus sign."""

    start: int
    bound: str | None
    approx: bool
    change: int
    minus: bool


def words_before(s: str, start: int) -> Before:
    """Bound, hedge and sign words before `start`, read from the nearest backwards."""
    near = s[start - 1 : start] if start else ""
    if near == " ":
        near = s[start - 2 : start - 1] if start > 1 else ""
    if near not in t.BEFORE_LAST:
        return Before(start, None, False, 0, False)
    back = s[max(0, start - LOOK_BACK) : start][::-1]
    pos = kept = change = 0
    bound, approx, minus, halted = None, False, False, False
    m = t.MINUS_BEFORE.match(back) if near in "-负e" else None
    if m:
        minus, pos, kept = True, m.end(), m.end()
    while m := t.BEFORE.match(back, pos):
        group = t.BEFORE_CLASS[m["word"]]
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
    return Before(start - kept, bound, approx, change, minus)


def finish(s: str, d: Draft) -> tuple[Quantity | None, int]:
    """The quantity of a draft, and where to go on reading; None when what stands before makes it none."""
    start, end, low, high, approx = d.start, d.end, d.low, d.high, d.approx
    previous = s[start - 1 : start]
    if previous == "第" or (previous == "每" and low == 1.0):
        return None, end
    if d.rule == "count.one.any":
        return Quantity(start - 2, end, 1.0, None, d.unit, False, d.noun, None, d.rule), end
    if d.bare and previous and previous in "上成好":
        start -= 1
    b = words_before(s, start)
    bound = b.bound
    if d.unit in _TIME and bound == "lower" and s[b.start : start].strip() == "over":
        bound, b = None, b._replace(start=start)  # "over three years" is a period
    if bound and _UNDER_AN.match(s, b.start):
        bound, b = None, b._replace(start=start)  # "under a 15-year lease", "over the two sites" are places, no bounds
    if d.bare and d.unit == "count" and s[d.at] in "百千万亿十" and not (bound or b.approx or start < d.at):
        return None, end
    mark = s[end : end + 1]
    m = t.AFTER.match(s, end) if (s[end + 1 : end + 2] if mark == " " else mark) in t.AFTER_FIRST else None
    if m:
        if m.lastgroup == "approx":
            approx, end = True, m.end()
        elif m.lastgroup == "lower" or d.unit not in _TIME:
            bound, end = bound or m.lastgroup, m.end()
    approx = b.approx if d.bare and bound else approx or b.approx
    if b.approx and d.bare and high is None:
        high = low
    if bound == "lower":
        low, high = (high if low is None else low), None
    elif bound == "upper":
        low, high = None, (low if high is None else high)
    change = b.change
    if not change and d.unit in ("ratio", "points"):
        m = t.FALL_AFTER.match(s, end)
        if m and not _LEVEL_AHEAD.match(s, m.end()):
            change, end = -1, m.end()
    fell = change < 0 and (d.unit in ("ratio", "points") or (d.unit != "x" and _PRICE_FALL.search(s, b.start, d.at)))
    if fell or (b.minus and not change):
        low, high = (None if high is None else -high), (None if low is None else -low)
    unit, per, end = _rate(s, d, b.start, end)
    first = _clean(low)
    last = first if low == high else _clean(high)
    return Quantity(
        b.start, end, first, last, unit, approx, d.noun, per, d.rule, d.repaired, None, change != 0
    ), end


def _rate(s: str, d: Draft, start: int, end: int) -> tuple[str, str | None, int]:
    """(unit, what it is per, new end)."""
    per = d.per
    if per is None:
        mark = s[end : end + 1]
        m = RATE_AFTER.match(s, end) if (s[end + 1 : end + 2] if mark in (" ", "-") else mark) in RATE_FIRST else None
        if m:
            per, end = rate_name(m), m.end()
        elif d.unit == "W" and RACK_AHEAD.match(s, end):
            per = "rack"
        else:
            per = rate_before(s, start)
    if d.noun == "wafers" and (per == "month" or "月" in s[max(0, start - 12) : start]):
        return "wafer/month", None, end
    return d.unit, per, end


def _clean(value: float | None) -> float | None:
    """The value without the last bits of a decimal times a factor (0.35 for 35 x 0.01), to twelve digits."""
    if value is None or (-_EXACT < value < _EXACT and value.is_integer()):
        return value
    return float(f"{value:.12g}")
