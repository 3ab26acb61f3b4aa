"""Days, weekdays and counts of years that a text prints and a calendar contradicts; records that are none."""

import datetime
import re
from collections.abc import Iterator
from itertools import product

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Citation, Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.near import after, alike, before, between
from gigawatt.ledger.check.wording import Shown, number
from gigawatt.ledger.periods import parse_period
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import family, interval

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_HAN_DAYS = "一二三四五六日"
_MONTH = "|".join(f"{m}|{m[:3]}\\.?" for m in _MONTHS)
_ENGLISH = re.compile(
    rf"\b(?P<day>{'|'.join(_DAYS)}),? (?:the )?(?:(?P<month>{_MONTH}) (?P<num>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<num2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH}))(?:,? (?P<year>20\d\d))?"
)
_CHINESE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<num>\d{1,2})日\s?[(（]?(?:本)?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])"
)


def weekday_against_date(material: Material) -> Iterator[Finding]:
    """`Monday, July 9, 2025`: the calendar has another weekday."""
    for sentence in material.sentences:
        for match in (*_ENGLISH.finditer(sentence.folded), *_CHINESE.finditer(sentence.folded)):
            day = _date(match.groupdict(), sentence)
            name = match["day"]
            told = _DAYS.index(name) if name in _DAYS else _HAN_DAYS.index(name.replace("天", "日"))
            if day is None or day.weekday() == told:
                continue
            right = day.weekday()
            yield found(
                "weekday-against-date", "time", "medium" if match["year"] else "low", (_part(sentence, match),),
                right=Shown(_DAYS[right].capitalize(), "星期" + _HAN_DAYS[right]), day=day.isoformat(),
                told=Shown(_DAYS[told].capitalize(), "星期" + _HAN_DAYS[told]),
            )  # fmt: skip


def _part(sentence: Sentence, match: re.Match[str]) -> Citation:
    if len(sentence.folded) != len(sentence.text):
        return sentence.cite()
    begin, end = sentence.start + match.start(), sentence.start + match.end()
    return Citation(sentence.doc, begin, end, sentence.text[match.start() : match.end()])


def _date(parts: dict[str, str | None], sentence: Sentence) -> datetime.date | None:
    """The date told; without a year the one of the text, or the year before when that lies far ahead."""
    month, num = parts.get("month") or parts.get("month2"), parts.get("num") or parts.get("num2")
    if not month or not num:
        return None
    number_of = int(month) if month.isdigit() else next(n for n, m in enumerate(_MONTHS, 1) if m[:3] == month[:3])
    year = parts.get("year")
    if not year and not sentence.day:
        return None
    try:
        day = datetime.date(int(year or str(sentence.day)[:4]), number_of, int(num))
    except ValueError:
        return None
    if not year and sentence.day and (day - datetime.date.fromisoformat(sentence.day)).days > 183:
        day = day.replace(year=day.year - 1) if (month, num) != ("2", "29") else day
    return day


_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_HAN = {w: n for n, w in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_COUNT = r"(?P<n>\d{1,2}|" + "|".join(_NUMBERS) + r")"
_YEARS_EN = re.compile(
    rf"(?:next|coming|over|of) {_COUNT}[- ]years?,? ?\(?(?:[a-z]+ ){{0,3}}?(?P<a>20\d\d)"
    r"(?:-| to | through | until |–|—)"
    r"(?P<b>20\d\d)"
)
_YEARS_ZH = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十])年(?:内|期间|间|时间)?[(（,，、]?(?:即|从|自)?"
    r"(?P<a>20\d\d)年?(?:[至到\-–—~]|——)(?P<b>20\d\d)"
)
_IN_YEARS = re.compile(
    rf"(?:\bin {_COUNT} years?(?: time)?,? (?:by|in) (?P<y>20\d\d))"
    r"|(?:(?P<n2>\d{1,2}|[一二两三四五六七八九十])年后(?:的|即|,|，|，即|,即)?(?P<y2>20\d\d)年)"
)


