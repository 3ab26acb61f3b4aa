"""Days as written in headers: to ISO, in English and Chinese; never a guess, an impossible day is None."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:\s?[-/.]\s?|\s?年\s?)(?P<m>\d{1,2})(?:\s?[-/.]\s?|\s?月\s?)(?P<d>\d{1,2})(?!\d)\s?日?"
    rf"|\b(?P<mon>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<mon3>{_MONTH})\.?,?\s+(?P<y3>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?:[T\s,]\s?)?(?<!\d)\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2}(?:\.\d{1,9})?)?|\s?[时時]\s?\d{1,2}\s?分)"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|[AaPp]\.?[Mm]\.?)?(?:\s*(?:UTC|GMT|CST|EST|EDT|ET|PST|PDT|PT|CET|BST|JST))?"
)
WEEKDAY = re.compile(
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?",
    re.IGNORECASE,
)


_YEAR = re.compile(r"(?:19|20)\d\d")


def names_day(text: str) -> bool:
    """Whether a full date stands in the text; tells at once of most texts that none does."""
    return _YEAR.search(text) is not None and DAY.search(text) is not None


def day_of(match: re.Match[str]) -> str | None:
    """ISO day of a match of DAY, or None when there is no such day."""
    g = match.groupdict()
    year = g["y"] or g["y2"] or g["y3"]
    word = g["mon"] or g["mon3"]
    month = _MONTHS[word.lower()] if word else int(g["m"])
    try:
        return date(int(year), month, int(g["d"] or g["d2"] or g["d3"])).isoformat()
    except ValueError:
        return None


def first_day(text: str) -> str | None:
    """ISO day of the first real date in a text, or None."""
    return next((day for m in DAY.finditer(text) if (day := day_of(m))), None)


_DATE_CHARACTERS = 20
_AHEAD = re.compile(
    r"(?:将|將|预计|預計|计划|計劃|截止|到期|期限|until|by|before|expected|due|scheduled|will)[^。.;；]{0,12}$",
    re.IGNORECASE,
)


def latest_named_day(text: str) -> str | None:
    """The latest full date that a text names and does not announce: it was written on that day or later."""
    latest: str | None = None
    reached = 0
    for year in _YEAR.finditer(text):
        begin = max(reached, year.start() - _DATE_CHARACTERS)
        m = DAY.search(text, begin, year.end() + _DATE_CHARACTERS)
        if m is None or not m.start() <= year.start() < m.end():
            continue
        reached = m.end()
        day = day_of(m)
        if day and (latest is None or day > latest) and not _AHEAD.search(text[max(0, m.start() - 24) : m.start()]):
            latest = day
    return latest


def without_times(text: str) -> str:
    """A text with dates, times of day and weekdays taken out: what is left says whether a line is only a date line."""
    return WEEKDAY.sub(" ", CLOCK.sub(" ", DAY.sub(" ", text)))
