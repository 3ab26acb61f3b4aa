"""What stands between two claims: hard obstacles make two facts, soft ones leave something unsaid."""

import datetime
from dataclasses import dataclass

from gigawatt.ledger.aspects import aspects, is_further, parts_of_a_year
from gigawatt.ledger.periods import Span, relation
from gigawatt.ledger.phrases import Phrase, Value, known, phrase
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import Scope, metric_group

# Metrics of which a subject has one value per period or at a time. Of all others it can have several at once.
SINGLE = frozenset(
    {
        "revenue", "profit", "loss", "free_cash_flow", "revenue_growth", "growth_rate", "valuation", "market_cap",
        "share_price", "pe_ratio", "power_gap", "lease_rate", "renewable_share", "cooling_share", "energy_share",
        "ownership_share", "market_share", "market_size", "users", "customers", "headcount", "backlog_rpo",
        "rack_density", "chip_price", "tax_credit_rate", "floor_area", "land_area",
    }
)  # fmt: skip
FLOWS = frozenset({"revenue", "profit", "loss", "free_cash_flow", "capex", "revenue_growth", "growth_rate"})
_SINGLE_IN_A_PERIOD = frozenset({"capex"})

_WIDE = frozenset(
    {
        "global", "world", "worldwide", "united states", "us", "usa", "america", "north america", "europe", "asia",
        "european union", "eu", "china", "japan", "india", "united kingdom", "uk", "middle east", "international",
    }
)  # fmt: skip
_DAILY = frozenset({"share_price", "market_cap", "pe_ratio", "price_change"})
"""metrics that change from day to day: two days are two figures"""
_DAILY_DAYS = 3
"""days within which texts speak of one trading day (time zones, a weekend)"""
_ASIDE_STATES = frozenset({"said"})
STOCK_DAYS = 45
"""days within which two undated reports of a changing figure speak of the same time"""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """hard: names of scope parts that differ; soft: parts that only one side says; notes: in words."""

    hard: tuple[str, ...]
    soft: tuple[str, ...]
    several: bool
    """whether the subject can have several values of the metric at once"""
    notes: tuple[Phrase, ...]

    @property
    def said(self) -> Phrase:
        """All notes as one phrase."""
        return self.notes[0] if len(self.notes) == 1 else phrase("all", notes=self.notes)


def places_differ(one: str | None, two: str | None) -> bool | None:
    """True for two places of which neither holds the other; None when one is unsaid or one is wide."""
    if one == two:
        return False
    if not one or not two:
        return None
    parts = [{part.strip() for part in place.replace(";", ",").split(",")} for place in (one, two)]
    words = [set(place.split()) for place in (one, two)]
    if parts[0] & parts[1] or words[0] <= words[1] or words[1] <= words[0]:
        return None
    return None if one in _WIDE or two in _WIDE else True


def is_wide(place: str | None) -> bool:
    """Whether a place, as a scope names it, is a country or more."""
    return place in _WIDE


def _months(span: Span) -> float | None:
    if span.start is None or span.end is None:
        return None
    days = datetime.date.fromisoformat(span.end) - datetime.date.fromisoformat(span.start)
    return (days.days + 1) / 30.436875


def days_between(left: Held, right: Held) -> int:
    """Days between the days on which two claims were known; 0 when one of them is unknown."""
    try:
        first, second = (datetime.date.fromisoformat(held.known_on or "") for held in (left, right))
    except ValueError:
        return 0
    return abs((second - first).days)


def _period(left: Held, right: Held, one: Scope, two: Scope) -> tuple[str | None, str | None, Phrase | None]:
    """(hard, soft, note) for the periods of two claims."""
    parts = parts_of_a_year(left.claim.quote), parts_of_a_year(right.claim.quote)
    if parts[0] != parts[1] and (one.metric in FLOWS or all(parts)) and not parts[0] & parts[1]:
        named: list[Value] = ["/".join(sorted(part)) or phrase("whole_year") for part in parts]
        return "period", None, phrase("against", a=named[0], b=named[1])
    how = relation(one.period, two.period)
    texts = {"a": left.claim.period or phrase("unsaid"), "b": right.claim.period or phrase("unsaid")}
    differ = phrase("differ", part=known("judgement_part", "period"), **texts)
    days = days_between(left, right)
    if how == "apart" or {one.period.form, two.period.form} == {"past", "next"}:
        return "period", None, differ
    if how == "half_said":
        return None, "period unsaid", differ
    if how == "unsaid":
        drifts = phrase("drifts", days=str(days))
        if one.metric in _DAILY and days > _DAILY_DAYS:
            return ("period", None, drifts) if one.metric == "price_change" else (None, "period drifts", drifts)
        if one.state == two.state == "real" and one.metric not in FLOWS and days > STOCK_DAYS:
            return None, "period drifts", drifts
        if one.metric in FLOWS:
            return None, "period unsaid", phrase("neither_period")
        return None, None, None
    if how != "equal":
        lengths = _months(one.period), _months(two.period)
        if one.metric in FLOWS and None not in lengths and min(lengths) < 0.7 * max(lengths):
            return "period", None, phrase("partial", **texts)
        if one.period.form != two.period.form or one.metric in FLOWS:
            return None, "period differs", differ
    if _is_fiscal(one.period) != _is_fiscal(two.period):
        return None, "period differs", phrase("fiscal", **texts)
    return None, None, None


