"""Size a campus to a proven gap: cuts from the exact year, a small master programme, a plan that can be run.

Method: minimise fixed cost + Q(z), where Q(z), the least running cost of plant z, is convex. Each pass asks the oracle
for a cut at a point between the master's optimum and the best plant so far (in-out stabilisation; Ben-Ameur and Neto,
Networks 49, 2007). The lower bound comes from the cuts, the upper bound is the cost of a feasible plan.
A yearly budget is priced: Q(z) = max over nu of the priced year less nu times the limit; each nu gives a valid cut,
and two plans on either side of the limit are blended into one that keeps it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from gigawatt.campus.budgets import Mix, PricedBudgets, Trial, priced_budgets
from gigawatt.campus.constants import (
    GAP,
    GAP_AIM,
    LONGER_RUN_IN,
    MAX_CUTS,
    STABILISATION,
    THIN_FROM,
    THIN_GAP,
    THIN_HOURS,
    THIN_KEEP,
    TRUST_MASTER,
    UNMOVED,
)
from gigawatt.campus.master import Master
from gigawatt.campus.oracle import Oracle, Plan, why_not_exact
from gigawatt.campus.problem import Problem, check_problem
from gigawatt.errors import Infeasible

Array = np.ndarray
Progress = Callable[[int, float], None]
"""called with (passes, relative gap)"""


@dataclass(frozen=True, slots=True)
class Sizing:
    """A sized campus with its certificate; money in USD per year, capacities in W and Wh."""

    problem: Problem
    capacities: dict[str, float]
    peaks_w: dict[str, float]
    """peaks of demand-charged sources by segment"""
    cost_usd_per_year: float
    """cost of the plan: an upper bound on the optimum"""
    lower_bound_usd_per_year: float
    plan: Plan
    budget_prices: dict[str, float]
    """price of one unit of each budget"""
    capacity_values: dict[str, float]
    """saving in running cost per year of one more unit of each capacity, before its own cost [USD/W, USD/Wh]"""
    net_values: dict[str, float]
    """saving per year of one more unit of each capacity, its cost paid and limits on capacities counted"""
    row_prices: dict[str, float]
    """cost per year of one more unit asked for by each limit on capacities"""
    method: str
    """`exact` or `general programme`"""
    why_general: str
    """why the general programme was used; empty for the exact method"""
    passes: int
    cpu_s: float
    history: tuple[tuple[float, float], ...] = field(default=())
    """(lower bound, best plan) after each pass"""

    @property
    def gap(self) -> float:
        """(plan - bound) / plan."""
        return (self.cost_usd_per_year - self.lower_bound_usd_per_year) / max(abs(self.cost_usd_per_year), 1e-300)

    @property
    def fixed_usd_per_year(self) -> float:
        """The part of the cost that buys capacity, demand charges included."""
        return self.cost_usd_per_year - self.plan.running_usd_per_year

    @property
    def usd_per_wh(self) -> float:
        """Cost per Wh of load."""
        return self.cost_usd_per_year / self.problem.load_wh_per_year

    def energy_wh(self, name: str) -> float:
        """Energy that a source serves per year [Wh]."""
        index = [source.name for source in self.problem.sources].index(name)
        return float(self.plan.served_wh[index].sum()) / self.problem.years

    @property
    def shed_wh(self) -> float:
        """Load not served per year [Wh]."""
        return float(self.plan.shed_wh.sum()) / self.problem.years


def size(problem: Problem, gap: float = GAP, progress: Progress | None = None, general: bool = True) -> Sizing:
    """The cheapest plant that serves the load, to the relative gap asked, with its plan and its bound.

    Raises FaultList for bad series or values and Infeasible when limits clash. Where the structure stops, or the
    exact method does not close the gap, the general programme is used and the result says so (`general=False`
    raises instead).
    """
    check_problem(problem)
    reason = why_not_exact(problem)
    if not reason:
        sized = _size_exact(problem, gap, progress)
        if sized.gap <= gap or not general:
            return sized
        reason = f"the exact method stopped at a gap of {sized.gap:.1e}"
    if not general:
        raise Infeasible("structure", limits=[reason], expected="a problem inside the exact structure")
    from gigawatt.campus.fallback import size_general

    return size_general(problem, reason)


def _rows_of(oracle: Oracle) -> list[tuple[Array, float, float]]:
    """Capacity rows of the problem, and peak <= capacity for every demand-charged source."""
    names = list(oracle.problem.capacity_names)
    rows = []
    for row in oracle.problem.rows:
        weights = np.zeros(len(oracle.column_names))
        for name, weight in row.weights.items():
            weights[names.index(name)] = weight
        if weights.any():
            rows.append((weights, row.low, row.high))
    for slot, columns in zip(oracle.slot_ids, oracle.columns_of_slot, strict=True):
        for column in dict.fromkeys(columns.tolist()):
            if column != slot:
                weights = np.zeros(len(oracle.column_names))
                weights[column], weights[slot] = 1.0, -1.0
                rows.append((weights, -np.inf, 0.0))
    return rows


def _size_exact(problem: Problem, gap: float, progress: Progress | None) -> Sizing:
    began = time.process_time()
    oracle = Oracle(problem)
    low, high = problem.bounds()
    extra = len(oracle.column_names) - len(low)
    low, high = np.append(low, np.zeros(extra)), np.append(high, np.full(extra, np.inf))
    unit = np.full(len(low), float(problem.load_w.max()))
    rows = _rows_of(oracle)
    aim = gap * GAP_AIM
    priced = priced_budgets(oracle, 0.1 * aim) if problem.budgets else None
    master = Master(oracle.annual_costs, low, high, rows, unit, oracle.least_running_usd_per_year())
    master.start(_typical_cost(oracle, unit))
    best, best_z, lower = np.inf, low, -np.inf
    hoped, hoped_z = np.inf, low  # least bound on the cost of a plant seen: the centre of the search
    best_plan: Plan | Mix | None = None
    history: list[tuple[float, float]] = []
    solved = master.solve()
    if solved is None:
        raise _clash(problem)
    z_master, _ = solved
    fixed = bool(np.all(low == high)) and extra == 0
    passes = 0
    settling = fixed
    first = None if fixed or problem.steps < THIN_FROM else _rough_start(oracle, low, high)
    if first is not None and priced is not None:
        priced.begin(first[1])
    unmoved = 0
    while passes < MAX_CUTS:
        if settling:
            z = z_master if fixed else hoped_z
        elif first is not None and passes == 0:
            z = first[0]
        else:
            z = STABILISATION * z_master + (1.0 - STABILISATION) * (hoped_z if np.isfinite(hoped) else z_master)
        if priced is None:
            cut = oracle.cut(z)
            found = Trial([cut], cut.at(z), None)
        else:
            found = (
                priced.settle(z)
                if settling
                else priced.glance(z, (hoped - lower) / abs(hoped) if np.isfinite(hoped) else 1.0)
            )
        passes += len(found.cuts)
        for cut in found.cuts:
            master.add(cut)
        fixed_cost = float(oracle.annual_costs @ z)
        if fixed_cost + found.running < best:
            best, best_z, best_plan = fixed_cost + found.running, z, found.plan
        at_least = fixed_cost + (max(cut.at(z) for cut in found.cuts) if found.sharp else found.running)
        if settling:  # what was only a bound at the centre is now known
            hoped, hoped_z, unmoved = fixed_cost + max(cut.at(z) for cut in found.cuts), z, 0
            if best < hoped or not np.isfinite(found.running):
                hoped, hoped_z = best, best_z
        elif at_least < hoped:
            hoped, hoped_z, unmoved = at_least, z, 0
        else:
            unmoved += 1
        solved = master.solve()
        if solved is None:
            raise _clash(problem)
        z_master, guess = solved
        if priced is not None or fixed or best - guess <= 2.0 * aim * abs(best):
            lower = max(lower, master.safe_bound(best))
        if priced is not None and np.isfinite(hoped) and hoped - lower < TRUST_MASTER * abs(hoped):
            priced.begin(master.mixed_budget_prices)
        history.append((max(lower, min(guess, best)), best))
        if progress is not None:
            progress(passes, (best - history[-1][0]) / max(abs(best), 1e-300))
        if fixed or (np.isfinite(best) and best - lower <= aim * abs(best)):
            # without a budget `best` is the value of the bound there; the plan may lie a little above it
            if fixed or priced is not None or aim < GAP_AIM * gap * 1e-2:
                break
            made = oracle.plan(best_z)
            if float(oracle.annual_costs @ best_z) + made.running_usd_per_year - lower <= gap * abs(best):
                best_plan = made
                break
            aim *= 0.25
        if priced is None:
            continue
        close = np.isfinite(hoped) and hoped - lower <= 0.9 * aim * abs(hoped)
        if settling and not np.isfinite(found.running) or close and hoped >= best:
            priced.raise_ceiling()
        settling = close or unmoved >= UNMOVED and hoped < best
    plan, upper = _recover(oracle, best_z, best_plan, priced)
    for rounds in LONGER_RUN_IN:
        if upper - lower <= gap * abs(upper):
            break
        # a longer run-in of the forward pass may be all that is missing
        cut = oracle.cut(best_z, priced.prices if priced else None, warm=rounds * problem.steps)
        if fixed:
            lower = max(lower, float(oracle.annual_costs @ best_z) + cut.at(best_z))
        if priced is None:
            longer = oracle.plan(best_z, ready=True)
            cost = float(oracle.annual_costs @ best_z) + longer.running_usd_per_year
            if cost < upper:
                plan, upper = longer, cost
    names = problem.capacity_names
    return Sizing(
        problem=problem,
        capacities={name: float(best_z[i]) for i, name in enumerate(names)},
        peaks_w={name: float(best_z[len(names) + i]) for i, name in enumerate(oracle.column_names[len(names) :])},
        cost_usd_per_year=upper,
        lower_bound_usd_per_year=min(lower, upper),
        plan=plan,
        budget_prices={b.name: float(master.mixed_budget_prices[i]) for i, b in enumerate(problem.budgets)},
        capacity_values={name: float(-master.mixed_slope[i]) for i, name in enumerate(names)},
        net_values={name: float(-master.reduced[i]) for i, name in enumerate(names)},
        row_prices={row.name: float(p) for row, p in zip(problem.rows, master.row_prices, strict=False)},
        method="exact",
        why_general="",
        passes=passes,
        cpu_s=time.process_time() - began,
        history=tuple(history),
    )


def _rough_start(oracle: Oracle, low: Array, high: Array) -> tuple[Array, Array]:
    """A plant and budget prices to begin with, from one block of days in THIN_KEEP; promises nothing."""
    problem = oracle.problem
    width = max(int(round(THIN_HOURS / problem.step_hours)), 1)
    kept = np.nonzero(np.arange(problem.steps) // width % THIN_KEEP == 0)[0]

    def thin(values: "Array | float") -> "Array | float":
        return values if np.ndim(values) == 0 else np.asarray(values)[kept]

    sources = tuple(
        replace(s, availability=thin(s.availability), cost_usd_per_wh=thin(s.cost_usd_per_wh)) for s in problem.sources
    )
    thinned = replace(
        problem,
        load_w=problem.load_w[kept],
        sources=sources,
        years=problem.years * len(kept) / problem.steps,
        segment_of=None if problem.segment_of is None else problem.segment_of[kept],
    )
    rough = _size_exact(thinned, THIN_GAP, None)
    z = np.array([*rough.capacities.values(), *rough.peaks_w.values()])
    return np.clip(z, low, high), np.array(list(rough.budget_prices.values()))


def _recover(oracle: Oracle, z: Array, plan: Plan | Mix | None, priced: PricedBudgets | None) -> tuple[Plan, float]:
    """The plan at z and its whole cost per year."""
    if plan is None:
        if priced is not None:
            plan = priced.settle(z).plan
        if plan is None:
            plan = oracle.plan(z)
    if isinstance(plan, Mix):
        plan = oracle.blend(plan.plans, plan.shares)
    return plan, float(oracle.annual_costs @ z) + plan.running_usd_per_year


def _typical_cost(oracle: Oracle, unit: Array) -> float:
    """A cost per year of the right order, only to scale the master programme [USD per year]."""
    running = [float(oracle.cost[k].mean()) for k in range(len(oracle.slot_ids))]
    energy = oracle.problem.load_wh_per_year
    cheapest = min([abs(r) for r in running if r] or [oracle.problem.lost_load_usd_per_wh]) * energy
    fixed = float(np.max(oracle.annual_costs[: len(oracle.problem.sources)], initial=0.0)) * float(unit[0])
    return max(cheapest, fixed, 1e-300)


def _clash(problem: Problem) -> Infeasible:
    """The error for limits on capacities that no plant can keep together."""
    names = [row.name for row in problem.rows] or ["bounds on capacities"]
    return Infeasible("limits-clash", limits=names, hint="loosen one of these limits")
