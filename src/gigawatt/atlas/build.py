"""The atlas of a day: the catalogue as it was known, with every fact under an id that a trace can name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gigawatt.atlas.asof import Cut, cut_table, newest_day
from gigawatt.atlas.types import Amount, Block, Campus, Deal, Policy, Programme, Promise, Ranged, Sourced
from gigawatt.params import ParameterBook

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue


@dataclass(frozen=True)
class Atlas:
    """Programmes, campuses, deals and policies as known on `day`; `cut` counts what was left out and why."""

    day: str
    catalogue: "Catalogue"
    parameters: ParameterBook
    programmes: dict[str, Programme]
    campuses: dict[str, Campus]
    deals: dict[str, Deal]
    policies: dict[str, Policy]
    cut: Cut
    facts: dict[str, Sourced] = field(default_factory=dict, repr=False)
    """every fact by trace id: `fact:ID`"""

    def name(self, entity: str) -> str:
        """The canonical name of an entity id, or the id itself when the gazetteer does not hold it."""
        known = self.catalogue.entities.get(entity)
        return known.name if known else entity

    def blocks_of(self, programme: Programme) -> Iterator[tuple[Campus, Block, float, str]]:
        """(campus, block, share, role) for each block that the programme is a view on; each block once."""
        seen: set[str] = set()
        for share in sorted(programme.shares, key=lambda s: s.block is None):
            campus = self.campuses.get(share.campus)
            for block in campus.blocks if campus else ():
                if share.block in (None, block.id) and block.id not in seen:
                    seen.add(block.id)
                    yield campus, block, share.share, share.role


def _facts(record: Sourced, name: str) -> Iterator[tuple[str, Sourced]]:
    """(trace id, fact) of a record and of every sourced record inside it."""
    yield f"fact:{name}", record
    for key in type(record).model_fields:
        value = getattr(record, key)
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Sourced):
                    yield from _facts(item, getattr(item, "id", None) or f"{name}/{key}.{number}")


def build_atlas(catalogue: "Catalogue", day: str | None = None, newest_page: str = "") -> Atlas:
    """The atlas of a day, or of the newest known fact, a page of the user's included, when no day is given.

    Facts without a day are let through only in the newest view: whoever looks into the past must not see ahead.
    """
    records: list[Any] = [
        *catalogue.programmes.values(), *catalogue.campuses.values(), *catalogue.deals.values(),
        *catalogue.policies.values(),
    ]  # fmt: skip
    newest = max(newest_day(records), newest_page)
    cut = Cut(day=day or newest, is_newest_view=day is None or day >= newest)
    programmes = cut_table(catalogue.programmes, cut)
    campuses = cut_table(catalogue.campuses, cut)
    deals = cut_table(catalogue.deals, cut)
    policies = cut_table(catalogue.policies, cut)
    return assemble(catalogue, catalogue.parameters, programmes, campuses, deals, policies, cut)


def assemble(
    catalogue: "Catalogue",
    parameters: ParameterBook,
    programmes: dict[str, Programme],
    campuses: dict[str, Campus],
    deals: dict[str, Deal],
    policies: dict[str, Policy],
    cut: Cut,
) -> Atlas:
    """An atlas from tables that are already cut, with the index of its facts."""
    facts: dict[str, Sourced] = {}
    for kind, table in (("programme", programmes), ("campus", campuses), ("deal", deals), ("policy", policies)):
        for key, record in table.items():
            for identifier, fact in _facts(record, f"{kind}:{key}"):
                facts.setdefault(identifier, fact)
    return Atlas(cut.day, catalogue, parameters, programmes, campuses, deals, policies, cut, facts)


def describe_fact(identifier: str, fact: Sourced) -> str:
    """One line about a fact: what it says, who said it, since when it was known, where in which page."""
    parts = [_content(fact)]
    if fact.speaker:
        parts.append(f"said by {fact.speaker}")
    if fact.known_on:
        parts.append(f"known on {fact.known_on}")
    if fact.doc_sha256:
        parts.append(f"page {fact.doc_sha256[:12]}, characters {fact.start}-{fact.end}")
    if fact.note:
        parts.append(fact.note)
    return "; ".join(p for p in parts if p) or identifier


def _content(fact: Sourced) -> str:
    if isinstance(fact, Block):
        when = (
            f", switched on {fact.operational_on}" if fact.operational_on else f", target {fact.target or 'not said'}"
        )
        derived = " (derived)" if fact.derived else ""
        stage = f"stage {fact.stage} on {fact.stage_on or 'unknown day'}"
        return f"{fact.power_mw:g} MW {fact.power_basis}{derived}, {stage}{when}"
    if isinstance(fact, Promise):
        return f"{fact.metric} {range_words(fact)} by {fact.by or 'no day said'} ({fact.status})"
    if isinstance(fact, Amount):
        rate = f" per {fact.per}" if fact.per else ""
        return f"{fact.what} {range_words(fact)}{rate}, {fact.layer}"
    if isinstance(fact, Ranged):
        return range_words(fact)
    return str(getattr(fact, "name", "") or "")


def range_words(fact: Ranged) -> str:
    """`about 5 GW`, `at least 10 GW`, `3 to 4 GW`: the stated range in its unit."""
    about = "about " if fact.approx else ""
    if fact.low == fact.high:
        return f"{about}{fact.low:g} {fact.unit}"
    if fact.high is None:
        return f"at least {about}{fact.low:g} {fact.unit}"
    if fact.low is None:
        return f"at most {about}{fact.high:g} {fact.unit}"
    return f"{about}{fact.low:g} to {fact.high:g} {fact.unit}"