def _is_fiscal(span: Span) -> bool:
    return "FY" in span.text


def are_apart(one: Scope, two: Scope) -> bool:
    """Whether two scopes are hard apart at first sight; `obstacles` finds the same, and the rest, with its notes."""
    return (
        (one.state != two.state and not {one.state, two.state} & _ASIDE_STATES)
        or bool(one.counterparty and two.counterparty and one.counterparty != two.counterparty)
        or relation(one.period, two.period) == "apart"
    )


def obstacles(left: Held, right: Held, one: Scope, two: Scope) -> Obstacles:
    """Everything that keeps two claims apart, or leaves open whether they speak of one thing."""
    hard: list[str] = []
    soft: list[str] = []
    notes: list[Phrase] = []

    def differ(what: str, part: str, a: Value | None, b: Value | None) -> None:
        hard.append(what)
        none = phrase("none")
        notes.append(phrase("differ", part=known("judgement_part", part), a=a or none, b=b or none))

    def one_side(what: str, part: str, value: Value) -> None:
        soft.append(what)
        notes.append(phrase("one_side", part=known("judgement_part", part), a=value))

    if one.dimension != two.dimension:
        differ("unit", "unit", one.unit, two.unit)
    if metric_group(one.metric) != metric_group(two.metric):
        differ("metric", "metric", known("brief_metric", one.metric), known("brief_metric", two.metric))
    if one.subject is None or one.subject != two.subject or one.remark != two.remark:
        differ("subject", "subject", left.claim.subject, right.claim.subject)
    if one.per != two.per:
        differ("per", "per", one.per, two.per)
    if one.noun != two.noun:
        differ("noun", "noun", one.noun, two.noun)
    bases = left.claim.power_basis, right.claim.power_basis
    if None not in bases and bases[0] != bases[1]:
        differ("power basis", "basis", *bases)
    if one.state != two.state and not {one.state, two.state} & _ASIDE_STATES:
        states = (known("brief_status", claim.status) for claim in (left.claim, right.claim))
        differ("status", "status", *states)
    if one.counterparty != two.counterparty:
        if one.counterparty and two.counterparty:
            differ("counterparty", "counterparty", one.counterparty, two.counterparty)
        else:
            one_side("counterparty unsaid", "counterparty", one.counterparty or two.counterparty or "")
    apart = places_differ(one.location, two.location)
    if apart:
        differ("place", "place", one.location, two.location)
    elif apart is None:
        soft.append("place unsaid")
        places = (place or phrase("unsaid") for place in (one.location, two.location))
        notes.append(phrase("differ", part=known("judgement_part", "place"), **dict(zip("ab", places, strict=True))))
    sides = dict(aspects(left.claim)), dict(aspects(right.claim))
    for aspect in sorted({*sides[0], *sides[1]}):
        values = sides[0].get(aspect), sides[1].get(aspect)
        if None not in values and values[0] != values[1]:
            differ("part", aspect, *(known("judgement_aspect", value or "") for value in values))
        elif None in values:
            one_side(f"{aspect} unsaid", aspect, known("judgement_aspect", values[0] or values[1] or ""))
    if is_further(left.claim) != is_further(right.claim):
        hard.append("another")
        notes.append(phrase("further"))
    wall, gap, note = _period(left, right, one, two)
    if wall:
        hard.append(wall)
    if gap:
        soft.append(gap)
    if note:
        notes.append(note)
    said = relation(one.period, two.period) in ("equal", "inside", "holds", "overlap")
    single = one.metric in SINGLE or (one.metric in _SINGLE_IN_A_PERIOD and said)
    return Obstacles(tuple(hard), tuple(soft), not single, tuple(notes))
