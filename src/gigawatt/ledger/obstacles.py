"""What stands between two claims: hard obstacles make two facts, soft ones leave something unsaid."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from gigawatt.ledger.periods import Span, relation
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import Scope, metric_group
from gigawatt.ledger.search import fold

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
_ASIDE_STATES = frozenset({"said"})
_STOCK_DAYS = 45
"""days within which two undated reports of a changing figure speak of the same time"""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """hard: names of scope parts that differ; soft: parts that only one side says; notes: in words."""

    hard: tuple[str, ...]
    soft: tuple[str, ...]
    several: bool
    """whether the subject can have several values of the metric at once"""
    notes: tuple[str, ...]

    @property
    def blocks_conflict(self) -> bool:
        """Whether too much is unsaid to call two numbers contradictory."""
        return bool(self.soft)


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


_PARTS = re.compile(
    r"(?P<q>(?:first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter|\bq[1-4]\b|第?[一二三四1-4]季度?(?!度))|"
    r"(?P<h>first half|second half|\bh[12]\b|上半年|下半年)"
)
_NUMBER = {"first": "1", "second": "2", "third": "3", "fourth": "4", "一": "1", "二": "2", "三": "3", "四": "4",
           "上": "1", "下": "2"}  # fmt: skip


@lru_cache(maxsize=16384)
def parts_of_a_year(quote: str) -> frozenset[str]:
    """Quarters and halves that a sentence names, as q1..q4, h1, h2."""
    found = set()
    for match in _PARTS.finditer(fold(quote)):
        kind = "q" if match["q"] else "h"
        digit = re.search(r"[1-4]", match[0])
        word = next((value for key, value in _NUMBER.items() if key in match[0]), "")
        found.add(kind + (digit[0] if digit else word))
    return frozenset(found)


def _months(span: Span) -> float | None:
    if span.start is None or span.end is None:
        return None
    days = datetime.date.fromisoformat(span.end) - datetime.date.fromisoformat(span.start)
    return (days.days + 1) / 30.436875


def _days_apart(left: Held, right: Held) -> int:
    try:
        first, second = (datetime.date.fromisoformat(held.known_on or "") for held in (left, right))
    except ValueError:
        return 0
    return abs((second - first).days)


def _period(left: Held, right: Held, one: Scope, two: Scope) -> tuple[str | None, str | None, str]:
    """(hard, soft, note) for the periods of two claims."""
    parts = parts_of_a_year(left.claim.quote), parts_of_a_year(right.claim.quote)
    if parts[0] != parts[1] and (one.metric in FLOWS or all(parts)) and not parts[0] & parts[1]:
        named = ["/".join(sorted(part)) or "no part of a year" for part in parts]
        return "period", None, f"{named[0]} against {named[1]}"
    how = relation(one.period, two.period)
    texts = f"{left.claim.period or 'no period'} against {right.claim.period or 'no period'}"
    if how == "apart":
        return "period", None, texts
    if how == "half_said":
        return None, "period unsaid", texts
    if how == "unsaid":
        if one.state == two.state == "real" and one.metric not in FLOWS and _days_apart(left, right) > _STOCK_DAYS:
            return None, "period drifts", f"told {_days_apart(left, right)} days apart about a figure that changes"
        if one.metric in FLOWS:
            return None, "period unsaid", "neither side says the period"
        return None, None, ""
    if how != "equal":
        lengths = _months(one.period), _months(two.period)
        if one.metric in FLOWS and None not in lengths and min(lengths) < 0.7 * max(lengths):
            return "period", None, f"{texts}: one covers part of the other"
        if one.period.form != two.period.form or one.metric in FLOWS:
            return None, "period differs", texts
    return None, None, ""


def obstacles(left: Held, right: Held, one: Scope, two: Scope) -> Obstacles:
    """Everything that keeps two claims apart, or leaves open whether they speak of one thing."""
    hard, soft, notes = [], [], []

    def differ(what: str, a: object, b: object) -> None:
        hard.append(what)
        notes.append(f"{what}: {a or 'none'} against {b or 'none'}")

    if one.dimension != two.dimension:
        differ("unit", one.unit, two.unit)
    if metric_group(one.metric) != metric_group(two.metric):
        differ("metric", one.metric, two.metric)
    if one.subject is None or one.subject != two.subject or one.remark != two.remark:
        differ("subject", left.claim.subject, right.claim.subject)
    if one.per != two.per:
        differ("per", one.per, two.per)
    if one.noun != two.noun:
        differ("noun", one.noun, two.noun)
    bases = left.claim.power_basis, right.claim.power_basis
    if None not in bases and bases[0] != bases[1]:
        differ("power basis", *bases)
    if one.state != two.state and not {one.state, two.state} & _ASIDE_STATES:
        differ("status", left.claim.status, right.claim.status)
    if one.counterparty != two.counterparty:
        if one.counterparty and two.counterparty:
            differ("counterparty", one.counterparty, two.counterparty)
        else:
            soft.append("counterparty unsaid")
            notes.append(f"counterparty {one.counterparty or two.counterparty} is said on one side only")
    apart = places_differ(one.location, two.location)
    if apart:
        differ("place", one.location, two.location)
    elif apart is None:
        soft.append("place unsaid")
        notes.append(f"place {one.location or 'unsaid'} against {two.location or 'unsaid'}")
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
