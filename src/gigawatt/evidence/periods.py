"""The period a quantity is about, in the plain normal form of the claim schema, resolved against the item's own day."""

import re
from datetime import date
from functools import lru_cache

from gigawatt.evidence.scene import Spot

_DIGITS = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0.5,
}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12,
}  # fmt: skip
_UNIT = {"年": "year", "个月": "month", "月": "month", "天": "day", "周": "week", "季度": "quarter"}
_NUMBER = r"(\d+(?:\.\d+)?|[一两二三四五六七八九十半]+)"
_RANGE = r"(?:\s?(?:至|到|-|–|~)\s?(\d+|[一两二三四五六七八九十]+))?"
_YEAR = r"((?:19|20)\d\d|今年|去年|明年|前年|后年|本年)"

_NEXT_ZH = re.compile(rf"(?:未来|今后|接下来|之后)\s?{_NUMBER}{_RANGE}\s?(年|个月|天|周|季度)")
_PAST_ZH = re.compile(rf"(?:过去|近|最近|过去的)\s?{_NUMBER}\s?(年|个月|天|周|季度)")
_NEXT_EN = re.compile(r"\b(?:next|coming)\s(\w+)(?:\sto\s(\w+))?\s(year|month|quarter|week)s?\b")
_PAST_EN = re.compile(r"\b(?:past|last)\s(\w+)\s(year|month|quarter|week)s\b")
_IN_YEARS = re.compile(rf"{_NUMBER}\s?年内")
_SPAN = re.compile(r"((?:19|20)\d\d)\s?年?\s?(?:-|–|—|至|到|to|through)\s?((?:19|20)\d\d)\s?年?")
_BY_ZH = re.compile(
    rf"(?:到|至|截至|截止)?\s?{_YEAR}\s?年?\s?(年?底|年?末)?\s?(?:之?前|以前)|(?:到|至)\s?{_YEAR}\s?年?\s?(年?底|年?末)?"
)
_SINCE_ZH = re.compile(rf"自\s?{_YEAR}?\s?年?\s?(?:(\d{{1,2}})\s?月)?\s?(?:以来|起|之后|开始|，|,|[^，,。]{{0,4}})")
_BY_EN = re.compile(
    r"\b(by|through|before|until|since|in|from|for)\s(?:the end of\s)?(?:fiscal\s(?:year\s)?|fy\s?)?((?:19|20)\d\d)\b"
)
_HALF = re.compile(rf"{_YEAR}?\s?年?\s?(上半年|下半年)")
_QUARTER = re.compile(rf"{_YEAR}?\s?年?\s?(?:第([一二三四1-4])季度|q([1-4])|([一二三四])季度)")
_FISCAL = re.compile(
    r"fy\s?'?(\d{2}|\d{4})(?:\s?(q[1-4]|h[12]))?|(?:(20\d\d)|下一?|本|上一?)\s?财年|fiscal (?:year )?(20\d\d)"
)
_MONTH = re.compile(rf"{_YEAR}?\s?年?\s?(?<!\d)(1[0-2]|0?[1-9])\s?月(?:份)?(?:\s?(\d{{1,2}})\s?日)?")
_EARLY = re.compile(rf"{_YEAR}\s?年?\s?(年?初|年?中|年?底|年?末|上旬)")
_YEAR_ONLY = re.compile(rf"{_YEAR}\s?年?")
_YEAR_EN = re.compile(r"\b((?:19|20)\d\d)\b")
_ENDED = re.compile(r"(?:three months|quarter) ended (january|march|june|september|december)")
_ANY_TIME = re.compile(r"[年月季周天]|(?:19|20)\d\d|fy|year|quarter|month|week")
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip


def decide_period(spot: Spot, day: str | None) -> tuple[str | None, str]:
    """(period, rule id): from the quantity's clause, else from the clauses before it in the sentence."""
    start, end = spot.clause_span
    text = spot.scene.lowered
    quantity = spot.quantity
    spans = [(start, max(end, quantity.end))]
    spans.extend(reversed(spot.sentence.clauses[: spot.clause]))
    for number, (low, high) in enumerate(spans):
        piece = text[low:high]
        pieces = (piece,)
        if low <= quantity.start < high:  # what stands before the quantity frames it sooner than what follows
            pieces = (piece[: quantity.start - low], piece[quantity.end - low :])
        for part in pieces:
            found = read_period(part, day)
            if found:
                return found, "period.clause" if number == 0 else "period.sentence"
    return None, "period.none"


