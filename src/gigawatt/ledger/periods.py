"""When a claim holds: the plain-text normal form of `period` read as an interval of ISO days.

Forms (claim schema): `2025`, `2025-03`, `2025-03-01`, `2025H1`, `2025Q3`, `FY2026`, `FY2026Q1`, `2025-2029`,
`A to B`, `next N years from X`, `past N months to X`, `by X`, `before X`, `through X`, `until X`, `since X`, `as of X`,
`immediately from X`, `end of X`, `early X`, `late X`, `mid X`, each with free words around it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gigawatt.schema import day_bounds

Form = Literal["span", "by", "since", "as_of", "past", "next", "unknown"]

_TOKEN = r"(?:FY)?\d{4}(?:-?[QH][1-4]|-\d{2}(?:-\d{2})?)?"
_POINT = re.compile(_TOKEN)
_RANGE = re.compile(rf"({_TOKEN})\s*(?:to|–|—|-|/)\s*({_TOKEN})")
_COUNT = re.compile(
    r"\b(next|past|within|first|last)\s+(?:about\s+)?(\d+)(?:\s*-\s*(\d+))?[\s-]*(year|quarter|month|week|day)s?"
)
_FILL = r"(?:the\s+|about\s+|end\s+of\s+|early\s+|late\s+|mid[- ])*(?:FY)?\d{4}"
_LEAD = {
    "by": "by", "before": "by", "through": "by", "until": "by", "within": "by", "since": "since", "after": "since",
    "from": "since", "immediately": "since", "as of": "as_of", "at": "as_of",
}  # fmt: skip
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Span:
    """First and last ISO day of a period, either may be open (None), and how it was put."""

    start: str | None
    end: str | None
    form: Form
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether anything about the time was said."""
        return self.start is not None or self.end is not None


def _part(token: str) -> tuple[str, str]:
    """First and last day of a token; a fiscal year is taken as the calendar year of its name."""
    token = token.removeprefix("FY")
    half = re.fullmatch(r"(\d{4})-?([QH])([1-4])", token)
    if not half:
        return day_bounds(token)
    year, kind, number = half[1], half[2], int(half[3])
    width = 3 if kind == "Q" else 6
    first = (number - 1) * width + 1
    if first > 12:
        return day_bounds(year)
    return f"{year}-{first:02d}-01", day_bounds(f"{year}-{first + width - 1:02d}")[1]


def _shift(day: str, months: int) -> str:
    """The day moved by whole months, cut to the length of the month."""
    number = int(day[:4]) * 12 + int(day[5:7]) - 1 + months
    year, month = divmod(number, 12)
    last = day_bounds(f"{year:04d}-{month + 1:02d}")[1]
    return min(f"{year:04d}-{month + 1:02d}-{day[8:10]}", last)


def _shift_unit(day: str, count: int, unit: str) -> str:
    if unit in _MONTHS:
        return _shift(day, count * _MONTHS[unit])
    import datetime

    days = count * (7 if unit == "week" else 1)
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def _narrow(start: str, end: str, text: str) -> tuple[str, str]:
    """Early, mid, late and end of a period as its thirds; `end of` a year is its last quarter."""
    months = (int(end[:4]) - int(start[:4])) * 12 + int(end[5:7]) - int(start[5:7]) + 1
    if months < 3:
        return start, end
    third = max(1, months // 4)
    if re.search(r"\b(early|beginning|start) ", text):
        return start, day_bounds(_shift(start, third - 1)[:7])[1]
    if re.search(r"\b(late|end) ", text):
        return _shift(end[:8] + "01", 1 - third), end
    if re.search(r"\bmid[- ]", text):
        middle = _shift(start, months // 2 - third // 2)
        return middle, day_bounds(_shift(middle, third - 1)[:7])[1]
    return start, end


@lru_cache(maxsize=8192)
def parse_period(text: str | None) -> Span:
    """The interval that a period text means; form `unknown` with open ends when nothing can be read."""
    if not text:
        return Span(None, None, "unknown", "")
    plain = text.strip()
    low = re.sub(r"\([^)]*\)", "", plain).strip().lower()
    try:
        span = _parse(plain, low)
        backward = span.start is not None and span.end is not None and span.start > span.end
        return Span(None, None, "unknown", plain) if backward else span
    except (ValueError, KeyError, IndexError, OverflowError):
        return Span(None, None, "unknown", plain)
    except Exception as error:  # InputError of day_bounds: the text holds something that is no day
        if type(error).__name__ != "InputError":
            raise
        return Span(None, None, "unknown", plain)


def _parse(plain: str, low: str) -> Span:
    count = _COUNT.search(low)
    points = _POINT.findall(plain)
    if count and points:
        first, last = _part(points[-1])
        number = int(count[3] or count[2])
        if count[1] in ("past", "last"):
            return Span(_shift_unit(first, -number, count[4]), last, "past", plain)
        form: Form = "by" if count[1] == "within" else "next"
        return Span(first, _shift_unit(last, number, count[4]), form, plain)
    pair = _RANGE.search(plain)
    if pair and not re.search(r"\bvs\b", low):
        return Span(_part(pair[1])[0], _part(pair[2])[1], "span", plain)
    if not points:
        return Span(None, None, "unknown", plain)
    first, last = _narrow(*_part(points[0]), low)
    for lead, form in _LEAD.items():
        if re.match(rf"{lead}\b|.*\b{lead}\s+{_FILL}", low):
            if form == "by":
                return Span(None, last, "by", plain)
            if form == "since":
                return Span(first, None, "since", plain)
            return Span(first, last, "as_of", plain)
    return Span(first, last, "span", plain)


def relation(one: Span, two: Span) -> Literal["unsaid", "half_said", "equal", "inside", "holds", "overlap", "apart"]:
    """How two periods lie: neither or only one said; equal; one inside the other; overlapping; apart."""
    if not one.known and not two.known:
        return "unsaid"
    if not one.known or not two.known:
        return "half_said"
    low = [span.start or "0000-00-00" for span in (one, two)]
    high = [span.end or "9999-99-99" for span in (one, two)]
    if low[0] == low[1] and high[0] == high[1]:
        return "equal"
    if low[0] > high[1] or low[1] > high[0]:
        return "apart"
    if low[0] >= low[1] and high[0] <= high[1]:
        return "inside"
    if low[1] >= low[0] and high[1] <= high[0]:
        return "holds"
    return "overlap"
