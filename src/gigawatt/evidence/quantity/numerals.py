"""Numbers as they are written: Arabic digits with magnitudes, Chinese numerals, English number words.

A `Number` is an interval, since a written number may be vague (数十, tens of) or open (三十余, 500多); the magnitude is
kept apart because a range may share it (13至44吉瓦, 5-7.5亿, $70-72bn).
"""

import re
from functools import cache
from typing import NamedTuple

from gigawatt.evidence.quantity.trie import one_of


class Number(NamedTuple):
    """A number at text[start:end] before its unit: low and high in units of `magnitude`; None on an open side."""

    end: int
    low: float
    high: float | None
    magnitude: float
    approx: bool
    kind: str
    """arabic, zh, en, vague (数百亿, billions of), bare (千亿: only a magnitude)"""
    repaired: bool = False

    @property
    def has_magnitude(self) -> bool:
        """Whether a magnitude word was written (亿, million)."""
        return self.magnitude != 1.0


LONGEST_NUMBER = 24  # characters; a longer run of digits or numerals is an identifier, not a number
_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLAIN = {c: float(i) for c, i in _DIGIT.items()} | {"十": 10.0, "半": 0.5}
_SMALL = {"十": 10.0, "百": 100.0, "千": 1000.0}
_BIG = {"万": 1e4, "亿": 1e8, "兆": 1e12}
_VAGUE_DIGIT = "数几"
_OPEN_MARK = "余多"

_SI_AHEAD = r"(?!瓦|赫|米|克|伏|卡路|焦)"
_ZH_MAG = rf"(?:[十百千]?(?:万亿|亿|万|兆(?!瓦|赫|位|字|比|伏))|百(?!分)|千{_SI_AHEAD})"
_EN_MAG = (
    r"(?:[ -]?(?:trillions?|billions?|millions?|thousands?|hundred|trn|tn|bn|bln|mn|mln|mm|crores?|lakhs?"
    r"|lakh crore|k|m|b|t)(?:[ -](?:crores?))?(?![a-z\d$²³/]))"
)
ARABIC = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?)"
    rf"(?: ?([余多几来])?({_ZH_MAG})([余多几来])?|({_EN_MAG}))?"
)
_LOST_POINT = re.compile(r"(\d{1,3}) (\d{1,2})(?= ?(?:万|亿|兆|倍|%|个百分点|(?:billion|million|trillion|bn|x)\b))")
_EN_FACTOR = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6, "mm": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "t": 1e12,
    "crore": 1e7, "lakh": 1e5, "lakh crore": 1e12,
}  # fmt: skip
SHORT_MAGNITUDES = frozenset("kmbt")


@cache
def zh_magnitude(word: str) -> float:
    """万亿 -> 1e12; 百万 -> 1e6."""
    factor = 1.0
    for letter in word:
        factor *= _SMALL.get(letter) or _BIG[letter]
    return factor


@cache
def en_magnitude(word: str) -> float:
    """billion, bn, m, lakh crore -> factor."""
    word = word.strip(" -")
    if word in _EN_FACTOR:
        return _EN_FACTOR[word]
    if word.endswith("s") and word[:-1] in _EN_FACTOR:
        return _EN_FACTOR[word[:-1]]
    factor = 1.0
    for part in re.split("[ -]", word):
        factor *= _EN_FACTOR[part.rstrip("s") if len(part) > 1 else part]
    return factor


def arabic_at(s: str, i: int, lost_decimal_points: bool = False) -> Number | None:
    """The number that begins with the digit at s[i]; None when the run of digits cannot be a number."""
    if lost_decimal_points:
        m = _LOST_POINT.match(s, i)
        if m:
            tail = ARABIC.match(s, m.start(2))
            if tail and tail.end(1) == m.end(2):
                value = float(f"{m[1]}.{m[2]}")
                return _scaled(tail, value, repaired=True)
    m = ARABIC.match(s, i)
    if not m or m.end(1) - i > LONGEST_NUMBER:
        return None
    digits = m[1]
    value = float(digits.replace(",", "") if "," in digits else digits)
    if m.lastindex == 1:
        return Number(m.end(1), value, value, 1.0, False, "arabic")
    return _scaled(m, value)


