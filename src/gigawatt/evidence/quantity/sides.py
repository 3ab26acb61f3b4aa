"""One side of a quantity: the number at a place and the unit behind it, with what the unit word may not be part of."""

import re
from typing import NamedTuple

from gigawatt.evidence.quantity import tokens as t
from gigawatt.evidence.quantity.lexicon import CODE_ALIAS, MAJOR_CODES, MONEY_SIGNS, Unit, units
from gigawatt.evidence.quantity.numerals import Number, arabic_at, chinese_at, english_at

UNITS = units()


class Source(NamedTuple):
    """A text under reading: raw, in reading form, and whether its decimal points became spaces."""

    raw: str
    s: str
    lost_decimal_points: bool
    yen: str
    """what a bare ¥ means here: JPY when the text speaks of yen, else CNY"""


class Side(NamedTuple):
    """A number, its unit (None when the other side of a range carries it), and where it stops."""

    number: Number
    unit: Unit | None
    end: int
    hyphen: bool = False
    """the unit hangs on the number by a hyphen (five-year)"""


_WEAK_CURRENCY = frozenset("won dong rand baht real lira francs rupiah pesos pounds pound cent bucks".split())
_NAME_BEFORE = re.compile(r"[A-Z][A-Za-z]* $")  # Gen 4 5亿: the 4 belongs to the name
_PLUS = re.compile(r"\+[ -]?(?:[a-z]|[^\x00-\x7f])|-plus(?= [a-z])|-odd(?= [a-z])")
_HALF_YEAR = re.compile(r"半(?![载数导径个天价])")  # 三年半
_MORE = frozenset("余多来")
_MORE_AHEAD = re.compile(
    r"[余多来] ?[个家名位人座台块片颗张项款种条户年月天吨亩平公米万千兆吉瓦美元英港度辆艘架栋幢股次所间倍]"
)
_CLOCK = re.compile(r"钟|半|整|\d|左右开")
_OFTEN = re.compile(r" (?:an?|per|each|every) (?:day|week|month|year)|(?:速|频)")
_NOT_AFTER = {
    "成": frozenset("立为本功长熟果交员都品就型绩份人效分年"),
    "年": frozenset("度报级代轻龄货会"),
    "周": frozenset("然气空年边末才下价级代轻龄"),
    "天": frozenset("然气空边末才下价级代轻龄"),
    "股": frozenset("东市价权票份"),
    "元": frozenset("锂化素旦老首"),
}
_ONLY_ARABIC = frozenset(["p", "sf", "mu", "ha", "pp", "ft", "t", "m"])


def number_at(x: Source, i: int, kind: str) -> Number | None:
    """The number at i of the given anchor kind (digit, zh, en)."""
    if kind == "digit":
        lost = x.lost_decimal_points and not _NAME_BEFORE.search(x.raw, max(0, i - 20), i)
        return arabic_at(x.s, i, lost)
    return chinese_at(x.s, i) if kind == "zh" else english_at(x.s, i)


def kind_at(s: str, i: int) -> str:
    """Anchor kind of the character at i; empty at the end of the text."""
    letter = s[i : i + 1]
    if not letter:
        return ""
    if not letter.isascii():
        return "zh"
    return "digit" if letter.isdigit() else "en"


def side_at(x: Source, i: int, kind: str) -> Side | None:
    """Number and unit at i; None when no number stands there."""
    number = number_at(x, i, kind)
    if number is None:
        return None
    s, end = x.s, number.end
    if kind == "digit":
        mark = s[end : end + 1]
        plus = _PLUS.match(s, end) if mark in ("+", "-") else None
        if plus and plus[0].startswith("-odd"):
            number = number._replace(end=end + 4, approx=True)
        elif plus:
            number = number._replace(end=end + (1 if mark == "+" else 5), high=None)
        elif mark in _MORE and _MORE_AHEAD.match(s, end):
            number = number._replace(end=end + 1, high=number.high if mark == "来" else None)
    end = number.end
    mark = s[end : end + 1]
    if (s[end + 1 : end + 2] if mark in (" ", "-") else mark) not in t.UNIT_FIRST:
        return Side(number, None, end)
    m = t.UNIT.match(s, end)
    if m:
        word = m[m.lastindex or 0]
        unit = UNITS[word]
        if _fits(x, word, unit, m.end(), number, kind):
            if word == "年" and s[m.end() : m.end() + 1] == "半" and _HALF_YEAR.match(s, m.end()) and number.low != 0.5:
                number = number._replace(low=number.low + 0.5, high=number.high and number.high + 0.5)
                return Side(number, unit, m.end() + 1)
            return Side(number, unit, m.end(), mark == "-")
    return Side(number, None, end)


def currency_before(x: Source, i: int, number: Number) -> tuple[str, int] | None:
    """Currency sign or code that ends at i: (ISO code, start)."""
    near = x.s[i - 1 : i]
    if (x.s[i - 2 : i - 1] if near == " " else near) not in t.CURRENCY_LAST:
        return None
    m = t.CURRENCY_BEFORE.match(x.s[max(0, i - 8) : i][::-1])
    if not m:
        return None
    start = i - m.end()
    if m["sign"]:
        sign = m["sign"][::-1]
        if sign[0].isascii() and sign[0].isalpha() and not x.raw[start].isupper():
            return ("USD", start + len(sign) - 1) if sign.endswith("$") else None  # "a $5" is no A$5
        return (x.yen if sign == "¥" else MONEY_SIGNS[sign]), start
    code = m["code"][::-1].upper()
    if code not in MAJOR_CODES and not number.has_magnitude:
        return None
    return (CODE_ALIAS.get(code, code), start) if x.raw[start : start + 3] == code else None


def with_currency(code: str | None, unit: Unit | None) -> Unit | None:
    """The unit, or money in the currency written before the number."""
    if code and (unit is None or unit.kind == "money"):
        return Unit(code, unit.factor if unit else 1.0, None, "money")
    return unit


def _fits(x: Source, word: str, unit: Unit, end: int, number: Number, kind: str) -> bool:
    """Whether the word is the unit here and not the beginning of another word."""
    s = x.s
    after = s[end : end + 1]
    low = number.low or 0.0
    if unit.kind == "money" and word.isascii():
        if len(word) == 3 and x.raw[end - 3 : end].isupper():
            return word.upper() in MAJOR_CODES or number.has_magnitude
        code = word.upper() in CODE_ALIAS or (len(word) == 3 and word not in ("yen", "won"))
        return not code and (word not in _WEAK_CURRENCY or number.magnitude >= 1e3)
    if after and after in _NOT_AFTER.get(word, "") and not (word == "周" and s.startswith("年前", end)):
        return number.magnitude > 1 if word == "股" else word == "元" and (kind == "digit" or low > 3)
    if word == "年":
        year_like = number.magnitude == 1.0 and 1900 <= low < 2100
        half = s[end - 2 : end - 1] == "半" and s[end - 3 : end - 2] in ("上", "下")
        return not (year_like or half)
    if word == "度":
        return low * number.magnitude >= 1e4
    if word == "成":
        return 1 <= low < 10
    if word == "点":
        return low > 24 and not _CLOCK.match(s, end)
    if word in ("times", "倍"):
        return not _OFTEN.match(s, end)
    if word in ("points", "point"):
        return low > 1
    return word not in _ONLY_ARABIC or number.kind == "arabic"