@lru_cache(maxsize=4096)
def read_period(text: str, day: str | None) -> str | None:
    """The first period a folded, lower-case stretch of text names; None when it names none."""
    if not _ANY_TIME.search(text):
        return None
    stamp = _stamp(day)
    year = date.fromisoformat(stamp + "-01").year if stamp else None
    since = f" from {stamp}" if stamp else ""
    upto = f" to {stamp}" if stamp else ""
    if m := _ENDED.search(text):
        if year is not None:
            month = _MONTHS[m.group(1)]
            ended = year if stamp and int(stamp[5:7]) >= month else year - 1
            return f"{ended}Q{(month + 2) // 3}"
    if m := _NEXT_ZH.search(text):
        unit = _UNIT[m.group(3)]
        return f"next {_amount(m.group(1), m.group(2))} {_plural(unit, m.group(1), m.group(2))}{since}"
    if m := _NEXT_EN.search(text):
        first = _english(m.group(1))
        if first:
            second = _english(m.group(2)) if m.group(2) else None
            amount = f"{first}-{second}" if second else first
            return f"next {amount} {m.group(3)}{'' if amount == '1' else 's'}{since}"
    if m := _IN_YEARS.search(text):
        return f"within {_amount(m.group(1), None)} years{since}"
    if m := _PAST_ZH.search(text):
        return f"past {_amount(m.group(1), None)} {_plural(_UNIT[m.group(2)], m.group(1), None)}{upto}"
    if m := _PAST_EN.search(text):
        first = _english(m.group(1))
        if first:
            return f"past {first} {m.group(2)}{'' if first == '1' else 's'}{upto}"
    if m := _SPAN.search(text):
        return f"{m.group(1)}-{m.group(2)}"
    if m := _HALF.search(text):
        own = _year(m.group(1), year)
        if own:
            return f"{own}H{1 if m.group(2) == '上半年' else 2}"
    if m := _FISCAL.search(text):
        fiscal = _fiscal(m, year)
        if fiscal:
            return fiscal
    if m := _QUARTER.search(text):
        number = next(g for g in m.groups()[1:] if g)
        own = _year(m.group(1), year)
        if own:
            return f"{own}Q{int(_DIGITS.get(number, 0)) or number}"
    if "上季度" in text or "上一季度" in text or "last quarter" in text:
        return _last_quarter(stamp)
    if m := _SINCE_ZH.search(text):
        own = _year(m.group(1), year)
        if own and (m.group(1) or m.group(2)):
            return f"since {own}-{int(m.group(2)):02d}" if m.group(2) else f"since {own}"
    if m := _BY_ZH.search(text):
        before = m.group(1)
        own = _year(before or m.group(3), year)
        if own:
            tail = "end of " if (m.group(2) or m.group(4)) else ""
            return f"before {own}" if before and not tail else f"by {tail}{own}"
    if m := _EARLY.search(text):
        own = _year(m.group(1), year)
        part = {"初": "early", "中": "mid", "底": "end of", "末": "end of"}.get(m.group(2)[-1], "")
        if own and part:
            return f"{part} {own}" if part != "mid" else f"mid-{own}"
    if "年底" in text and year:
        return f"end of {year}"
    if m := _MONTH.search(text):
        own = _year(m.group(1), year, month=int(m.group(2)), stamp=stamp)
        if own:
            stamp_day = f"-{int(m.group(3)):02d}" if m.group(3) else ""
            return f"{own}-{int(m.group(2)):02d}{stamp_day}"
    if m := _BY_EN.search(text):
        word = m.group(1)
        return m.group(2) if word in ("in", "for") else f"{word} {m.group(2)}"
    if m := _YEAR_ONLY.search(text):
        own = _year(m.group(1), year)
        return own
    if m := _YEAR_EN.search(text):
        return m.group(1)
    if "this year" in text and year:
        return str(year)
    if "last year" in text and year:
        return str(year - 1)
    if "next year" in text and year:
        return str(year + 1)
    return None


def lies_ahead(period: str | None, day: str | None) -> bool:
    """Whether a period in normal form lies after the year of the day, or starts from it."""
    stamp = _stamp(day)
    if period is None:
        return False
    if period.startswith(("next ", "within ")):
        return True
    years = [int(y) for y in re.findall(r"(?:19|20)\d\d", period)]
    if not stamp or not years or period.startswith(("past ", "since ")):
        return False
    return years[0] > int(stamp[:4]) or (
        period.startswith(("by 2", "before 2", "through ")) and years[0] > int(stamp[:4])
    )


def _stamp(day: str | None) -> str | None:
    if not day or not re.match(r"\d{4}", day):
        return None
    return day[:7] if len(day) >= 7 else f"{day[:4]}-01"


def _year(text: str | None, year: int | None, month: int = 0, stamp: str | None = None) -> str | None:
    if text and text.isdigit():
        return text
    if year is None:
        return None
    if text in _RELATIVE:
        return str(year + _RELATIVE[text])
    if text is None:
        later = bool(month and stamp and month > int(stamp[5:7]))
        return str(year - 1 if later else year)
    return None


def _amount(first: str, second: str | None) -> str:
    one = str(_DIGITS.get(first, first))
    return f"{one}-{_DIGITS.get(second, second)}" if second else one


def _plural(unit: str, first: str, second: str | None) -> str:
    return unit if _amount(first, second) == "1" else unit + "s"


def _english(word: str | None) -> str | None:
    if word is None:
        return None
    if word.isdigit():
        return word
    return str(_WORDS[word]) if word in _WORDS else None


def _fiscal(match: "re.Match[str]", year: int | None) -> str | None:
    short, part, full, english = match.groups()
    if short:
        return f"FY{short if len(short) == 4 else '20' + short}{(part or '').upper()}"
    if full or english:
        return f"FY{full or english}"
    if year is None:
        return None
    text = match.group()
    return (
        "next fiscal year"
        if text.startswith("下")
        else "this fiscal year"
        if text.startswith("本")
        else "last fiscal year"
    )


def _last_quarter(stamp: str | None) -> str | None:
    if stamp is None:
        return None
    year, month = int(stamp[:4]), int(stamp[5:7])
    quarter = (month - 1) // 3
    return f"{year}Q{quarter}" if quarter else f"{year - 1}Q4"
