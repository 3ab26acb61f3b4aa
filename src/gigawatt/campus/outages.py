"""Outages of units by Monte Carlo: availability of the load in nines.

Each block of a source (and the grid connection as one block) fails and is repaired with exponential times: mean
repair R and forced outage share q give a mean time to failure of R (1 - q) / q. A draw is one horizon; the plant runs
under the rule `battery last`, so that the battery is full when something trips. Every block of every draw has its own
random stream, so adding a block leaves the others' outages as they were.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gigawatt.campus.build import Built
from gigawatt.campus.oracle import Oracle
from gigawatt.campus.problem import Problem, Source
from gigawatt.campus.rules import _run
from gigawatt.streams import uniforms

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Reliability:
    """How firm the supply is."""

    draws: int
    energy_availability: float
    """share of the energy asked for that was served, mean over draws"""
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
        missing = 1.0 - self.energy_availability
        return float("inf") if missing <= 0.0 else -math.log10(missing)

    @property
    def resolution_nines(self) -> float:
        """Nines that so many hours of simulation can tell: one hour short in all of them."""
        return math.log10(self.draws * 8760.0)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The blocks of one source: how many, how large, how often out."""

    source: str
    blocks: int
    block_w: float
    forced_outage: float
    repair_hours: float


def fleets_of(
    built: Built, capacities: dict[str, float], spares: dict[str, int] | None = None, extra: Path | None = None
) -> list[Fleet]:
    """Blocks of each source that can fail; `spares` adds blocks beyond the capacity (N+1, N+2)."""
    from gigawatt.campus.catalogue import load_supply

    catalogue = load_supply(extra)
    found = []
    for wanted, source in zip(built.spec.source, built.problem.sources, strict=True):
        kind = built.kinds[source.name]
        capacity = capacities[source.name]
        if "forced_outage" not in kind.parameters or capacity <= 0.0:
            continue
        unit = built.unit_w[source.name]
        blocks = wanted.units or (max(math.ceil(capacity / unit - 1e-9), 1) if unit > 0.0 else 1)
        found.append(
            Fleet(
                source.name, blocks + (spares or {}).get(source.name, 0), capacity / blocks,
                catalogue.value(kind, "forced_outage"), catalogue.value(kind, "repair"),
            )
        )  # fmt: skip
    return found


def blocks_up(fleet: Fleet, steps: int, step_hours: float, seed: int, draw: int) -> Array:
    """Number of blocks of a fleet that run, mean over each step, shape (T,)."""
    horizon = steps * step_hours
    up = np.full(steps, float(fleet.blocks))
    if fleet.forced_outage <= 0.0:
        return up
    to_failure = fleet.repair_hours * (1.0 - fleet.forced_outage) / fleet.forced_outage
    expected = horizon / (to_failure + fleet.repair_hours)
    count = int(expected + 8.0 * math.sqrt(expected + 1.0)) + 8
    for block in range(fleet.blocks):
        u = uniforms(seed, f"outage:{fleet.source}:{block}:{draw}", 2 * count + 1)
        lengths = -np.log(u[1:])
        lengths[0::2] *= to_failure
        lengths[1::2] *= fleet.repair_hours
        if u[0] < fleet.forced_outage:  # begins out of order: the exponential has no memory
            lengths = lengths[1:]
            edges = np.concatenate([[0.0], np.cumsum(lengths)])
            starts, ends = edges[0::2][: len(edges) // 2], edges[1::2]
        else:
            edges = np.cumsum(lengths)
            starts, ends = edges[0::2], edges[1::2]
        starts = starts[: len(ends)]
        for begin, end in zip(starts, ends, strict=False):
            if begin >= horizon:
                break
            end = min(end, horizon)
            first, last = int(begin / step_hours), min(int(end / step_hours), steps - 1)
            if first == last:
                up[first] -= (end - begin) / step_hours
            else:
                up[first] -= (first + 1) - begin / step_hours
                up[first + 1 : last] -= 1.0
                up[last] -= end / step_hours - last
    return np.maximum(up, 0.0)


def simulate(
    problem: Problem, capacities: dict[str, float], fleets: list[Fleet], draws: int = 100, seed: int = 1
) -> Reliability:
    """Availability of the load over `draws` horizons of the problem."""
    oracle = Oracle(problem)
    arrays = oracle.rule_arrays(oracle.columns_at(capacities))
    steps = problem.steps
    slot_of = {problem.sources[i].name: k for k, i in enumerate(oracle.slot_ids)}
    given = np.empty((len(oracle.slot_ids) + 1, steps))
    shed, level, moved = np.empty(steps), np.empty(steps), np.empty(steps)
    hours, energy, worst = np.empty(draws), np.empty(draws), 0.0
    for draw in range(draws):
        avail = oracle.avail.copy()
        for fleet in fleets:
            if fleet.source in slot_of:
                capacity = capacities[fleet.source]
                running = blocks_up(fleet, steps, problem.step_hours, seed, draw) * fleet.block_w
                # a spare adds availability only up to the capacity that is connected
                avail[slot_of[fleet.source]] *= np.minimum(running / capacity, 1.0)
        _run(
            oracle.load, arrays.free, avail, oracle.cost, arrays.cap, oracle.segment_of,
            problem.lost_load_usd_per_wh, arrays.power_wh, arrays.energy_wh, arrays.into, arrays.out, False,
            arrays.energy_wh, given, shed, level, moved,
        )  # fmt: skip
        short = shed > 1e-9 * oracle.load
        hours[draw] = short.sum() * problem.step_hours / problem.years
        energy[draw] = shed.sum() / problem.years
        worst = max(worst, float(np.max(np.divide(shed, oracle.load, out=np.zeros(steps), where=oracle.load > 0))))
    return Reliability(
        draws=draws,
        energy_availability=1.0 - float(energy.mean()) / problem.load_wh_per_year,
        hours_short=float(hours.mean()),
        hours_short_p90=float(np.quantile(hours, 0.9)),
        worst_short_share=worst,
        unserved_wh=float(energy.mean()),
    )


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
