"""What real units cost: blocks that are on or off, with a least load, fuel at no load and a price for each start.

The optimum takes capacity as divisible and its heat rate as that of full load. Here the schedule of each source with
blocks, and the path of the store, are kept and the blocks are switched to follow it; what they give too much displaces
other supply or is lost, what they lack the other supply gives or is shed. All of it can be run, so its cost is one that
a plant with real units can have, and the sizing's lower bound still holds: units only add limits and cost.

Fuel of n blocks that give x: full-load rate * (a n s + (1 - a) x), the Willans line, s the available size of a block
and a the share of full-load fuel that is burnt at no load. With foresight the number of blocks follows from a dynamic
programme over the schedule; without, a block is stopped when keeping it on has cost as much as a start (ski rental,
Karlin et al., Algorithmica 3, 1988: at most twice the best in hindsight).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numba import njit

from gigawatt.campus.oracle import Oracle, Plan
from gigawatt.campus.problem import Problem, Source

Array = np.ndarray
Knowledge = Literal["foresight", "this hour only"]


@dataclass(frozen=True, slots=True)
class UnitRun:
    """A year with real units; per year, USD and Wh."""

    cost_usd_per_year: float
    start_usd_per_year: float
    part_load_usd_per_year: float
    """fuel burnt above the full-load rate"""
    starts_per_unit: dict[str, float]
    """starts per year of one block of each source"""
    extra_fuel_share: float
    """fuel burnt over that of the same energy at full load, less one"""
    shed_wh: float
    spilled_wh: float
    """least load that nobody takes"""
    energy_wh: dict[str, float]
    budget_use: dict[str, float]
    plan: Plan
    spilled_series_wh: Array


@njit(cache=True, nogil=True, error_model="numpy")
def _step_cost(
    n: int, target: float, size: float, least: float, idle: float, rate: float, room: float, room_price: float,
    worth: float, worth_reach: float, voll: float,
) -> float:  # fmt: skip
    """Cost of a step with n blocks on: fuel, what others give for a lack, less what a surplus displaces [USD]."""
    x = min(max(target, n * least), n * size)
    cost = idle * n * size + (rate - idle) * x
    if target > x:
        lack = target - x
        cost += min(lack, room) * room_price + max(lack - room, 0.0) * voll
    else:
        cost -= min(x - target, worth_reach) * worth
    return cost


@njit(cache=True, nogil=True, error_model="numpy")
def _switch_with_foresight(
    blocks: int, start: float, target: Array, size: Array, least: Array, idle: Array, rate: Array, room: Array,
    room_price: Array, worth: Array, worth_reach: Array, voll: float, on: Array,
) -> None:  # fmt: skip
    """Fills on, the number of blocks on in each step, at least cost of steps and starts (dynamic programme)."""
    steps = target.shape[0]
    best = np.zeros(blocks + 1)
    after = np.empty(blocks + 1)
    choice = np.empty((steps, blocks + 1), np.int16)
    for t in range(steps - 1, -1, -1):
        for n in range(blocks + 1):
            after[n] = best[n] + _step_cost(
                n, target[t], size[t], least[t], idle[t], rate[t], room[t], room_price[t], worth[t], worth_reach[t],
                voll,
            )  # fmt: skip
        # from m blocks before: stop down to any n <= m for nothing, start up to n > m at `start` each
        low = 0
        for n in range(blocks + 1):
            if after[n] < after[low]:
                low = n
            choice[t, n] = low
            best[n] = after[low]
        up = blocks
        for n in range(blocks, -1, -1):
            if after[n] + start * n < after[up] + start * up:
                up = n
            if after[up] + start * (up - n) < best[n]:
                best[n] = after[up] + start * (up - n)
                choice[t, n] = up
    n = 0
    for m in range(blocks + 1):
        if best[m] < best[n]:
            n = m
    for t in range(steps):
        n = choice[t, n]
        on[t] = n


@njit(cache=True, nogil=True, error_model="numpy")
def _switch_online(
    blocks: int, start: float, target: Array, size: Array, least: Array, idle: Array, rate: Array, room: Array,
    room_price: Array, worth: Array, worth_reach: Array, voll: float, on: Array,
) -> None:  # fmt: skip
    """Fills on, knowing no later step: start what is needed, stop when keeping it has cost as much as a start."""
    n = 0
    waste = 0.0
    for t in range(target.shape[0]):
        wanted = 0
        cheapest = np.inf
        kept = 0.0
        for m in range(blocks + 1):
            cost = _step_cost(
                m, target[t], size[t], least[t], idle[t], rate[t], room[t], room_price[t], worth[t], worth_reach[t],
                voll,
            )  # fmt: skip
            if cost < cheapest:
                cheapest = cost
                wanted = m
            if m == n:
                kept = cost
        if wanted >= n:
            if wanted > n:
                waste = 0.0
            n = wanted
        else:
            waste += kept - cheapest
            if waste >= start * (n - wanted):
                n = wanted
                waste = 0.0
        on[t] = n


def has_units(problem: Problem, capacities: dict[str, float]) -> bool:
    """Whether any source of the plant comes in blocks with a least load, fuel at no load or a price per start."""
    return any(_is_fleet(source, capacities) for source in problem.sources)


def _is_fleet(source: Source, capacities: dict[str, float]) -> bool:
    with_cost = source.least_load_fraction > 0 or source.no_load_fraction > 0 or source.start_usd_per_w > 0
    return source.kind == "thermal" and source.unit_w > 0 and with_cost and capacities[source.name] > 0


def run_units(
    problem: Problem, capacities: dict[str, float], oracle: Oracle, served_wh: Array, level_wh: Array,
    knowledge: Knowledge,
) -> UnitRun:  # fmt: skip
    """The schedule `served_wh` (sources, T) with the store on `level_wh`, followed by blocks; starts known or not."""
    z = oracle.columns_at(capacities)
    outputs: dict[str, Array] = {}
    starts, starts_usd, extra_usd, fuel_usd, extra_fuel = {}, 0.0, 0.0, 0.0, {}
    switch = _switch_with_foresight if knowledge == "foresight" else _switch_online
    names = [source.name for source in problem.sources]
    series = _series(problem, capacities)
    now = {name: served_wh[i].copy() for i, name in enumerate(names)}
    for i, source in enumerate(problem.sources):
        if not _is_fleet(source, capacities):
            continue
        blocks = max(math.ceil(capacities[source.name] / source.unit_w - 1e-9), 1)
        reach, price = series[source.name]
        size = reach / blocks
        idle = np.full(problem.steps, source.no_load_fraction * source.fuel_usd_per_wh)
        room, room_price, worth_reach, worth = _others(problem, now, series, source.name)
        on = np.empty(problem.steps, np.int64)
        start = source.start_usd_per_w * capacities[source.name] / blocks
        target = served_wh[i]
        switch(
            blocks, start, target, size, size * source.least_load_fraction, idle, price, room, room_price, worth,
            worth_reach, problem.lost_load_usd_per_wh, on,
        )  # fmt: skip
        given = np.minimum(np.maximum(target, on * size * source.least_load_fraction), on * size)
        outputs[source.name] = given
        now[source.name] = given
        count = float(np.maximum(np.diff(on, prepend=on[-1]), 0).sum())
        starts[source.name] = count / blocks / problem.years
        starts_usd += count * start / problem.years
        more = float((idle * (on * size - given)).sum()) / problem.years
        extra_usd += more
        fuel_usd += source.fuel_usd_per_wh * float(given.sum()) / problem.years
        extra_fuel[source.name] = more / source.fuel_usd_per_wh if source.fuel_usd_per_wh > 0 else 0.0
    plan, spilled = oracle.balance(z, level_wh, float(level_wh[-1]), outputs)
    energy = {name: float(plan.served_wh[i].sum()) / problem.years for i, name in enumerate(names)}
    use = {}
    for number, budget in enumerate(problem.budgets):
        burnt = sum(budget.weights.get(name, 0.0) * wh for name, wh in extra_fuel.items()) if budget.counts_fuel else 0
        use[budget.name] = float(plan.budget_use[number]) + burnt
    return UnitRun(
        cost_usd_per_year=plan.running_usd_per_year + starts_usd + extra_usd + float(oracle.annual_costs @ z),
        start_usd_per_year=starts_usd,
        part_load_usd_per_year=extra_usd,
        starts_per_unit=starts,
        extra_fuel_share=extra_usd / fuel_usd if fuel_usd > 0 else 0.0,
        shed_wh=float(plan.shed_wh.sum()) / problem.years,
        spilled_wh=float(spilled.sum()) / problem.years,
        energy_wh=energy,
        budget_use=use,
        plan=plan,
        spilled_series_wh=spilled,
    )


def _series(problem: Problem, capacities: dict[str, float]) -> dict[str, tuple[Array, Array]]:
    """(most energy per step [Wh], price per Wh) of each source, arrays of shape (T,)."""
    shape = (problem.steps,)
    return {
        s.name: (
            np.broadcast_to(np.asarray(s.availability, dtype=float), shape) * capacities[s.name] * problem.step_hours,
            np.broadcast_to(np.asarray(s.cost_usd_per_wh, dtype=float), shape),
        )
        for s in problem.sources
    }


def _others(
    problem: Problem, now: dict[str, Array], series: dict[str, tuple[Array, Array]], name: str
) -> tuple[Array, Array, Array, Array]:
    """What the sources without blocks can give more and less: (room, its dearest price, reach, its cheapest price)."""
    steps = problem.steps
    room, dear = np.zeros(steps), np.zeros(steps)
    reach, cheap = np.zeros(steps), np.full(steps, np.inf)
    for source in problem.sources:
        if source.name == name or source.kind == "thermal":
            continue
        most, price = series[source.name]
        given = now[source.name]
        if source.kind == "export":  # export held back is a supply: more of it covers a lack, less takes a surplus
            given = np.maximum(most - given, 0.0)
        usable = price < problem.lost_load_usd_per_wh
        left = np.where(usable, np.maximum(most - given, 0.0), 0.0)
        room = room + left
        dear = np.where(left > 0.0, np.maximum(dear, price), dear)
        reach = reach + given
        cheap = np.where(given > 0.0, np.minimum(cheap, price), cheap)
    return room, dear, reach, np.where(np.isfinite(cheap), np.maximum(cheap, 0.0), 0.0)
