"""What must hold between the records of a catalogue: every id that is named exists, nothing is counted twice."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from gigawatt import units
from gigawatt.atlas.types import FirmFact, LoadFact, Ranged, Sourced
from gigawatt.errors import GigawattError, InputError

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue

ASSUMPTION = "assumption"
Location = tuple[str | int, ...]
_SOURCED_KINDS = (
    "entity", "chip", "cooling_plant", "region", "campus", "programme", "deal", "policy", "firm_fact",
)  # fmt: skip


def _inside(record: BaseModel, location: Location) -> Iterator[tuple[Location, Sourced]]:
    """The record and every sourced record in its fields, with the keys that lead there."""
    if isinstance(record, Sourced):
        yield location, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _inside(item, (*location, name, number))


def walk_sourced(catalogue: "Catalogue") -> Iterator[tuple[str, str, Location, Sourced]]:
    """(kind, id, keys inside the record, fact) of every sourced fact of the catalogue."""
    for kind in _SOURCED_KINDS:
        for identity, record in catalogue.table(kind).items():
            for location, fact in _inside(record, ()):
                yield kind, identity, location, fact


def _fault(catalogue: "Catalogue", code: str, kind: str, identity: str, location: Location, **parts: Any) -> InputError:
    return InputError(code, where=catalogue.places[kind, identity].line(*location), **parts)


def _near(name: str, known: Any) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=3)
    return f"near names: {', '.join(near)}" if near else ""


def _unknown(
    catalogue: "Catalogue", what: str, name: str, known: Any, kind: str, identity: str, location: Location
) -> InputError:
    return _fault(
        catalogue, f"{what}-unknown", kind, identity, location,
        got=name, expected=f"the id of a {what} in the catalogue", hint=_near(name, known),
    )  # fmt: skip


def _source_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    for kind, identity, location, fact in walk_sourced(catalogue):
        if fact.source == ASSUMPTION:
            if not fact.note:
                yield _fault(catalogue, "assumption-without-reason", kind, identity, (*location, "source"),
                             expected="a note that gives the reason")  # fmt: skip
        elif fact.source not in catalogue.sources:
            yield _unknown(catalogue, "source", fact.source, catalogue.sources, kind, identity, (*location, "source"))
        if (fact.start is None) != (fact.end is None) or (fact.start is not None and fact.doc_sha256 is None):
            yield _fault(catalogue, "offsets-incomplete", kind, identity, (*location, "start"),
                         expected="doc_sha256, start and end together")  # fmt: skip
    for parameter in catalogue.parameters:
        if parameter.source != ASSUMPTION and parameter.source not in catalogue.sources:
            yield _unknown(
                catalogue, "source", parameter.source, catalogue.sources, "parameter", parameter.key, ("source",)
            )


def _unit_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    named: list[tuple[str, str, Location, str]] = [
        ("parameter", parameter.key, ("unit",), parameter.unit) for parameter in catalogue.parameters
    ]
    for kind, identity, location, fact in walk_sourced(catalogue):
        if isinstance(fact, (Ranged, LoadFact, FirmFact)):
            named.append((kind, identity, (*location, "unit"), fact.unit))
    for kind, identity, location, unit in named:
        try:
            units.to_base(unit)
        except InputError as error:
            yield _fault(catalogue, "unit-unknown", kind, identity, location, got=unit, hint=error.hint)


def _entity_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    named: list[tuple[str, str, Location, str | None]] = []
    for identity, campus in catalogue.campuses.items():
        named += [("campus", identity, (key,), getattr(campus, key)) for key in ("owner", "developer")]
        named += [("campus", identity, ("tenants",), tenant) for tenant in campus.tenants]
    for identity, programme in catalogue.programmes.items():
        named.append(("programme", identity, ("lead",), programme.lead))
        named += [
            ("programme", identity, ("partners", number, "entity"), partner.entity)
            for number, partner in enumerate(programme.partners)
        ]
    for identity, deal in catalogue.deals.items():
        named += [("deal", identity, ("parties",), party) for party in deal.parties]
    for identity, policy in catalogue.policies.items():
        named.append(("policy", identity, ("by",), policy.by))
    for identity, chip in catalogue.chips.items():
        named.append(("chip", identity, ("vendor",), chip.vendor))
    for identity, fact in catalogue.table("firm_fact").items():
        named.append(("firm_fact", identity, ("entity",), fact.entity))
    titles = {entity.name for entity in catalogue.entities.values()}
    for identity, entity in catalogue.entities.items():
        if entity.parent not in titles:  # a parent is named by its id or by its canonical name
            named.append(("entity", identity, ("parent",), entity.parent))
    for kind, identity, number, amount in _amounts(catalogue):
        for key in ("payer", "payee"):
            named.append((kind, identity, ("amounts", number, key), getattr(amount, key)))
    for kind, identity, location, name in named:
        if name is not None and name not in catalogue.entities:
            yield _unknown(catalogue, "entity", name, catalogue.entities, kind, identity, location)


def _amounts(catalogue: "Catalogue") -> Iterator[tuple[str, str, int, Any]]:
    for kind in ("programme", "campus", "deal"):
        for identity, record in catalogue.table(kind).items():
            for number, amount in enumerate(record.amounts):
                yield kind, identity, number, amount


def _amount_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    seen: dict[str, tuple[str, str, int]] = {}
    parent: dict[str, str] = {}
    for kind, identity, number, amount in _amounts(catalogue):
        if amount.id in seen:
            first = seen[amount.id]
            yield _fault(catalogue, "id-twice", kind, identity, ("amounts", number, "id"), got=amount.id,
                         hint=f"first in {first[0]} {first[1]}")  # fmt: skip
        seen[amount.id] = (kind, identity, number)
        if amount.part_of:
            parent[amount.id] = amount.part_of
    for kind, identity, number, amount in _amounts(catalogue):
        for key, others in (("part_of", [amount.part_of] if amount.part_of else []), ("overlaps", amount.overlaps)):
            for other in others:
                if other not in seen:
                    yield _unknown(catalogue, "amount", other, seen, kind, identity, ("amounts", number, key))
        walked, step = {amount.id}, parent.get(amount.id)
        while step is not None:
            if step in walked:
                yield _fault(catalogue, "part-of-circle", kind, identity, ("amounts", number, "part_of"),
                             got=amount.id, expected="no amount that is part of itself")  # fmt: skip
                break
            walked.add(step)
            step = parent.get(step)


def _promise_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    seen: dict[str, str] = {}
    for kind in ("programme", "campus", "deal"):
        for identity, record in catalogue.table(kind).items():
            for number, promise in enumerate(record.promises):
                if promise.id in seen:
                    yield _fault(catalogue, "id-twice", kind, identity, ("promises", number, "id"), got=promise.id,
                                 hint=f"first in {seen[promise.id]}")  # fmt: skip
                seen[promise.id] = f"{kind} {identity}"


def _around(catalogue: "Catalogue", region: str) -> set[str]:
    """The region and all that contain it; what is not in the catalogue ends the walk."""
    found: set[str] = set()
    step: str | None = region
    while step is not None and step in catalogue.regions and step not in found:
        found.add(step)
        step = catalogue.regions[step].part_of
    return found


def _place_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    owner: dict[str, str] = {}
    for identity, campus in catalogue.campuses.items():
        if campus.region not in catalogue.regions:
            yield _unknown(catalogue, "region", campus.region, catalogue.regions, "campus", identity, ("region",))
        if campus.zone is not None and campus.region not in _around(catalogue, campus.zone):
            yield _fault(catalogue, "zone-outside-region", "campus", identity, ("zone",), got=campus.zone,
                         expected=f"a region that lies in {campus.region} by its part_of")  # fmt: skip
        for number, block in enumerate(campus.blocks):
            here: Location = ("blocks", number)
            if block.id in owner:
                yield _fault(catalogue, "block-twice", "campus", identity, (*here, "id"), got=block.id,
                             hint=f"it stands in campus {owner[block.id]} already")  # fmt: skip
            owner[block.id] = identity
            for place, fit in enumerate(block.chips):
                if fit.chip not in catalogue.chips:
                    yield _unknown(catalogue, "chip", fit.chip, catalogue.chips, "campus", identity,
                                   (*here, "chips", place, "chip"))  # fmt: skip
            if block.derived and not block.note:
                yield _fault(catalogue, "derived-without-rule", "campus", identity, (*here, "derived"),
                             expected="the rule in `note`")  # fmt: skip
    for identity, campus in catalogue.campuses.items():
        for number, block in enumerate(campus.blocks):
            for other in block.may_be_same_as:
                if other not in owner or other == block.id:
                    yield _unknown(catalogue, "block", other, owner, "campus", identity,
                                   ("blocks", number, "may_be_same_as"))  # fmt: skip
    for identity, region in catalogue.regions.items():
        if region.part_of is not None and region.part_of not in catalogue.regions:
            yield _unknown(catalogue, "region", region.part_of, catalogue.regions, "region", identity, ("part_of",))
        for key in ("carbon_parameter", "price_parameter"):
            name = getattr(region, key)
            if name is not None and name not in catalogue.parameters:
                known = catalogue.table("parameter")
                yield _unknown(catalogue, "parameter", name, known, "region", identity, (key,))
    for identity, chip in catalogue.chips.items():
        if chip.price_parameter is not None and chip.price_parameter not in catalogue.parameters:
            known = catalogue.table("parameter")
            yield _unknown(catalogue, "parameter", chip.price_parameter, known, "chip", identity, ("price_parameter",))
    for identity, policy in catalogue.policies.items():
        if policy.region not in catalogue.regions:
            yield _unknown(catalogue, "region", policy.region, catalogue.regions, "policy", identity, ("region",))


def _share_faults(catalogue: "Catalogue") -> Iterator[GigawattError]:
    counted: dict[str, float] = defaultdict(float)
    for identity, programme in catalogue.programmes.items():
        for number, share in enumerate(programme.shares):
            here: Location = ("shares", number)
            if share.campus not in catalogue.campuses:
                yield _unknown(catalogue, "campus", share.campus, catalogue.campuses, "programme", identity,
                               (*here, "campus"))  # fmt: skip
                continue
            blocks = [block.id for block in catalogue.campuses[share.campus].blocks]
            if share.block is not None and share.block not in blocks:
                yield _unknown(catalogue, "block", share.block, blocks, "programme", identity, (*here, "block"))
                continue
            if share.role != "campus":
                continue
            for block in blocks if share.block is None else [share.block]:
                counted[block] += share.share
                if counted[block] > 1.0 + 1e-9:
                    yield _fault(catalogue, "block-counted-twice", "programme", identity, (*here, "share"),
                                 got=f"{block}: {counted[block]:g} in all programmes with role campus",
                                 expected="at most 1")  # fmt: skip


def reference_faults(catalogue: "Catalogue") -> list[GigawattError]:
    """Every reference that leads nowhere and every share that would count a block twice."""
    return [
        *_source_faults(catalogue),
        *_unit_faults(catalogue),
        *_entity_faults(catalogue),
        *_amount_faults(catalogue),
        *_promise_faults(catalogue),
        *_place_faults(catalogue),
        *_share_faults(catalogue),
    ]