def years_named(material: Material) -> Iterator[Finding]:
    """`the next five years, from 2025 to 2027`: the years named are more or fewer than the number told."""
    for sentence in material.sentences:
        for match in (*_YEARS_EN.finditer(sentence.folded), *_YEARS_ZH.finditer(sentence.folded)):
            years, first, last = _count(match["n"]), int(match["a"]), int(match["b"])
            if years and last > first and years not in (last - first, last - first + 1):
                yield _years(sentence, match, years, f"{last - first}", f"{first}–{last}")
        for match in _IN_YEARS.finditer(sentence.folded):
            years, year = _count(match["n"] or match["n2"]), int(match["y"] or match["y2"])
            told = int(sentence.day[:4]) if sentence.day else None
            if years and told and year > told and abs(year - told - years) > 1:
                yield _years(sentence, match, years, f"{year - told}", f"{told}–{year}")


def _count(text: str) -> int:
    return _NUMBERS.get(text) or _HAN.get(text) or (int(text) if text.isdigit() else 0)


def _years(sentence: Sentence, match: re.Match[str], years: int, right: str, named: str) -> Finding:
    return found("years-named", "time", "medium", (_part(sentence, match),), years=str(years), right=right, named=named)


def _neighbours(members: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Each claim with the next one of its unit."""
    last: dict[str, Held] = {}
    for one in members:
        if one.claim.unit in last:
            yield last[one.claim.unit], one
        last[one.claim.unit] = one


def direction_of_change(material: Material) -> Iterator[Finding]:
    """`rose from A to B` with B below A; `fell: A in the first quarter, B in the second` with B above A."""
    for _, members in material.by_sentence():
        for first, second in _neighbours(members):
            a, b = interval(first.claim).point, interval(second.claim).point
            if a is None or b is None or a == b or first.claim.unit in ("date", "year"):
                continue
            if not _one_thing(first, second):
                continue
            word = _told_direction(material, first, second)
            if word and (word[0] > 0) == (b < a):
                yield found(
                    "direction-of-change", "time", "high", (cite(first), cite(second)), word=word[1],
                    side=Shown("above", "高于") if word[0] > 0 else Shown("below", "低于"),
                    first=first.claim.qty, second=second.claim.qty,
                )  # fmt: skip


def _one_thing(first: Held, second: Held) -> bool:
    a, b = first.claim, second.claim
    return a.noun == b.noun and family(a.subject or "") == family(b.subject or "")


def _told_direction(material: Material, first: Held, second: Held) -> tuple[int, str] | None:
    """(+1 or -1, word) when the text sets the second figure after the first in so many words."""
    words, lead = between(material, first, second), before(material, first, 30)
    short = re.split(r"[。;；]|\.\s", lead)[-1]
    stepped = cue("from_to", short[-14:] + " ") and re.search(r"至|到|\bto\b", words) and len(words) <= 40
    listed = re.search(r"[:：]", short) and _next_period(first, second) and len(words) <= 40
    if not stepped and not listed:
        return None
    told = short + (words if len(words) <= 12 else "")
    up, down = cue_word("climbs", told), cue_word("falls", told)
    if bool(up) == bool(down):
        return None
    return (1, up) if up else (-1, down)


def _next_period(first: Held, second: Held) -> bool:
    one, two = parse_period(first.claim.period), parse_period(second.claim.period)
    return bool(one.end and two.start and one.form == two.form and one.end < two.start)


_MANY = 40
"""figures of one article told as records, or as earlier ones, that are compared"""
_QUARTER = re.compile(r"quarter|季")


def record_that_is_none(material: Material) -> Iterator[Finding]:
    """A figure told as the highest ever beside an earlier, higher one of the same actor and kind of period."""
    for members in material.by_item():
        highest = [m for m in members if cue("record", material.clause(m) + after(material, m, 10))]
        others = [m for m in members if cue("the_one_before", material.folded(m))] if highest else []
        for best, other in product(highest[:_MANY], others[:_MANY]):
            told, earlier = material.folded(best), material.folded(other)
            if told is earlier or not alike(best, other):
                continue
            same_length = (
                bool(_QUARTER.search(told)) == bool(_QUARTER.search(earlier)) and best.claim.per == other.claim.per
            )
            a, b = amount(best.claim), amount(other.claim)
            if not same_length or not a or not b or cue("plan", earlier):
                continue
            if b[0] > a[1] * 1.005:
                yield found("record-that-is-none", "time", "high", (cite(best), cite(other)), best=best.claim.qty,
                            other=other.claim.qty, word=cue_word("record", told),
                            times=number(b[0] / a[1]))  # fmt: skip
