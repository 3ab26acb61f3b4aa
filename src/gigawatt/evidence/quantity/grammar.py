"""The parser: from a place where a number may begin to a `Quantity`, or to nothing.

quantity := before* side (range side)? after*        side := currency? number magnitude? unit? per?
"""

import re

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.around import finish
from gigawatt.evidence.quantity.nouns import counted_en, counted_zh, named_before, ratio_named_before
from gigawatt.evidence.quantity.numerals import ZH_RUN, Number, english_at
from gigawatt.evidence.quantity.ranges import interval, second_side
from gigawatt.evidence.quantity.sides import Side, Source, currency_before, kind_at, number_at, side_at, with_currency
from gigawatt.evidence.quantity.words import special_at
from gigawatt.evidence.types import Quantity

_ARTICLE_BEFORE = re.compile(r"(half an?|half|an?|several|a few|a couple(?: of)?|few|multi)[ -]$")
_RUN = {"digit": re.compile(r"[\d,.]*\d"), "zh": ZH_RUN, "en": re.compile(r"[a-z-]+")}
_SLASH = re.compile(r"([1-9])/([2-68]|10)(?= of | the |的)")
_TIMES = frozenset(["time", "hours", "minutes", "seconds"])
_ONE_IS_NUMBER = frozenset(["x", "ratio", "time"])


def quantity_at(x: Source, i: int, kind: str) -> tuple[Quantity | None, int]:
    """The quantity whose first number stands at i (anchor kind digit, zh or en), and where to go on reading."""
    s = x.s
    if kind != "digit":
        special = special_at(s, i, kind)
        if special is not None:
            return finish(s, i, *special)
        if kind == "en":
            lead = _ARTICLE_BEFORE.search(s, max(0, i - 14), i)
            if lead and english_at(s, lead.start()):
                i = lead.start()
    first = side_at(x, i, kind)
    if first is None:
        return None, skip(s, i, kind)
    number = first.number
    code, start = currency_before(x, i, number) or (None, i)
    second, second_code = second_side(x, first, code, i)
    end = second.end if second else first.end
    own = with_currency(code, first.unit)
    last = with_currency(second_code or code, second.unit) if second else None
    unit = own or last
    if unit is None:
        m = _SLASH.match(s, i) if second is None and s[number.end : number.end + 1] == "/" else None
        if m:
            share = int(m[1]) / int(m[2])
            return finish(s, i, i, m.end(), share, share, "ratio", False, "ratio.fraction")
        if second is None and s[number.end : number.end + 1] in (" ", "分") and t.FRACTION.match(s, number.end):
            return _fraction(x, i, number)
        return _count(x, i, start, kind, number, second)
    if kind == "zh" and s[i] == "一" and number.end == i + 1 and unit.kind not in _ONE_IS_NUMBER:
        return None, end
    if unit.kind == "points" and t.ORDINAL_BEFORE.match(s[max(0, i - 10) : i][::-1]):
        return None, end
    low, high, approx = interval(number, second, (own or unit).factor, (last or unit).factor)
    rule = f"{unit.kind}.range" if second else unit.kind
    if unit.kind in _TIMES and first.hyphen and s[end - 1].isascii():
        rule += ".adjective"
    repaired = number.repaired or bool(second and second.number.repaired)
    bare = number.kind == "bare"
    return finish(s, i, start, end, low, high, unit.unit, approx, rule, bare, unit.noun, unit.per, repaired)


def skip(s: str, i: int, kind: str) -> int:
    """Where to go on after a place that holds no number: past the whole run, so that no run is read twice."""
    m = _RUN[kind].match(s, i)
    return max(i + 1, m.end() if m else 0)


def _fraction(x: Source, i: int, below: Number) -> tuple[Quantity | None, int]:
    """三分之一, 5分之2."""
    m = t.FRACTION.match(x.s, below.end)
    j = m.end() if m else below.end
    kind = kind_at(x.s, j)
    above = number_at(x, j, kind) if kind else None
    if above is None or not below.low or above.low is None:
        return None, j
    low, high = above.low / below.low, None if above.high is None else above.high / below.low
    return finish(x.s, i, i, above.end, low, high, "ratio", above.approx, "ratio.fraction")


def _count(
    x: Source, i: int, start: int, kind: str, number: Number, second: Side | None
) -> tuple[Quantity | None, int]:
    """A number without a unit word: a count with its noun, a bare amount of 亿, or nothing."""
    s = x.s
    end = second.end if second else number.end
    if kind == "digit" and not number.has_magnitude and ratio_named_before(s, start):
        low, high, approx = interval(number, second, 1.0, 1.0)
        return finish(s, i, start, end, low, high, "ratio", approx, "ratio.named")
    if named_before(x.raw, s, start, kind, number):
        return None, max(end, i + 1)
    found = counted_en(s, end, number) if kind != "zh" else None
    if found is None:
        found = counted_zh(s, start, end, number, kind)
    if found is None or not found.unit:
        return None, max(found.end if found else end, i + 1)
    low, high, approx = interval(number, second, 1.0, 1.0)
    repaired = number.repaired or bool(second and second.number.repaired)
    bare = number.kind == "bare"
    return finish(s, i, start, found.end, low, high, found.unit, approx, found.rule, bare, found.noun, None, repaired)
