"""The same plant without foresight: rules that know this hour only.

`battery first`: free surplus charges; a shortage is met by the battery, then by sources in order of price. This is
the rule of most calculators, and it finds the battery empty when it is needed.
`battery last`: sources in order of price first, the battery covers what they cannot; free surplus charges it, and
slack of the sources refills it at once, whatever they cost: security before money.
Both sell what is then left of free supply, and of sources cheaper than the price of export, but never from the battery.
Both respect every limit of the plant, none knows a budget: what a budget would be overdrawn by is reported.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numba import njit

from gigawatt.campus.oracle import Oracle
from gigawatt.campus.problem import Problem

Array = np.ndarray
Rule = Literal["battery first", "battery last"]
RULES: tuple[Rule, ...] = ("battery first", "battery last")


@dataclass(frozen=True, slots=True)
class RuleRun:
    """A year (or horizon) under a rule; per year, USD and Wh."""

    rule: Rule
    cost_usd_per_year: float
    running_usd_per_year: float
    shed_wh: float
    shed_hours: float
    energy_wh: dict[str, float]
    budget_use: dict[str, float]
    shed_series_wh: Array
    level_wh: Array
    served_wh: Array
    """energy of each source, shape (sources, T)"""


@njit(cache=True, nogil=True, error_model="numpy")
def _run(
    load: Array, free: Array, avail: Array, cap: Array, segment_of: Array, order: Array, price: Array,
    is_export: Array, voll: float, power: float, energy: float, into: float, out: float, battery_first: bool,
    start: float, given: Array, shed: Array, level: Array, moved: Array,
) -> float:  # fmt: skip
    """Fill given (K+1, T), shed, level and moved (charge > 0) for one rule; returns the energy shed.

    `order` and `price` are the merit order of `kernel.rank_supply`; a slot of export gives what is held back.
    """
    slots = avail.shape[0]
    last_sale = slots if is_export.any() else -1
    e = start
    total = 0.0
    for t in range(load.shape[0]):
        segment = segment_of[t]
        for k in range(slots):
            given[k, t] = avail[k, t] * cap[k, segment] if is_export[k] else 0.0
        need = load[t]
        surplus = free[t] - need
        used = min(free[t], need)
        charge = 0.0
        discharge = 0.0
        if surplus > 0.0:
            charge = min(surplus, power, (energy - e) / into)
            used += charge
            need = 0.0
        else:
            need = -surplus
            if battery_first:
                discharge = min(need, power, e * out)
                need -= discharge
        room = 0.0 if battery_first else min(power, (energy - e) / into) - charge
        for i in range(slots + 1):
            k = order[t, i]
            if price[t, i] >= voll or (need <= 0.0 and room <= 0.0):
                break
            if k == slots or is_export[k]:
                continue
            width = avail[k, t] * cap[k, segment]
            take = min(width, need)
            need -= take
            extra = 0.0
            if need <= 0.0 and room > 0.0:
                extra = min(width - take, room)
                room -= extra
                charge += extra
            given[k, t] = take + extra
        if not battery_first and need > 0.0:
            discharge = min(need, power, e * out)
            need -= discharge
        for sale in range(last_sale, -1, -1):  # what is left is sold where it earns most, the cheapest first
            k = order[t, sale]
            if k == slots or not is_export[k]:
                continue
            for i in range(sale):
                if price[t, i] >= price[t, sale]:
                    break
                m = order[t, i]
                if m == slots:
                    sold = min(free[t] - used, given[k, t])
                    used += sold
                elif is_export[m]:
                    continue
                else:
                    sold = min(avail[m, t] * cap[m, segment] - given[m, t], given[k, t])
                    given[m, t] += sold
                given[k, t] -= sold
        given[slots, t] = used
        shed[t] = max(need, 0.0)
        total += shed[t]
        e = min(max(e + charge * into - discharge / out, 0.0), energy)
        level[t] = e
        moved[t] = charge - discharge
    return total


def run_rule(problem: Problem, capacities: dict[str, float], rule: Rule, oracle: Oracle | None = None) -> RuleRun:
    """The plant of `capacities` [W, Wh] run by a rule; the battery starts at the level it ends with (two rounds)."""
    oracle = oracle or Oracle(problem)
    z = oracle.columns_at(capacities)
    arrays = oracle.rule_arrays(z)
    steps = problem.steps
    given = np.empty((len(oracle.slot_ids) + 1, steps))
    shed, level, moved = np.empty(steps), np.empty(steps), np.empty(steps)
    power, energy = arrays.power_wh, arrays.energy_wh
    start = energy
    for _ in range(2):
        _run(
            oracle.load, arrays.free, oracle.avail, arrays.cap, oracle.segment_of, arrays.order, arrays.price,
            oracle.is_export, problem.lost_load_usd_per_wh, power, energy, arrays.into, arrays.out,
            rule == "battery first", start, given, shed, level, moved,
        )  # fmt: skip
        start = float(level[-1])
    served = oracle.by_source(z, given, arrays.free)
    running = oracle.running_usd_per_year(served, np.maximum(-moved, 0.0), shed)
    energies = {source.name: float(served[i].sum()) / problem.years for i, source in enumerate(problem.sources)}
    sums = energies | {"shed": float(shed.sum()) / problem.years}
    return RuleRun(
        rule=rule,
        cost_usd_per_year=running + float(oracle.annual_costs @ z),
        running_usd_per_year=running,
        shed_wh=sums["shed"],
        shed_hours=float((shed > 1e-9 * oracle.load).sum()) * problem.step_hours / problem.years,
        energy_wh=energies,
        budget_use={b.name: sum(w * sums[n] for n, w in b.weights.items()) for b in problem.budgets},
        shed_series_wh=shed,
        level_wh=level,
        served_wh=served,
    )
