"""Dates and periods that cannot go together: two deadlines, a deadline before what it waits for, unequal periods."""

import datetime
import re
from collections.abc import Iterator
from itertools import combinations, product

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite, same_figure_pairs
from gigawatt.ledger.obstacles import places_differ
from gigawatt.ledger.periods import parse_period, relation
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval, metric_group, status_class

_HALF_YEAR = 183.0


def _day(one: Held) -> float | None:
    """Last day (ordinal) that a date claim means."""
    span = interval(one.claim)
    return span.high if span.high is not None else span.low


def _end(one: Held) -> float | None:
    """Last day of a date claim, or of a single year that another claim's period names ahead."""
    if one.claim.unit == "date":
        return _day(one) if one.claim.metric in ("target_date", "other") else None
    if status_class(one.claim.status) not in ("ahead", "building") or not re.fullmatch(
        r"20\d\d", one.claim.period or ""
    ):
        return None
    return float(datetime.date(int(one.claim.period or 0), 12, 31).toordinal())


def _year(ordinal: float) -> int:
    return datetime.date.fromordinal(int(ordinal)).year


def _is_ahead(one: Held) -> bool:
    """Whether a date lies after the day on which it was told."""
    day = _day(one)
    told = one.known_on
    return bool(told and day and one.claim.metric == "other" and day > datetime.date.fromisoformat(told).toordinal())


def _deadlines(material: Material, members: list[Held]) -> list[Held]:
    """Future dates of an article whose clause is about power being switched on."""
    return [
        m for m in members
        if m.claim.unit == "date" and (m.claim.metric == "target_date" or _is_ahead(m)) and _day(m)
        and cue("power_on", material.clause(m)) and not cue("supply_work", material.clause(m))
    ]  # fmt: skip


def two_deadlines(material: Material) -> Iterator[Finding]:
    """One article gives two dates for the power of one project, half a year or more apart."""
    for members in material.by_item():
        for one, two in combinations(_deadlines(material, members), 2):
            a, b = _day(one), _day(two)
            same = material.scope(one).subject == material.scope(two).subject is not None
            if not same or a is None or b is None or abs(a - b) < _HALF_YEAR:
                continue
            yield found(
                "two-deadlines", "time", "medium", (cite(one), cite(two)), subject=str(one.claim.subject),
                first=one.claim.qty, second=two.claim.qty, a=str(_year(a)), b=str(_year(b)),
            )  # fmt: skip


def deadline_before_its_condition(material: Material) -> Iterator[Finding]:
    """New power promised for a year before the grid work of the same article is to be finished."""
    for members in material.by_item():
        works = [
            m for m in members
            if _end(m) and cue("supply_work", material.folded(m)) and m.claim.status != "denied"
            and cue("done_by", material.clause(m))
        ]  # fmt: skip
        for work, due in product(works, _deadlines(material, members)):
            done, needed = _end(work), _day(due)
            if done is None or needed is None or _year(needed) >= _year(done):
                continue
            if material.sentence(work) is material.sentence(due) or places_differ(
                material.scope(work).location, material.scope(due).location
            ):
                continue
            yield found(
                "deadline-before-condition", "time", "medium", (cite(due), cite(work)), done=str(_year(done)),
                needed=str(_year(needed)), due=due.claim.qty, work=cue_word("supply_work", material.folded(work)),
            )  # fmt: skip


_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?(?P<part>第?[一二三四1-4]季度?|上半年|下半年|q[1-4]|h[12])?|"
    r"(?P<quarter>q[1-4]|(?:first|second|third|fourth) quarter)(?: of)? (?P<year2>(?:19|20)\d\d)"
)


_SHARES = frozenset({"energy_share", "renewable_share", "other"})


def _told_period(sentence: Sentence, one: Held) -> tuple[str, bool] | None:
    """(text, whether a part of a year) of the period named before a claim (in English: after it)."""
    if sentence.text.isascii():
        after = _PERIOD.search(sentence.folded, one.claim.end - sentence.start)
        return (after[0], bool(after["part"] or after["quarter"])) if after else None
    found = list(_PERIOD.finditer(sentence.folded, 0, max(0, one.claim.start - sentence.start)))
    if not found:
        return None
    return found[-1][0], bool(found[-1]["part"] or found[-1]["quarter"])


def trend_over_unequal_periods(material: Material) -> Iterator[Finding]:
    """`A in the year, rising to B in the quarter`: a whole year set against one season."""
    for sentence, members in material.by_sentence():
        for one, two in combinations(members, 2):
            a, b = one.claim, two.claim
            alike = metric_group(a.metric) == metric_group(b.metric) or {a.metric, b.metric} <= _SHARES
            if a.unit != b.unit or not alike or a.unit != "ratio":
                continue
            if material.scope(one).subject != material.scope(two).subject or b.start - a.end > 60:
                continue
            first, second = _told_period(sentence, one), _told_period(sentence, two)
            between = sentence.folded[a.end - sentence.start : b.start - sentence.start + len(b.qty)]
            if not first or not second or first[1] or not second[1] or not cue("rises", between):
                continue
            yield found(
                "unequal-periods", "time", "low", (cite(one), cite(two)), a=a.qty, b=b.qty, first=first[0],
                second=second[0],
            )  # fmt: skip


