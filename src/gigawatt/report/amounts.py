"""A quantity in words of a language, such that the quantity grammar reads the same number back; else as printed."""

import re
from collections.abc import Callable
from functools import lru_cache

from gigawatt.evidence.types import Claim, Quantity

_MONEY_ZH = {"USD": "美元", "CNY": "元人民币", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}
_EN = {
    "chip": "chips", "site": "sites", "building": "buildings", "job": "jobs", "person": "people", "user": "users",
    "company": "companies", "rack": "racks", "m2": "square metres", "acre": "acres", "year": "years",
    "month": "months", "day": "days", "share": "shares", "x": "times", "points": "points", "tonne": "tonnes",
    "wafer/month": "wafers per month",
}  # fmt: skip
_ZH = {
    "chip": "块芯片", "site": "座数据中心", "building": "栋", "job": "个工作岗位", "person": "人", "user": "用户",
    "company": "家企业", "rack": "架机柜", "m2": "平方米", "acre": "英亩", "year": "年", "month": "个月", "day": "天",
    "share": "股", "x": "倍", "points": "点", "tonne": "吨",
}  # fmt: skip
_PER_EN = {"year": " a year", "month": " a month", "quarter": " a quarter", "day": " a day", "share": " per share",
           "rack": " per rack", "chip": " per chip", "site": " per site"}  # fmt: skip
_PER_ZH = {"year": "每年", "month": "每月", "quarter": "每季度", "day": "每天", "share": "每股", "rack": "每机柜",
           "chip": "每块", "site": "每座"}  # fmt: skip
_ONE = {"x": "time", "points": "point", "wafer/month": "wafer per month", "m2": "square metre"}
_MONTHS = ("January February March April May June July August September October November December").split()


def _plain(value: float) -> str:
    text = f"{value:.10g}"
    if "e" in text:
        text = f"{value:f}".rstrip("0").rstrip(".")
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}" + dot + rest if whole.lstrip("-").isdigit() else text


def _plain_zh(value: float) -> str:
    return _plain(value).replace(",", "")


def _scaled(value: float, steps: tuple[tuple[float, str], ...], joint: str) -> str:
    digits = _plain if joint else _plain_zh
    for size, name in steps:
        if abs(value) >= size:
            return f"{digits(value / size)}{joint}{name}"
    return digits(value)


_BIG = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_WAN = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_POWER = ((1e9, "GW"), (1e6, "MW"), (1e3, "kW"))
_POWER_ZH = ((1e9, "吉瓦"), (1e6, "兆瓦"), (1e3, "千瓦"))


def _single(value: float, unit: str, lang: str, noun: str | None) -> str:
    """One number with its unit; empty when this language has no word for the unit."""
    zh = lang == "zh"
    if unit == "ratio":
        return f"{_plain(round(value * 100, 8))}%"
    if unit in ("W", "Wh"):
        end = ("时" if zh else "h") if unit == "Wh" else ""
        text = _scaled(value, _POWER_ZH if zh else _POWER, "" if zh else " ")
        return text + end if not text[-1].isdigit() else text + (" 瓦" if zh else " W") + end
    if unit in _MONEY_ZH:
        if zh:
            return _scaled(value, _WAN, "") + _MONEY_ZH[unit]
        return f"{unit} {_scaled(value, _BIG, ' ')}"
    if unit == "count" and noun and noun.isascii() and not zh:
        return f"{_scaled(value, _BIG, ' ')} {noun}"
    names = _ZH if zh else _EN
    if unit not in names:
        return ""
    if value == 1 and not zh:
        return "1 " + _ONE.get(unit, unit)
    return _scaled(value, _WAN if zh else _BIG, "" if zh else " ") + ("" if zh else " ") + names[unit]


def _date(value: str, lang: str) -> str:
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    if lang == "zh":
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    if not month:
        return year
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


_UNDER = re.compile(r"不到|低于|低於|不足|less than|under|below|fewer", re.I)
_LEAST = re.compile(r"至少|不低于|不低於|不少于|不少於|以上|起|at least|no less|or more", re.I)
_HEDGES = {
    "about": ("about ", "约"), "up_to": ("up to ", "最多"), "under": ("less than ", "不到"),
    "least": ("at least ", "至少"), "more": ("more than ", "超过"),
}  # fmt: skip


def _words(claim: Claim, lang: str) -> list[str]:
    """Wordings of the quantity in a language, the best first."""
    low, high, unit = claim.low, claim.high, claim.unit
    zh = lang == "zh"
    if isinstance(low, str) or isinstance(high, str):
        return [_date(str(low), lang)] if low == high else []
    per = claim.per if unit != "wafer/month" else None
    lead = _PER_ZH.get(per, "") if per and zh else ""
    tail = _PER_EN.get(per, f" per {per}") if per and not zh else ""
    if per and zh and not lead:
        return []

    def put(value: float, hedge: str | None) -> list[str]:
        text = _single(value, unit, lang, claim.noun)
        return [lead + (_HEDGES[hedge][zh] if hedge else "") + text + tail] if text else []

    if low is not None and low == high:
        return put(low, "about" if claim.approx else None)
    if low is None and high is not None:
        return put(high, "under" if _UNDER.search(claim.qty) else "up_to")
    if high is None and low is not None:
        return put(low, "least" if _LEAST.search(claim.qty) else "more")
    if low is None or high is None:
        return []
    first, last = (_single(value, unit, lang, claim.noun) for value in (low, high))
    if not first or not last:
        return []
    bare = [_without_end(first, last), first]
    code = f"{unit} " if unit in _MONEY_ZH and not zh else ""
    joint = "至" if zh else " to "
    return [lead + one + joint + last.removeprefix(code) + tail for one in bare]


def _without_end(first: str, last: str) -> str:
    """The first of two amounts without the words in which both end (13 GW, 44 GW: 13)."""
    cut = 0
    while cut < min(len(first), len(last)) and first[-1 - cut] == last[-1 - cut] and not first[-1 - cut].isdigit():
        cut += 1
    return first[: len(first) - cut].rstrip()


@lru_cache(maxsize=4096)
def _read(text: str, day: str | None, repaired: bool) -> tuple[Quantity, ...]:
    from gigawatt.evidence.quantities import find_quantities

    return tuple(find_quantities(text, lost_decimal_points=repaired, reference_day=day))


def numbers(text: str, day: str | None = None, repaired: bool = False) -> tuple[Quantity, ...]:
    """The quantities that the grammar reads in a text."""
    return _read(text, day, repaired)


def same_number(one: Quantity, two: Quantity) -> bool:
    """Whether two quantities are the same number in the same unit, bounds and rate included."""
    if one.unit != two.unit or one.per != two.per:
        return False
    for a, b in ((one.low, two.low), (one.high, two.high)):
        if isinstance(a, float) and isinstance(b, float):
            if abs(a - b) > 1e-9 * max(abs(a), abs(b)):
                return False
        elif a != b:
            return False
    return True


def in_words(claim: Claim, lang: str, stands: Callable[[Quantity], bool]) -> str | None:
    """The claim's quantity in words; as printed in the page when no wording reads back; None when neither stands.

    stands: whether a quantity read from the words is in the cited text.
    """
    for text in (*_words(claim, lang), claim.qty.strip(" \t\n“”‘’\"'「」『』")):
        read = numbers(text, claim.item_day, claim.repaired) if text else ()
        if read and all(stands(one) for one in read):
            return text
    return None
