"""What stands in a cell of a tracker's table: a day, a power, degrees. Text that fits no known form is None."""

import re
from datetime import date, datetime, timedelta

UNIT_MW = {"mw": 1.0, "kw": 1e-3, "gw": 1e3, "w": 1e-6}
_SHEET_EPOCH = date(1899, 12, 30)
"""day 0 of spreadsheet programs"""
_QUARTERS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def parse_day(text: str, day_first: bool = False) -> date | None:
    """Day from ISO, slash (month first unless `day_first`), 20260403, `3 Apr 2026`, a spreadsheet's number; else None.

    A month or a quarter (2026-04, Q2 2026) is its last day: what is said of it holds by then.
    """
    text = text.strip()
    return _full_day(text, day_first) or _last_day(text)


def is_coarse(text: str) -> bool:
    """Whether the text names a month or a quarter, not a day."""
    return _full_day(text.strip(), False) is None and _last_day(text.strip()) is not None


def _full_day(text: str, day_first: bool) -> date | None:
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text) or re.fullmatch(
        r"(20\d{2})(\d{2})(\d{2})", text
    )
    if match:
        year, month, day = (int(x) for x in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?:[ T].*)?", text):
        first, second, year = (int(x) for x in match.groups())
        year += 2000 if year < 100 else 0
        month, day = (second, first) if day_first else (first, second)
    elif re.fullmatch(r"[34]\d{4}(?:\.0+)?", text) or re.fullmatch(r"5[0-4]\d{3}(?:\.0+)?", text):
        return _SHEET_EPOCH + timedelta(days=int(float(text)))
    else:
        return _worded_day(text)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _worded_day(text: str) -> date | None:
    for form in ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%b %d %Y", "%B %d %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _last_day(text: str) -> date | None:
    """Last day of a month (2026-04, Apr 2026) or a quarter (Q2 2026, 2026Q2, 2026-Q2)."""
    if match := re.fullmatch(r"(?:Q([1-4])[ -]?(\d{4})|(\d{4})[ -]?Q([1-4]))", text, re.IGNORECASE):
        quarter, year = int(match.group(1) or match.group(4)), int(match.group(2) or match.group(3))
        return date(year, *_QUARTERS[quarter])
    for form in ("%Y-%m", "%Y/%m", "%b %Y", "%B %Y"):
        try:
            first = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return None


def parse_degrees(text: str) -> float | None:
    """Degrees from `32°35'25"N` or a decimal number; None if unreadable."""
    text = text.strip().replace("''", '"')
    match = re.fullmatch(
        r"""(\d+(?:\.\d+)?)\s*°\s*(?:(\d+(?:\.\d+)?)\s*['’′]\s*)?(?:(\d+(?:\.\d+)?)\s*["”″]?\s*)?([NSEW])""", text
    )
    if match:
        degrees, minutes, seconds, side = match.groups()
        value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        return -value if side in "SW" else value
    try:
        return float(text)
    except ValueError:
        return None


def has_decimal_comma(text: str) -> bool:
    """Whether a comma in a number can only be a decimal one: not followed by exactly three digits."""
    return re.fullmatch(r"\s*\d+,(?:\d{1,2}|\d{4,})\s*", text) is not None


def parse_number(text: str, decimal_comma: bool = False) -> float | None:
    """A finite number; commas group thousands unless they are decimal; None if unreadable."""
    cleaned = text.strip().replace("\u00a0", "")
    cleaned = cleaned.replace(".", "").replace(",", ".") if decimal_comma and "," in cleaned else cleaned
    cleaned = cleaned.replace(",", "")
    try:
        value = float(cleaned)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def parse_power_mw(text: str, scale: float, decimal_comma: bool = False) -> float | None:
    """Megawatts of a cell: a bare number times `scale` (that of the header), or a number with its own unit."""
    match = re.fullmatch(r"\s*(.*?\d)\s*(kw|mw|gw)\s*", text, re.IGNORECASE)
    if match:
        value = parse_number(match.group(1), decimal_comma)
        return None if value is None else value * UNIT_MW[match.group(2).lower()]
    value = parse_number(text, decimal_comma)
    return None if value is None else value * scale
