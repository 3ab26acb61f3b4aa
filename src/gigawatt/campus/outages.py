"""Outages by Monte Carlo: availability of the load in nines, with an interval.

Each block of a source (and the grid connection as one block) fails and is repaired with exponential times: mean
repair R and forced outage share q give a mean time to failure of R (1 - q) / q. A share beta of a block's failures
takes all blocks of its source down together (beta factor, IEC 61508-6 annex D), and an interruption of the gas supply
takes all sources that burn gas. Each block is also out once a year for maintenance, at the time when that leaves most
to spare. A draw is one horizon; the plant runs under the rule `battery last`, so that the battery is full when
something trips. Every process of every draw has its own random stream, so adding a block leaves the others' outages
as they were.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gigawatt.campus.build import Built
from gigawatt.campus.constants import HOURS_PER_YEAR, INTERVAL_SCORE
from gigawatt.campus.oracle import Oracle
from gigawatt.campus.problem import Problem, Source
from gigawatt.campus.rules import _run
from gigawatt.streams import uniforms

Array = np.ndarray


def _nines(availability: float) -> float:
    """-log10 of the share not served; infinite when nothing was ever shed."""
    return float("inf") if availability >= 1.0 else -math.log10(1.0 - availability)


@dataclass(frozen=True, slots=True)
class Reliability:
    """How firm the supply is."""

    draws: int
    energy_availability: float
    """share of the energy asked for that was served, mean over draws"""
    availability_error: float
    """standard error of that mean"""
    hours_short: float
    """hours per year in which some load was shed, mean over draws"""
    hours_short_p90: float
    worst_short_share: float
    """largest share of the load shed in any step of any draw"""
    unserved_wh: float
    """per year, mean"""

    @property
    def nines(self) -> float:
        """-log10 of the share of energy not served; infinite when nothing was ever shed."""
        return _nines(self.energy_availability)

    @property
    def nines_interval(self) -> tuple[float, float]:
        """90 % interval of the nines from the spread between draws, at most what the draws can tell."""
        half = INTERVAL_SCORE * self.availability_error
        low, high = _nines(self.energy_availability - half), _nines(self.energy_availability + half)
        return min(low, self.resolution_nines), min(high, self.resolution_nines)

    @property
    def resolution_nines(self) -> float:
        """Nines that so many hours of simulation can tell: one hour short in all of them."""
        return math.log10(self.draws * HOURS_PER_YEAR)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The blocks of one source: how many, how large, how often out."""

    source: str
    blocks: int
    block_w: float
    forced_outage: float
    repair_hours: float
    common_share: float = 0.0
    """share of a block's failures that take all blocks down together"""
    planned_outage: float = 0.0
    """share of the year that each block is out for maintenance, in one piece"""
    gas_interruption: float = 0.0
    """share of the time without gas"""
    gas_hours: float = 0.0
    """mean length of an interruption of the gas supply"""


def fleets_of(
    built: Built, capacities: dict[str, float], spares: dict[str, int] | None = None, extra: Path | None = None
) -> list[Fleet]:
    """Blocks of each source that can fail; `spares` adds blocks beyond the capacity (N+1, N+2)."""
    from gigawatt.campus.catalogue import load_supply

    catalogue = load_supply(extra)
    shared = catalogue.parameters
    found = []
    for wanted, source in zip(built.spec.source, built.problem.sources, strict=True):
        kind = built.kinds[source.name]
        capacity = capacities[source.name]
        if "forced_outage" not in kind.parameters or capacity <= 0.0:
            continue
        unit = built.unit_w[source.name]
        blocks = wanted.units or (max(math.ceil(capacity / unit - 1e-9), 1) if unit > 0.0 else 1)
        repair = wanted.outage_hours or catalogue.value(kind, "repair")
        forced = catalogue.value(kind, "forced_outage")
        if wanted.outages_per_year is not None:
            forced = min(wanted.outages_per_year * repair / HOURS_PER_YEAR, 1.0)
        found.append(
            Fleet(
                source.name, blocks + (spares or {}).get(source.name, 0), capacity / blocks, forced, repair,
                common_share=shared.value("supply.outage.common_share", "fraction") if blocks > 1 else 0.0,
                planned_outage=catalogue.value(kind, "planned_outage", 0.0),
                gas_interruption=shared.value("supply.outage.gas_share", "fraction") if source.burns_gas else 0.0,
                gas_hours=shared.value("supply.outage.gas_hours", "hour") if source.burns_gas else 0.0,
            )
        )  # fmt: skip
    return found


