"""Sums of power in which nothing is counted twice, by basis and state, each with a range.

A block is counted once, whatever programmes show it; MW of different bases (IT, critical, facility, grid, ...)
are never added. Blocks that may be the same capacity under two names (`may_be_same_as`) give the range: the high end
counts all, the low end only a heaviest set of blocks that are certainly apart.
Money is summed by `finance.funding`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gigawatt.atlas.types import Block, PowerBasis, Programme
from gigawatt.errors import InputError
from gigawatt.overlaps import certainly_apart
from gigawatt.params import ParameterBook
from gigawatt.schema import day_bounds

if TYPE_CHECKING:
    from gigawatt.atlas.catalogue import Catalogue

State = Literal["operational", "under_construction", "announced"]
MEGAWATT = 1e6


@dataclass(frozen=True, slots=True)
class PowerLine:
    """Power of one basis and state: all blocks [W], what of it may be counted twice [W], and the blocks."""

    basis: PowerBasis
    state: State
    counted_w: float
    twice_w: float
    blocks: tuple[str, ...]

    @property
    def low_w(self) -> float:
        """Power if every possible twin is one."""
        return self.counted_w - self.twice_w


@dataclass(frozen=True, slots=True)
class Fleet:
    """Power of a set of blocks by basis and state."""

    lines: tuple[PowerLine, ...]

    def range_w(self, basis: PowerBasis, state: State | None = None) -> tuple[float, float]:
        """(low, high) power of a basis, of one state or of all [W]: low if every possible twin is one."""
        chosen = [line for line in self.lines if line.basis == basis and state in (None, line.state)]
        return sum(line.low_w for line in chosen), sum(line.counted_w for line in chosen)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of all blocks that the totals rest on, as `fact:<block>`."""
        return tuple(f"fact:{name}" for line in self.lines for name in line.blocks)


RATIO = "peak_ratio.seen_range"
_IT_BASES = ("it", "critical")


def facility_range_w(found: Fleet, parameters: ParameterBook, state: State | None = None) -> tuple[float, float]:
    """(low, high) of all bases as facility power [W].

    IT and critical power are raised by the ratio of facility to IT power (P10 below, P90 above). Power of unknown basis
    is taken as it stands below and as IT power above; grid, contracted and generation power as they stand.
    """
    ratio_low, _, ratio_high = parameters[RATIO].interval(parameters.spreads)
    low = high = 0.0
    for line in found.lines:
        if state not in (None, line.state):
            continue
        is_it = line.basis in _IT_BASES
        low += line.low_w * (ratio_low if is_it else 1.0)
        high += line.counted_w * (ratio_high if is_it or line.basis == "unknown" else 1.0)
    return low, high


def state_of(block: Block) -> State | None:
    """State of a block by its stage; None when it is cancelled."""
    if block.stage == "cancelled":
        return None
    if block.stage == "operational":
        return "operational"
    return "announced" if block.stage in ("announced", "permitted") else "under_construction"


def was_known(known_on: str | None, as_of: str | None) -> bool:
    """Whether a fact was public on a day; a fact without `known_on` is only known when no day is asked for."""
    return as_of is None or (known_on is not None and day_bounds(known_on)[1] <= day_bounds(as_of)[1])


def fleet(
    catalogue: "Catalogue",
    *,
    as_of: str | None = None,
    campuses: Iterable[str] | None = None,
    with_derived: bool = False,
) -> Fleet:
    """Power of all blocks, each counted once.

    as_of: only blocks that were public on that day, in the state that was told then. campuses: only those.
    with_derived: also blocks whose MW are derived, not stated; never shown as promised.
    """
    wanted = None if campuses is None else set(campuses)
    if wanted is not None and (unknown := wanted - set(catalogue.campuses)):
        raise InputError("campus-unknown", got=", ".join(sorted(unknown)), expected="ids of campuses in the catalogue")
    told = {
        name: _told(block, as_of)
        for name, (campus, block) in catalogue.blocks.items()
        if wanted is None or campus.id in wanted
    }
    chosen = {
        name: (block, 1.0)
        for name, block in told.items()
        if was_known(block.known_on, as_of) and (with_derived or not block.derived)
    }
    return _fleet(chosen)


def programme_fleet(
    catalogue: "Catalogue",
    programme: Programme,
    *,
    roles: Iterable[str] = ("campus",),
    as_of: str | None = None,
    with_derived: bool = False,
) -> Fleet:
    """Power that a programme shows through its shares of the given roles: a view, never added to another programme."""
    wanted = set(roles)
    chosen: dict[str, tuple[Block, float]] = {}
    for share in programme.shares:
        if share.role not in wanted:
            continue
        for block in (_told(block, as_of) for block in catalogue.campuses[share.campus].blocks):
            if share.block not in (None, block.id) or not was_known(block.known_on, as_of):
                continue
            if block.derived and not with_derived:
                continue
            before = chosen[block.id][1] if block.id in chosen else 0.0
            chosen[block.id] = (block, min(1.0, before + share.share))
    return _fleet(chosen)


def _told(block: Block, as_of: str | None) -> Block:
    """The block as it was told on the day that is asked for."""
    return block if as_of is None else block.on_day(day_bounds(as_of)[1])


def _fleet(chosen: Mapping[str, tuple[Block, float]]) -> Fleet:
    weights = {
        name: block.power_mw * MEGAWATT * share
        for name, (block, share) in chosen.items()
        if state_of(block) is not None
    }
    links = {name: set(chosen[name][0].may_be_same_as) for name in weights}
    apart = certainly_apart(weights, links)
    groups: dict[tuple[PowerBasis, State], list[str]] = defaultdict(list)
    for name in weights:
        block = chosen[name][0]
        state = state_of(block)
        if state is not None:
            groups[block.power_basis, state].append(name)
    lines = [
        PowerLine(
            basis=basis,
            state=state,
            counted_w=sum(weights[name] for name in names),
            twice_w=sum(weights[name] for name in names if name not in apart),
            blocks=tuple(names),
        )
        for (basis, state), names in sorted(groups.items())
    ]
    return Fleet(tuple(lines))
