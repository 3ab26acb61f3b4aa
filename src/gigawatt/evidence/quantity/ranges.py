"""Ranges: when two numbers with a word or a dash between them are the two ends of one quantity.

The second side gives the first what that lacks: unit, currency and, when the first bare number is not larger than the
second, the magnitude (13至44吉瓦; 910亿至930亿美元; $70-72bn; but 5000-1万). `from A to B` and a change that ends at a
level (rose 5% to 40%) are two quantities.
"""

import re

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.lexicon import MONEY_SIGNS, Unit
from gigawatt.evidence.quantity.numerals import Number
from gigawatt.evidence.quantity.sides import UNITS, Side, Source, kind_at, side_at, with_currency

_ONE = Unit("count", 1.0, None, "count")
_BETWEEN = re.compile(r"between [$£€¥a-z]{0,3}\\?$")
_CHANGED = re.compile(
    r"(?:fell|fallen|dropped|declined|slid|slipped|shrank|rose|risen|jumped|climbed|surged|soared|grew|gained|up|down|"
    r"cut|raised|lifted|lowered|trimmed|boosted|expanded|lost|dipped|tumbled|plunged|increased|decreased)"
    r"(?: (?:about|nearly|roughly|over|another|some|an?))*(?: [$£€])? ?$"
)
_CHANGED_BY = re.compile(r" by (?:(?:about|nearly|roughly|over|another|some|around) )*\S{0,3}$")
_CHANGED_ZH = re.compile(r"(?:上调|下调|调高|调低|提高|增加|减少|上升|下降|增长|提升|扩大|削减|追加)了?[约近逾超]?$")
_AMOUNTS = frozenset(["money", "power", "energy"])  # a change of one is written with its level: 上调50亿至760亿
LEVEL_OVER_CHANGE = 3.0  # a level is at least so many times the change; nearer numbers are a range (up by $16 to $18)
_FROM = re.compile(r"(?:from [$£€¥a-z]{0,3}\\?|[从由自])$")
_RANGING = re.compile(
    r"(?:rang\w+|to \S{1,12}|anywhere|区间|范围|[,(] ?(?:up|down)) (?:from|between) \S{0,3}$|区间\S{0,2}$"
)
_PER_BETWEEN = re.compile(r" (?:per|a) (?:share|year|month|rack|chip|kwh|mwh|mw|gw|kw|w|watt)(?= (?:to|and) )")
_MARKS = frozenset(" 至到~-或甚乃([")  # a range goes on with one of these
_MARKS_APART = frozenset("至到~-或甚乃([toap")  # behind a space
_ASIDE = re.compile(r" ?[(\[][^()\[\]]{1,24}[)\]](?= (?:to|and) |[至到-])")


def second_side(x: Source, first: Side, code: str | None, i: int) -> tuple[Side | None, str | None]:
    """(second side, currency written before it) of the range that `first`, read at i, begins; (None, None) if none."""
    s = x.s
    at = first.end
    mark = s[at : at + 1]
    if mark not in _MARKS or (mark == " " and s[at + 1 : at + 2] not in _MARKS_APART):
        return None, None
    if code or first.unit:
        aside = _PER_BETWEEN.match(s, at) or _ASIDE.match(s, at)
        at = aside.end() if aside else at
    m = t.RANGE.match(s, at)
    if not m:
        return None, None
    word, j, second_code = m[0].strip(), m.end(), None
    if word == "and" and not _BETWEEN.search(s, max(0, i - 16), i):
        return None, None
    if s[j : j + 1] == "上":
        j += 1
    sign = t.CURRENCY_AHEAD.match(s, j)
    if sign:
        second_code, j = MONEY_SIGNS[sign["sign"]], sign.end()
        j += s[j : j + 1] == " "
    kind = kind_at(s, j)
    second = side_at(x, j, kind) if kind else None
    if second is None:
        return _unit_alone(s, first, word, j), None
    a = with_currency(code, first.unit)
    b = with_currency(second_code or (code if sign or not second.unit else None), second.unit)
    if _clash(s, first, second, a, b, word, kind):
        return None, None
    low, high, _ = interval(first.number, second, (a or b or _ONE).factor, (b or a or _ONE).factor)
    if low is not None and high is not None and low > high:
        return None, None
    if _two_quantities(s, i, a, word, kind, low or 0.0, high or low or 0.0):
        return None, None
    return second, second_code


def _unit_alone(s: str, first: Side, word: str, j: int) -> Side | None:
    """数百兆瓦甚至吉瓦级: the second side is one unit of a larger size."""
    if word not in ("甚至", "乃至", "到", "至") or not first.unit or first.unit.kind not in ("power", "energy"):
        return None
    m = t.UNIT.match(s, j)
    if not m or not m["zh"] or UNITS[m["zh"]].kind != first.unit.kind:
        return None
    return Side(Number(j, 1.0, 1.0, 1.0, True, "bare"), UNITS[m["zh"]], m.end() + (s[m.end() : m.end() + 1] == "级"))


def _clash(s: str, first: Side, second: Side, a: Unit | None, b: Unit | None, word: str, kind: str) -> bool:
    """Whether the two sides cannot be ends of one quantity."""
    if word in ("or", "或") and not (b and (a in (None, b) or (kind == "zh" and first.number.kind == "zh"))):
        return True
    if a and b:
        points = a.kind == "ratio" and _word(s, first) != _word(s, second)
        return a.kind != b.kind or (a.kind == "money" and a.unit != b.unit) or points
    if a is None and b is None:
        return not _same_count(s, first, second)
    return a is not None and a.kind != "money"


def _two_quantities(s: str, i: int, a: Unit | None, word: str, kind: str, low: float, high: float) -> bool:
    """Whether the words before say that this is a change from one value to another, or a change and its level."""
    if a and word == "to" and kind != "zh" and _CHANGED.search(s, max(0, i - 24), i):
        return True
    if a and a.kind in _AMOUNTS and high >= LEVEL_OVER_CHANGE * low:
        if word == "to" and _CHANGED_BY.search(s, max(0, i - 24), i):
            return True
        if word in ("至", "到") and _CHANGED_ZH.search(s, max(0, i - 8), i):
            return True
    from_to = word in ("to", "至", "到") and _FROM.search(s, max(0, i - 8), i)
    return bool(from_to and not _RANGING.search(s, max(0, i - 24), i))


def _same_count(s: str, first: Side, second: Side) -> bool:
    """Two bare numbers before a counted thing: 3至5座, 100-200 million people."""
    a, b = first.number, second.number
    if a.kind != b.kind and "vague" not in (a.kind, b.kind):
        return False
    low, high = a.low or 0.0, b.low or 0.0
    scale = a.magnitude if a.has_magnitude else b.magnitude
    return low * scale < high * b.magnitude or bool(t.CLASSIFIER.match(s, first.end))


def _word(s: str, side: Side) -> str:
    return s[side.number.end : side.end].strip(" -")


def interval(a: Number, second: Side | None, fa: float, fb: float) -> tuple[float | None, float | None, bool]:
    """(low, high, approx) in base units; fa, fb are the factors of the units of the first and the second side."""
    if second is None:
        scale = a.magnitude * fa
        return None if a.low is None else a.low * scale, None if a.high is None else a.high * scale, a.approx
    b = second.number
    shared = not a.has_magnitude and b.has_magnitude and (a.low or 0.0) <= (b.low or 0.0)
    scale = b.magnitude if shared else a.magnitude
    top = b.low if b.high is None and b.kind == "bare" else b.high
    return (a.low or 0.0) * scale * fa, None if top is None else top * b.magnitude * fb, a.approx or b.approx
