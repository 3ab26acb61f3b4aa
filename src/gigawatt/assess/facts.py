"""Catalogue facts as claims, so that what the catalogue holds and what a page says are judged by the same rules."""

from collections.abc import Iterator

from gigawatt.atlas.build import Atlas, range_words
from gigawatt.atlas.types import Amount, Promise
from gigawatt.evidence.types import Claim
from gigawatt.ledger.records import Held
from gigawatt.units import to_base

_LAYER_STATUS = {"announced": "announced", "committed": "committed", "signed": "signed", "drawn": "invested"}
_UNITS = {"W", "m2", "USD", "CNY", "GBP", "EUR", "HKD", "JPY"}
_COUNTED = {"chip_count", "site_count", "jobs"}
"""metrics whose unit is the thing counted"""


def facts_as_claims(atlas: Atlas) -> dict[str, Held]:
    """Fact id -> held claim for the promises and amounts of programmes, campuses and deals that carry a day."""
    found: dict[str, Held] = {}
    for subject, fact in _stated(atlas):
        is_part = isinstance(fact, Amount) and fact.part_of is not None  # a part never contradicts its whole
        if fact.known_on is None or fact.source == "assumption" or is_part:
            continue
        claim = _claim(atlas, subject, fact)
        if claim is not None:
            found[f"fact:{fact.id}"] = Held(claim, fact.known_on, None, fact.doc_sha256 or fact.source)
    return found


def _stated(atlas: Atlas) -> Iterator[tuple[str, Promise | Amount]]:
    for programme in atlas.programmes.values():
        for fact in (*programme.promises, *programme.amounts):
            yield programme.name, fact
    for campus in atlas.campuses.values():
        for fact in (*campus.promises, *campus.amounts):
            yield campus.name, fact


def _claim(atlas: Atlas, subject: str, fact: Promise | Amount) -> Claim | None:
    metric = fact.metric if isinstance(fact, Promise) else fact.what
    factor, unit = (1.0, fact.unit) if metric in _COUNTED else to_base(fact.unit)
    if unit not in _UNITS and metric not in _COUNTED:
        return None
    note = atlas.catalogue.sources.get(fact.source)
    amount = fact if isinstance(fact, Amount) else None
    period = amount.period if amount else f"by {fact.by}" if isinstance(fact, Promise) and fact.by else None
    return Claim(
        doc=note.title if note else fact.source,
        doc_sha256=fact.doc_sha256 or f"source:{fact.source}",
        start=fact.start or 0,
        end=fact.end or 0,
        qty=range_words(fact),
        quote_start=fact.start or 0,
        quote_end=fact.end or 0,
        quote="",
        low=None if fact.low is None else fact.low * factor,
        high=None if fact.high is None else fact.high * factor,
        unit=unit,
        approx=fact.approx,
        metric=metric,
        subject=subject,
        status=_LAYER_STATUS[amount.layer] if amount else fact.status,
        speaker=fact.speaker,
        counterparty=atlas.name(amount.payee) if amount and amount.payee else None,
        period=period,
        per=amount.per if amount else None,
        item=fact.id,
        item_day=fact.known_on,
        power_basis=fact.power_basis if isinstance(fact, Promise) and fact.power_basis != "unknown" else None,
        rules={"fact": f"fact:{fact.id}"},
    )