def _scaled(m: re.Match, value: float, repaired: bool = False) -> Number:
    before, zh, after, en = m[2], m[3], m[4], m[5]
    if zh:
        factor, mark = zh_magnitude(zh), (before or after)
        end = m.end()
        if mark and mark in "几":
            return Number(end, value, value, factor, True, "arabic", repaired)
        if mark and mark in _OPEN_MARK:
            return Number(end, value, None, factor, False, "arabic", repaired)
        if not mark:
            more = m.string[end : end + 1].isdecimal() and _ARABIC_TAIL.match(m.string, end)
            if more:  # 3万5千, 1亿2千万
                lesser = zh_magnitude(more[2])
                if lesser < factor:
                    value = (value * factor + float(more[1]) * lesser) / factor
                    end = more.end()
        return Number(end, value, value, factor, mark == "来", "arabic", repaired)
    if en:
        return Number(m.end(), value, value, en_magnitude(en), False, "arabic", repaired)
    return Number(m.end(1), value, value, 1.0, False, "arabic", repaired)


_ARABIC_TAIL = re.compile(rf"(\d{{1,4}})((?:[十百千]?万|千|百){_SI_AHEAD})")

ZH_RUN = re.compile(
    rf"(?:[〇零一二两三四五六七八九十数几半亿]|百(?!分)|千{_SI_AHEAD}|万|兆(?!瓦|赫|位|字|比|伏)"
    rf"|(?<=[十百千万亿])[余多来])+"
)
_RHETORIC = frozenset(
    ["百万", "千万", "百亿", "千亿", "十亿", "十万", "万亿", "百万亿", "千万亿", "亿", "万", "千", "百"]
)


def chinese_at(s: str, i: int) -> Number | None:
    """The Chinese numeral at s[i]: 四万五千, 数十亿, 三十余, 十几, 两三, 千亿, 半; None when it is no numeral."""
    m = ZH_RUN.match(s, i)
    if not m or m.end() - i > LONGEST_NUMBER:
        return None
    value = chinese_value(m[0])
    if value is None:
        return None
    low, high, approx, kind = value
    return Number(m.end(), low, high, 1.0, approx, kind)


def chinese_value(run: str) -> tuple[float, float | None, bool, str] | None:
    """(low, high, approx, kind) of a Chinese numeral; high None when it is open (三十余, bare 千亿)."""
    plain = _PLAIN.get(run)
    if plain is not None:
        return plain, plain, False, "zh"
    if "半" in run:
        return None
    if run in _RHETORIC:
        value = zh_magnitude(run)
        return value, None, True, "bare"
    if run in ("数", "几"):
        return 2.0, 9.0, True, "vague"
    opened = run.rstrip("来") != run or any(c in run for c in _OPEN_MARK)
    about = "来" in run
    body = run.translate(_DROP_MARKS)
    if body in _RHETORIC:
        value = zh_magnitude(body)
        return value, None, False, "zh"
    if len(body) >= 3 and all(c in _DIGIT for c in body):
        value = float("".join(str(_DIGIT[c]) for c in body))
        return value, value, False, "zh"
    pair = _evaluate(body)
    if pair is None:
        return None
    low, high = pair
    vague = any(c in body for c in _VAGUE_DIGIT)
    if about:
        return low, high, True, "zh"
    return low, (None if opened and not vague else high), vague or low != high, "vague" if vague else "zh"


_DROP_MARKS = {ord(c): None for c in "余多来"}


def _evaluate(body: str) -> tuple[float, float] | None:
    """Interval of a numeral without marks; adjacent digits are a span (两三), 数 and 几 a decade (数十 = 10..100)."""
    total = section = (0.0, 0.0)
    digit: tuple[float, float] | None = None
    zero = False
    last_big = last = 0.0
    for c in body:
        if c in _DIGIT:
            value = float(_DIGIT[c])
            if value == 0:
                if digit is not None:
                    return None
                zero = True
                continue
            if digit is not None:
                if digit[0] != digit[1] or value <= digit[0]:
                    return None
                digit = (digit[0], value)
            else:
                digit = (value, value)
        elif c in _VAGUE_DIGIT:
            if digit is not None:
                return None
            digit = (1.0, 9.0) if last == 10.0 else (1.0, 10.0)
        elif c in _SMALL:
            unit = _SMALL[c]
            lead = digit or (1.0, 1.0)
            section = (section[0] + lead[0] * unit, section[1] + lead[1] * unit)
            digit, last, zero = None, unit, False
        else:
            unit = _BIG[c]
            part = (section[0] + (digit[0] if digit else 0.0), section[1] + (digit[1] if digit else 0.0))
            if part == (0.0, 0.0) and total == (0.0, 0.0):
                return None
            if last_big and unit > last_big:
                total = ((total[0] + part[0]) * unit, (total[1] + part[1]) * unit)
            else:
                total = (total[0] + part[0] * unit, total[1] + part[1] * unit)
            section, digit, last, last_big, zero = (0.0, 0.0), None, unit, max(unit, last_big), False
    if digit is not None:
        step = last / 10 if last >= 100 and not zero else 1.0  # 三万五 = 35000, 一千二 = 1200
        section = (section[0] + digit[0] * step, section[1] + digit[1] * step)
    elif zero and body in ("零", "〇"):
        return 0.0, 0.0
    return total[0] + section[0], total[1] + section[1]


