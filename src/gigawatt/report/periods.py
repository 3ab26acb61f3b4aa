"""Periods of claims in words of either language: `next 4 years from 2025-07` -> over the next 4 years, 未来4年."""

import re

from gigawatt.i18n import text

_POINT = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})(?:-?(?P<part>[QH])(?P<number>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?$"
)
_COUNT = re.compile(r"(?P<form>next|past)\s+(?P<number>\d+(?:-\d+)?)\s*-?(?P<unit>year|quarter|month|week|day)s?\b")
_LEADS = {"by": "by", "before": "before", "through": "through", "until": "through", "since": "since", "as of": "as_of"}


def point_in_words(token: str, lang: str) -> str:
    """A year, half, quarter, month or day in words; empty when the token is none."""
    match = _POINT.match(token.strip())
    if not match:
        return ""
    year, part, number, month, day = match["year"], match["part"], match["number"], match["month"], match["day"]
    if part:
        key = ("fiscal_" if match["fiscal"] else "") + ("quarter" if part == "Q" else "half")
        return text(f"brief_period.{key}", lang, year=year, which=text(f"brief_period.{part.lower()}{number}", lang))
    if match["fiscal"]:
        return text("brief_period.fiscal_year", lang, year=year)
    if day:
        name = text(f"brief_period.m{int(month)}", lang)
        return text("brief_period.day", lang, year=year, month=name, day=str(int(day)))
    if month:
        return text("brief_period.month", lang, year=year, month=text(f"brief_period.m{int(month)}", lang))
    return text("brief_period.year", lang, year=year)


def period_in_words(period: str, lang: str) -> str:
    """When a figure holds, as a phrase that joins a sentence; empty when the form is not known."""
    plain = re.sub(r"\([^)]*\)", "", period).strip()
    count = _COUNT.match(plain)
    if count:
        number = count["number"]
        unit = text(f"brief_period.unit_{count['unit']}" + ("" if number == "1" else "s"), lang)
        return text(f"brief_period.{count['form']}", lang, number=number, unit=unit)
    for lead, key in _LEADS.items():
        if plain.startswith(lead + " "):
            shown = point_in_words(plain.removeprefix(lead).removeprefix(" end of").strip(), lang)
            return text(f"brief_period.{key}", lang, point=shown) if shown else ""
    ends = re.split(r"\s+to\s+|(?<=^\d{4})-(?=\d{4}$)", plain)
    if len(ends) == 2:
        first, last = (point_in_words(end, lang) for end in ends)
        return text("brief_period.range", lang, first=first, last=last) if first and last else ""
    shown = point_in_words(plain, lang)
    if not shown:
        return ""
    whole = len(plain.removeprefix("FY")) < 10
    return text("brief_period.in" if whole else "brief_period.on", lang, point=shown)