def share_down(share: float, repair_hours: float, steps: int, step_hours: float, seed: int, key: str) -> Array:
    """Share of each step for which a thing is out, shape (T,): exponential times up and down, from the stream `key`."""
    down = np.zeros(steps)
    if share <= 0.0:
        return down
    horizon = steps * step_hours
    to_failure = repair_hours * (1.0 - share) / share
    expected = horizon / (to_failure + repair_hours)
    count = int(expected + 8.0 * math.sqrt(expected + 1.0)) + 8
    u = uniforms(seed, key, 2 * count + 1)
    lengths = -np.log(u[1:])
    lengths[0::2] *= to_failure
    lengths[1::2] *= repair_hours
    if u[0] < share:  # begins out of order: the exponential has no memory
        edges = np.concatenate([[0.0], np.cumsum(lengths[1:])])
    else:
        edges = np.cumsum(lengths)
    edges = edges[: len(edges) // 2 * 2]
    for begin, end in zip(edges[0::2], edges[1::2], strict=True):
        if begin >= horizon:
            break
        _take(down, begin / step_hours, min(end, horizon) / step_hours)
    return np.minimum(down, 1.0)


def _take(down: Array, begin: float, end: float) -> None:
    """Add an outage from `begin` to `end`, in steps, to the share down."""
    first, last = int(begin), min(int(end), len(down) - 1)
    if first == last:
        down[first] += end - begin
    else:
        down[first] += first + 1 - begin
        down[first + 1 : last] += 1.0
        down[last] += end - last


def maintenance(problem: Problem, capacities: dict[str, float], fleets: list[Fleet]) -> dict[str, Array]:
    """Number of blocks of each fleet in maintenance, shape (T,): each block once a year, when most is to spare.

    To spare: what all sources could give less the load, mean over the outage; one block after another, the largest
    loss of power first, so that none is taken when another's absence already bites.
    """
    steps, hours = problem.steps, problem.step_hours
    spare = -problem.load_w.copy()
    for source in problem.sources:
        if source.kind == "export":
            continue
        spare += np.asarray(source.availability, dtype=float) * capacities[source.name]
    out = {fleet.source: np.zeros(steps) for fleet in fleets}
    year = min(int(round(HOURS_PER_YEAR / hours)), steps)
    for fleet in sorted(fleets, key=lambda f: -f.block_w):
        width = int(round(fleet.planned_outage * HOURS_PER_YEAR / hours))
        if width < 1 or width >= year:
            continue
        for begin in range(0, steps - year + 1, year):
            for _ in range(fleet.blocks):
                sums = np.concatenate([[0.0], np.cumsum(spare[begin : begin + year])])
                at = begin + int(np.argmax(sums[width:] - sums[:-width]))
                out[fleet.source][at : at + width] += 1.0
                spare[at : at + width] -= fleet.block_w
    return out


def blocks_up(fleet: Fleet, steps: int, step_hours: float, seed: int, draw: int, planned: Array | None = None) -> Array:
    """Number of blocks of a fleet that run, mean over each step, shape (T,)."""
    own = fleet.forced_outage * (1.0 - fleet.common_share)
    up = np.full(steps, float(fleet.blocks))
    for block in range(fleet.blocks):
        key = f"outage:{fleet.source}:{block}:{draw}"
        up -= share_down(own, fleet.repair_hours, steps, step_hours, seed, key)
    if planned is not None:  # a block in maintenance is as likely to have failed as the others
        up *= np.maximum(1.0 - planned / fleet.blocks, 0.0)
    together = fleet.forced_outage * fleet.common_share
    up *= 1.0 - share_down(together, fleet.repair_hours, steps, step_hours, seed, f"outage:{fleet.source}:all:{draw}")
    up *= 1.0 - share_down(fleet.gas_interruption, fleet.gas_hours, steps, step_hours, seed, f"outage:gas:{draw}")
    return np.maximum(up, 0.0)


def simulate(
    problem: Problem, capacities: dict[str, float], fleets: list[Fleet], draws: int = 100, seed: int = 1
) -> Reliability:
    """Availability of the load over `draws` horizons of the problem."""
    oracle = Oracle(problem)
    arrays = oracle.rule_arrays(oracle.columns_at(capacities))
    steps = problem.steps
    slot_of = {problem.sources[i].name: k for k, i in enumerate(oracle.slot_ids)}
    planned = maintenance(problem, capacities, fleets)
    given = np.empty((len(oracle.slot_ids) + 1, steps))
    shed, level, moved = np.empty(steps), np.empty(steps), np.empty(steps)
    hours, energy, worst = np.empty(draws), np.empty(draws), 0.0
    for draw in range(draws):
        avail = oracle.avail.copy()
        for fleet in fleets:
            if fleet.source in slot_of:
                up = blocks_up(fleet, steps, problem.step_hours, seed, draw, planned[fleet.source])
                # a spare adds availability only up to the capacity that is connected
                avail[slot_of[fleet.source]] *= np.minimum(up * fleet.block_w / capacities[fleet.source], 1.0)
        _run(
            oracle.load, arrays.free, avail, arrays.cap, oracle.segment_of, arrays.order, arrays.price,
            oracle.is_export, problem.lost_load_usd_per_wh, arrays.power_wh, arrays.energy_wh, arrays.into,
            arrays.out, False, arrays.energy_wh, given, shed, level, moved,
        )  # fmt: skip
        short = shed > 1e-9 * oracle.load
        hours[draw] = short.sum() * problem.step_hours / problem.years
        energy[draw] = shed.sum() / problem.years
        worst = max(worst, float(np.max(np.divide(shed, oracle.load, out=np.zeros(steps), where=oracle.load > 0))))
    spread = float(np.std(energy, ddof=1)) if draws > 1 else float(energy.mean())
    return Reliability(
        draws=draws,
        energy_availability=1.0 - float(energy.mean()) / problem.load_wh_per_year,
        availability_error=spread / math.sqrt(draws) / problem.load_wh_per_year,
        hours_short=float(hours.mean()),
        hours_short_p90=float(np.quantile(hours, 0.9)),
        worst_short_share=worst,
        unserved_wh=float(energy.mean()),
    )


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Availability when one kind of outage is left out: what that kind costs."""

    without: str
    """`failures of single blocks`, `common causes`, `maintenance`, `gas supply` or, for all kinds, empty"""
    reliability: Reliability


def causes_table(
    built: Built, capacities: dict[str, float], draws: int = 100, seed: int = 1, extra: Path | None = None
) -> list[CauseLine]:
    """Availability with every kind of outage, then with each kind that occurs left out, on the same draws."""
    fleets = fleets_of(built, capacities, extra=extra)
    lines = [CauseLine("", simulate(built.problem, capacities, fleets, draws, seed))]
    single = [f.forced_outage * (1.0 - f.common_share) for f in fleets]
    without = {
        "failures of single blocks": [
            replace(f, forced_outage=f.forced_outage - own, common_share=1.0)
            for f, own in zip(fleets, single, strict=True)
        ],
        "common causes": [
            replace(f, forced_outage=own, common_share=0.0) for f, own in zip(fleets, single, strict=True)
        ],
        "maintenance": [replace(f, planned_outage=0.0) for f in fleets],
        "gas supply": [replace(f, gas_interruption=0.0) for f in fleets],
    }
    for name, fewer in without.items():
        if fewer != fleets:
            lines.append(CauseLine(name, simulate(built.problem, capacities, fewer, draws, seed)))
    return lines


@dataclass(frozen=True, slots=True)
class SpareLine:
    """One line of N, N+1, N+2: what a spare block of a source costs and brings."""

    spares: int
    source: str
    extra_usd_per_year: float
    reliability: Reliability


def spare_table(
    built: Built,
    capacities: dict[str, float],
    most: int = 2,
    draws: int = 100,
    seed: int = 1,
    extra: Path | None = None,
) -> list[SpareLine]:
    """Availability with 0 to `most` spare blocks of the firm source that has the largest capacity and can fail."""
    fleets = fleets_of(built, capacities, extra=extra)
    thermal = [f for f in fleets if built.kinds[f.source].kind == "thermal"]
    if not thermal:
        return [SpareLine(0, "", 0.0, simulate(built.problem, capacities, fleets, draws, seed))]
    largest = max(thermal, key=lambda f: f.blocks * f.block_w)
    source: Source = built.problem.source(largest.source)
    lines = []
    for spares in range(most + 1):
        fleet = fleets_of(built, capacities, {largest.source: spares}, extra)
        cost = spares * largest.block_w * source.annual_cost_usd_per_w
        lines.append(SpareLine(spares, largest.source, cost, simulate(built.problem, capacities, fleet, draws, seed)))
    return lines