# ---- English words -------------------------------------------------------------------------------------------------
_ONES = {
    w: float(i)
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {w: 10.0 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORD_MAG = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_PLURAL_MAG = {"hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
_ONE = one_of([*_ONES, *_TENS])
EN_WORDS = re.compile(
    rf"(?P<tens>{one_of(_TENS)})-(?P<ones>{one_of([w for w in _ONES if 0 < _ONES[w] < 10])})(?![a-z])"
    rf"(?:[ -](?P<m0>{one_of(_WORD_MAG)})(?![a-z]))?"
    rf"|(?P<word>{_ONE}|half a|half|an?|several|a few|few|a couple(?: of)?)(?:[ -](?P<m1>{one_of(_WORD_MAG)}))"
    r"(?![a-z])(?P<and>[ -]and[ -]a[ -]half)?"
    rf"|(?P<plain>{_ONE})(?![a-z])(?P<and2>[ -]and[ -]a[ -]half)?"
    rf"|(?P<lead>(?:tens|hundreds|dozens) of )?(?P<plural>{one_of(_PLURAL_MAG)})(?: of)?(?![a-z])"
    r"|(?P<some>tens|dozens|scores)(?: of)(?![a-z])"
    r"|(?P<multi>multi-?(?:million|billion|trillion))(?![a-z])"
)


_AND_MORE = re.compile(
    rf" (?:and )?(?:(?P<tens>{one_of(_TENS)})(?:-(?=[a-z]))?)?"
    rf"(?P<ones>{one_of([w for w in _ONES if _ONES[w] > 0])})?(?![a-z])"
)


def english_at(s: str, i: int) -> Number | None:
    """The English number words at s[i]: twenty-five, two million, billions of, dozens of, half a billion."""
    m = EN_WORDS.match(s, i)
    if not m:
        return None
    end = m.end()
    if m["tens"]:
        value = _TENS[m["tens"]] + _ONES[m["ones"]]
        return Number(end, value, value, _WORD_MAG[m["m0"]] if m["m0"] else 1.0, False, "en")
    if m["word"]:
        word, factor = m["word"], _WORD_MAG[m["m1"]]
        if word in ("several", "few", "a few", "a couple", "a couple of"):
            return Number(end, 2.0, 9.0, factor, True, "vague")
        more = _AND_MORE.match(s, end) if m["m1"] == "hundred" else None
        if more and more.end() > end + 1:  # one hundred and fifty
            value = (
                (_ONES.get(word) or 1.0) * factor
                + _TENS.get(more["tens"] or "", 0.0)
                + _ONES.get(more["ones"] or "", 0.0)
            )
            return Number(more.end(), value, value, 1.0, False, "en")
        value = _ONES.get(word) or _TENS.get(word) or (0.5 if word.startswith("half") else 1.0)
        return Number(end, value + (0.5 if m["and"] else 0.0), value + (0.5 if m["and"] else 0.0), factor, False, "en")
    if m["plain"]:
        value = _ONES[m["plain"]] if m["plain"] in _ONES else _TENS[m["plain"]]
        value += 0.5 if m["and2"] else 0.0
        return Number(end, value, value, 1.0, False, "en")
    if m["plural"]:
        factor = _PLURAL_MAG[m["plural"]]
        lead = {"t": 10.0, "h": 100.0, "d": 10.0}[m["lead"][0]] if m["lead"] else 1.0
        return Number(end, lead, lead * 10, factor, True, "vague")
    if m["some"]:
        return Number(end, 10.0, 100.0, 1.0, True, "vague")
    factor = _WORD_MAG[m["multi"].removeprefix("multi").lstrip("-")]
    return Number(end, 1.0, 10.0, factor, True, "vague")
