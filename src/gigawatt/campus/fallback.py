"""Sizing by the general programme (HiGHS): several stores, standing loss, ramps, least uses, negative prices.

The result carries the dual objective of the programme as its lower bound and the cost of the primal plan as its upper
bound, and says why the exact method did not apply. A programme without a solution is solved again with its limits
made soft, so that the error names the limits that clash and by how much.
"""

import time
from dataclasses import replace

import highspy
import numpy as np

from gigawatt.campus import general_lp
from gigawatt.campus.oracle import Plan
from gigawatt.campus.problem import Budget, Problem
from gigawatt.campus.sizing import Sizing
from gigawatt.errors import GigawattError, Infeasible

Array = np.ndarray


def size_general(problem: Problem, reason: str) -> Sizing:
    """The optimum of the general programme as a Sizing; Infeasible names the limits that clash."""
    began = time.process_time()
    programme, layout, unit, money = general_lp.build(problem)
    highs = general_lp.solve(programme)
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise _explain(problem)
    if status != highspy.HighsModelStatus.kOptimal:
        raise GigawattError(
            "solver-stopped", where=problem.name, got=highs.modelStatusToString(status), expected="an optimal solution",
            hint="a source that costs nothing and has no limit makes the programme unbounded; give it a most_mw",
        )  # fmt: skip
    solution = highs.getSolution()
    values = np.array(solution.col_value)
    info = highs.getInfo()
    plan = _plan(problem, layout, values, unit)
    names = problem.capacity_names
    first = layout.capacity
    capacities = {name: float(max(values[first + i], 0.0)) * unit for i, name in enumerate(names)}
    peaks = values[first + len(names) :]
    fixed = float(problem.annual_costs() @ np.array(list(capacities.values())))
    peak_names = {}
    for p, (i, m) in enumerate(layout.peaks):
        source = problem.sources[i]
        fixed += source.segment_costs_usd_per_w[m] * float(peaks[p]) * unit / problem.years
        peak_names[f"{source.name} peak {m + 1}"] = float(peaks[p]) * unit
    cost = fixed + plan.running_usd_per_year
    row_dual = np.array(solution.row_dual)
    reduced = np.array(solution.col_dual)
    bound = _dual_objective(programme, row_dual, reduced) * money
    annual = problem.annual_costs()
    prices = {}
    budget_row = _first_budget_row(problem, layout)
    scale = max(problem.load_wh_per_year / unit, 1.0)
    for b, budget in enumerate(problem.budgets):
        prices[budget.name] = -float(row_dual[budget_row + b]) * money / unit / scale
    return Sizing(
        problem=problem,
        capacities=capacities,
        peaks_w=peak_names,
        cost_usd_per_year=cost,
        lower_bound_usd_per_year=min(bound, cost),
        plan=plan,
        budget_prices=prices,
        capacity_values={name: float(annual[i] - reduced[first + i] * money / unit) for i, name in enumerate(names)},
        net_values={name: float(-reduced[first + i] * money / unit) for i, name in enumerate(names)},
        row_prices={
            row.name: float(row_dual[budget_row + len(problem.budgets) + r]) * money / unit
            for r, row in enumerate(problem.rows)
        },
        method="general programme",
        why_general=reason,
        passes=int(info.simplex_iteration_count) + int(info.ipm_iteration_count),
        cpu_s=time.process_time() - began,
    )


def _dual_objective(programme: "highspy.HighsLp", row_dual: Array, reduced: Array) -> float:
    """Value of the dual solution; multipliers on infinite bounds (rounding) are left out."""

    def part(dual: Array, low: Array, high: Array) -> float:
        side = np.where(dual > 0.0, low, high)
        usable = np.isfinite(side) & (np.abs(side) < highspy.kHighsInf)
        return float(np.sum(np.where(usable, dual * np.where(usable, side, 0.0), 0.0)))

    return part(row_dual, np.array(programme.row_lower_), np.array(programme.row_upper_)) + part(
        reduced, np.array(programme.col_lower_), np.array(programme.col_upper_)
    )


def _first_budget_row(problem: Problem, layout: general_lp.Layout) -> int:
    """Number of the first budget row, by the order in which `general_lp.build` lays rows out."""
    ramps = sum(2 for s in problem.sources if np.isfinite(s.ramp_fraction_per_hour))
    rows = layout.steps * (1 + len(problem.sources) + ramps + 4 * len(problem.stores))
    if problem.segment_of is not None:
        rows += sum(int((problem.segment_of == m).sum()) for _, m in layout.peaks)
    return rows


def _plan(problem: Problem, layout: general_lp.Layout, values: Array, unit: float) -> Plan:
    """The plan in Wh per step."""
    steps = layout.steps
    values = np.maximum(values, 0.0) * unit
    served = np.array([values[layout.source(i) : layout.source(i) + steps] for i in range(layout.sources)])
    zero = np.zeros(steps)
    charge, discharge, level = zero.copy(), zero.copy(), zero.copy()
    running = 0.0
    for s, store in enumerate(problem.stores):
        at = layout.charge(s)
        charge += values[at : at + steps]
        discharge += values[at + steps : at + 2 * steps]
        level += values[at + 2 * steps : at + 3 * steps]
        running += store.wear_usd_per_wh * float(values[at + steps : at + 2 * steps].sum())
    shed = values[layout.shed : layout.shed + steps]
    running += problem.lost_load_usd_per_wh * float(shed.sum())
    curtailed = zero.copy()
    for i, source in enumerate(problem.sources):
        running += source.sign * float(np.sum(np.broadcast_to(source.cost_usd_per_wh, (steps,)) * served[i]))
        if source.is_free:
            available = np.broadcast_to(source.availability, (steps,)) * problem.step_hours
            curtailed += np.maximum(available * values[layout.capacity + i] - served[i], 0.0)
    sums = {s.name: served[i].sum() / problem.years for i, s in enumerate(problem.sources)}
    sums["shed"] = shed.sum() / problem.years
    use = np.array([sum(w * sums[n] for n, w in budget.weights.items()) for budget in problem.budgets])
    return Plan(served, charge, discharge, shed, level, curtailed, running / problem.years, use)


def _explain(problem: Problem) -> Infeasible:
    """Solve with every budget softened and say by how much each must give."""
    needed = []
    for number, budget in enumerate(problem.budgets):
        others = problem.budgets[:number] + problem.budgets[number + 1 :]
        programme, layout, unit, _ = general_lp.build(
            replace(problem, budgets=(*others, Budget(budget.name, budget.weights, 1e30, budget.per_w)))
        )
        cost = np.zeros(layout.columns)
        names = {s.name: layout.source(i) for i, s in enumerate(problem.sources)} | {"shed": layout.shed}
        for name, weight in budget.weights.items():
            cost[names[name] : names[name] + layout.steps] = weight / problem.years
        for name, per_w in budget.per_w.items():
            cost[layout.capacity + problem.capacity_names.index(name)] = -per_w
        programme.col_cost_ = cost
        highs = general_lp.solve(programme)
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            least = highs.getInfo().objective_function_value * unit
            if least > budget.limit:
                needed.append((budget.name, least, budget.limit))
    if not needed:
        names = [row.name for row in problem.rows] + [budget.name for budget in problem.budgets]
        return Infeasible("limits-clash", limits=names or ["bounds on capacities"], hint="loosen one of these limits")
    text = "; ".join(
        f"{name}: at least {least:.6g} is needed, the limit is {limit:.6g} ({least - limit:.6g} too little)"
        for name, least, limit in needed
    )
    return Infeasible("limits-clash", limits=[name for name, _, _ in needed], got=text, hint="loosen one of these")
