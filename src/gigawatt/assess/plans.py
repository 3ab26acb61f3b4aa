"""From the atlas to block plans: facility power, programme shares, and the part of a promise that has no site yet.

Every block of the catalogue becomes one plan and counts once in the fleet. A programme that promises more MW than its
blocks hold gets one *unsited* block with the difference, in the stage of a plain announcement. Programmes that are
views on the same blocks (Stargate as venture, brand and campuses) may mean the same unsited MW: of such a group only
the largest unsited rest counts in the fleet, and the others make the range of a possible double count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gigawatt.atlas.build import Atlas
from gigawatt.atlas.types import Block, Campus, Programme, Promise
from gigawatt.buildout.plans import plans_from_atlas, with_needs
from gigawatt.buildout.types import BlockPlan
from gigawatt.units import to_base

FLEET = "@fleet"
"""pseudo programme that holds what counts in the fleet"""
IT_BASES = ("it", "critical")
MW = 1e6


@dataclass(frozen=True, slots=True)
class Unsited:
    """The rest of a promise that no block holds: programme, promise, facility power, whether the fleet counts it."""

    programme: str
    promise: str
    facility_power_w: float
    counted: bool
    block: str


@dataclass(frozen=True, slots=True)
class Plans:
    """All block plans, the unsited rests, and the power that may be counted twice."""

    blocks: tuple[BlockPlan, ...]
    unsited: tuple[Unsited, ...]

    def possible_double_count_w(self) -> tuple[float, float]:
        """0 to the power of the unsited rests that were left out as possibly the same."""
        return 0.0, sum(rest.facility_power_w for rest in self.unsited if not rest.counted)


def promise_power_w(promise: Promise, facility_per_it: float) -> float | None:
    """Facility power that is promised [W]: the low end when there is one, else the high; None for other metrics."""
    if promise.metric != "power_capacity":
        return None
    value = promise.low if promise.low is not None else promise.high
    factor, base = to_base(promise.unit)
    if base != "W" or value is None:
        return None
    return value * factor * (facility_per_it if promise.power_basis in IT_BASES else 1.0)


def main_promise(programme: Programme, facility_per_it: float) -> tuple[Promise, float] | None:
    """The largest power promise of a programme with its facility power; None when it promises no MW."""
    found = [(p, w) for p in programme.promises if (w := promise_power_w(p, facility_per_it)) is not None]
    return max(found, key=lambda pair: pair[1], default=None)


def block_plans(atlas: Atlas) -> Plans:
    """Plans of all blocks of the atlas and of the unsited rests of its programmes."""
    per_it = atlas.parameters["funding.facility_per_it"].base()
    campuses = [
        campus if campus.blocks else campus.model_copy(update={"blocks": _block_of_promise(campus, per_it)})
        for campus in atlas.campuses.values()
    ]
    bases = {block.id: block.power_basis for campus in campuses for block in campus.blocks}
    sited = plans_from_atlas(campuses, atlas.programmes.values(), atlas.catalogue.chips, per_it)
    plans = [
        replace(
            plan,
            programmes=((FLEET, 1.0), *plan.programmes),
            inputs=(*plan.inputs, "parameter:funding.facility_per_it") if bases[plan.id] in IT_BASES else plan.inputs,
        )
        for plan in sited
    ]
    rests = _unsited(atlas, plans, per_it)
    plans += [_unsited_plan(atlas, rest) for rest in rests]
    return Plans(tuple(plans), tuple(rests))


def _block_of_promise(campus: Campus, per_it: float) -> tuple[Block, ...]:
    """One announced block for a campus of which only a promise of MW is known; empty when none is."""
    powers = [(p, w) for p in campus.promises if (w := promise_power_w(p, per_it)) is not None]
    if not powers:
        return ()
    promise, watts = max(powers, key=lambda pair: pair[1])
    return (
        Block(id=promise.id, power_mw=watts / MW, stage="announced", target=promise.by, source=promise.source,
              known_on=promise.known_on, stage_on=promise.known_on),
    )  # fmt: skip


def _groups(atlas: Atlas) -> dict[str, str]:
    """Programme id -> name of its group: programmes that share a block or name each other's campuses are one group."""
    parent = {name: name for name in atlas.programmes}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    first: dict[str, str] = {}
    for programme in atlas.programmes.values():
        for _, block, _, _ in atlas.blocks_of(programme):
            if block.id in first:
                parent[root(programme.id)] = root(first[block.id])
            first.setdefault(block.id, programme.id)
    return {name: root(name) for name in parent}


def _unsited(atlas: Atlas, plans: Sequence[BlockPlan], per_it: float) -> list[Unsited]:
    sited: dict[str, float] = {}
    for plan in plans:
        for name, share in plan.programmes:
            sited[name] = sited.get(name, 0.0) + share * plan.facility_power_w
    group = _groups(atlas)
    rests = []
    for programme in atlas.programmes.values():
        found = main_promise(programme, per_it)
        if found is not None and found[1] > sited.get(programme.id, 0.0) * (1 + 1e-9):
            rests.append((programme.id, found[0].id, found[1] - sited.get(programme.id, 0.0)))
    largest: dict[str, tuple[float, str]] = {}
    for name, _, watts in rests:
        largest[group[name]] = max(largest.get(group[name], (0.0, "")), (watts, name))
    return [
        Unsited(name, promise, watts, largest[group[name]][1] == name, f"{name}.unsited")
        for name, promise, watts in rests
    ]


def _unsited_plan(atlas: Atlas, rest: Unsited) -> BlockPlan:
    programme = atlas.programmes[rest.programme]
    promise = next(p for p in programme.promises if p.id == rest.promise)
    shares = ((FLEET, 1.0), (programme.id, 1.0)) if rest.counted else ((programme.id, 1.0),)
    plan = BlockPlan(
        id=rest.block,
        campus="",
        facility_power_w=rest.facility_power_w,
        stage="announced",
        stage_on=promise.known_on or programme.announced_on,
        target=promise.by,
        owner=programme.lead,
        programmes=shares,
        inputs=(f"fact:{promise.id}", "rule:unsited"),
    )
    return with_needs(plan)