_SINCE = re.compile(r"((?:19|20)\d\d)年[^。]{0,40}?(?:至今|迄今)[^。]{0,8}?(\d{1,2})年")


def stale_count_of_years(material: Material) -> Iterator[Finding]:
    """`since 2008 ... 16 years to date` in a text of another year: the sentence was copied from an older one."""
    for sentence in material.sentences:
        match = _SINCE.search(sentence.folded)
        year = _year_of(material, sentence) if match else None
        if not match or year is None:
            continue
        written = int(match[1]) + int(match[2])
        if abs(written - year) >= 1 and written < year:
            yield found(
                "stale-years", "time", "low", (sentence.cite(),), right=str(year - int(match[1])), year=str(year),
                told=match[2], since=match[1], written=str(written),
            )  # fmt: skip


_DONE_IN = re.compile(r"(?<![\d至到前])(20\d\d)年(?!前|底前)[^。;计划预将拟]{0,16}?(?:已|完成|发布|确认|通过)")


def _year_of(material: Material, sentence: Sentence) -> int | None:
    """Year of the sentence's article: its day, else the newest year of which the article tells something done."""
    if sentence.day:
        return int(sentence.day[:4])
    years = [
        int(found[1]) for near in material.sentences
        if near.sha256 == sentence.sha256 and near.item == sentence.item
        for found in _DONE_IN.finditer(near.folded)
    ]  # fmt: skip
    return max(years, default=None)


def old_told_as_new(material: Material) -> Iterator[Finding]:
    """`B had just said b when A answered with a`, though a was public before b."""
    from gigawatt.evidence.entities import gazetteer
    from gigawatt.ledger.scope import name_key

    for sentence, members in material.by_sentence():
        if not cue("just_after", sentence.folded):
            continue
        amounts = [m for m in members if m.claim.unit in MONEY and amount(m.claim)]
        names = [(m.start + sentence.start, name_key(m.name)) for m in gazetteer().find(sentence.text)]
        for old, new in combinations(amounts, 2):
            rival, answerer = _named_before(names, old), _named_before(names, new)
            if not rival or not answerer or rival == answerer:
                continue
            first_answer = _first_known(material, new, answerer)
            first_rival = _first_known(material, old, rival)
            if first_answer and first_rival and (first_answer.known_on or "9") < (first_rival.known_on or ""):
                yield found(
                    "old-told-as-new", "time", "high", (cite(old), cite(new), cite(first_answer), cite(first_rival)),
                    new=new.claim.qty, old=old.claim.qty, answer=first_answer.claim.qty,
                    answer_day=str(first_answer.known_on), rival=first_rival.claim.qty,
                    rival_day=str(first_rival.known_on), word=cue_word("just_after", sentence.folded),
                )  # fmt: skip


def _named_before(names: list[tuple[int, str]], one: Held) -> str | None:
    return next((name for place, name in reversed(names) if place < one.claim.start), None)


def _first_known(material: Material, told: Held, subject: str) -> Held | None:
    """The earliest dated claim elsewhere of the same subject with the same digits."""
    mine = amount(told.claim)
    found = [
        one for one in material.held
        if one.known_on and not material.same_item(one, told) and material.scope(one).subject == subject
        and one.claim.unit in MONEY and mine and (theirs := amount(one.claim))
        and any(abs(x - y) <= 0.01 * max(abs(x), 1.0) for x in mine for y in theirs)
    ]  # fmt: skip
    return min(found, key=lambda one: (one.known_on or "", one.id), default=None)


def one_figure_for_two_years(material: Material) -> Iterator[Finding]:
    """The same plan of the same firm told for two different years."""
    plans = [
        one for one in material.held
        if one.claim.unit in MONEY and one.claim.metric in ("capex", "capital_commitment", "revenue")
        and status_class(one.claim.status) == "ahead" and amount(one.claim)
        and re.fullmatch(r"(FY)?20\d\d", one.claim.period or "")
    ]  # fmt: skip
    for one, two in same_figure_pairs(material, plans):
        a, b = one.claim, two.claim
        if (
            material.same_item(one, two)
            or metric_group(a.metric) != metric_group(b.metric)
            or a.low is None
            or a.low != b.low
        ):
            continue
        if relation(parse_period(a.period), parse_period(b.period)) == "apart":
            yield found(
                "one-figure-two-years", "time", "low", (cite(one), cite(two)), first=a.qty, second=b.qty,
                subject=str(a.subject), a=str(a.period), b=str(b.period),
            )  # fmt: skip
