"""Size a campus to a proven gap: cuts from the exact year, a small master programme, a plan that can be run.

Method: minimise fixed cost + Q(z), where Q(z), the least running cost of plant z, is convex. Each pass asks the oracle
for a cut at a point between the master's optimum and the best plant so far (in-out stabilisation; Ben-Ameur and Neto,
Networks 49, 2007). The lower bound comes from the cuts, the upper bound is the cost of a feasible plan.
A yearly budget is priced: Q(z) = max over nu of the priced year less nu times the limit; each nu gives a valid cut,
and two plans on either side of the limit are blended into one that keeps it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gigawatt.campus.constants import GAP, GAP_AIM, MAX_CUTS, STABILISATION
from gigawatt.campus.master import Master
from gigawatt.campus.oracle import Cut, Oracle, Plan, why_not_exact
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


@dataclass(slots=True)
class _Trial:
    """What one pass found at z: the cuts, the best feasible running cost seen, and the plan behind it."""

    cuts: list[Cut]
    running: float
    plan: Plan | None


class _Priced:
    """Search of the price of one budget at a given plant, warm from plant to plant."""

    def __init__(self, oracle: Oracle, precision: float) -> None:
        self.oracle = oracle
        self.price = 0.0
        self.step = 0.0
        self.precision = precision

    def at(self, z: Array, rounds: int) -> _Trial:
        """Cuts at z for a few prices around the right one, and a plan that keeps the budget if one was found."""
        oracle = self.oracle
        limit = float(oracle.limits[0] + oracle.limit_slopes[0] @ z)
        scale = max(abs(limit), 1e-9 * oracle.problem.load_wh_per_year)
        nu = self.price
        cuts: list[Cut] = []
        below: tuple[float, float, Plan] | None = None  # price too low: use above the limit
        above: tuple[float, float, Plan] | None = None
        best: Plan | None = None
        stuck = 0
        for _ in range(rounds):
            cut = oracle.cut(z, np.array([nu]))
            plan = oracle.plan(z, np.array([nu]), ready=True)
            cuts.append(cut)
            excess = float(plan.budget_use[0]) - limit
            if excess <= 0.0:
                if best is None or plan.running_usd_per_year < best.running_usd_per_year:
                    best = plan
                stuck = stuck + 1 if above is not None and below is not None else 0
                above = (nu, excess, plan)
                if nu == 0.0:
                    break
            else:
                stuck = stuck - 1 if above is not None and below is not None else 0
                below = (nu, excess, plan)
            if above is not None and below is not None:
                share = -above[1] / (below[1] - above[1])  # of the plan that uses too much
                blend = oracle.blend(below[2], above[2], share * (1.0 - 1e-12))
                if best is None or blend.running_usd_per_year < best.running_usd_per_year:
                    best = blend
                bound = max(c.at(z) for c in cuts)
                if best.running_usd_per_year - bound <= self.precision * abs(best.running_usd_per_year):
                    break
                weight_below = below[1] * (0.5 if stuck >= 2 else 1.0)  # Illinois rule
                weight_above = above[1] * (0.5 if stuck <= -2 else 1.0)
                nu = (below[0] * -weight_above + above[0] * weight_below) / (weight_below - weight_above)
                if not below[0] < nu < above[0]:
                    nu = 0.5 * (below[0] + above[0])
            elif below is not None:
                jump = self.step if self.step > 0.0 else 0.05 * oracle.problem.lost_load_usd_per_wh * 0.01
                nu = nu + max(jump, 0.05 * nu) * (1.0 + min(excess / scale, 4.0))
                self.step = 2.0 * max(jump, 1e-3 * nu)
            elif above is not None:
                jump = max(self.step, 0.02 * nu)
                nu = max(nu - jump, 0.0)
                self.step = 2.0 * jump
        if above is not None and below is not None:
            self.price = max(cuts, key=lambda c: c.at(z)) and 0.5 * (below[0] + above[0])
            self.step = max(above[0] - below[0], 1e-4 * above[0])
        else:
            self.price = nu
        running = best.running_usd_per_year if best is not None else float("inf")
        return _Trial(cuts, running, best)


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
        for column in dict.fromkeys(columns):
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
    priced = _Priced(oracle, 0.1 * aim) if problem.budgets else None

    def trial(z: Array, rounds: int) -> _Trial:
        if priced is not None:
            return priced.at(z, rounds)
        cut = oracle.cut(z)
        return _Trial([cut], cut.at(z), None)

    money = _typical_cost(oracle, unit)
    master = Master(oracle.annual_costs, low, high, rows, unit)
    master.start(money)
    best, best_z, lower = np.inf, low, -np.inf
    best_plan: Plan | None = None
    history: list[tuple[float, float]] = []
    solved = master.solve(np.inf)
    if solved is None:
        raise _clash(problem)
    z_master, _ = solved
    fixed = bool(np.all(low == high)) and extra == 0
    passes = 0
    while passes < MAX_CUTS:
        centre = best_z if np.isfinite(best) else z_master
        z = z_master if fixed else STABILISATION * z_master + (1.0 - STABILISATION) * centre
        found = trial(z, 40 if fixed else 5)
        passes += len(found.cuts)
        for cut in found.cuts:
            master.add(cut)
        cost = float(oracle.annual_costs @ z) + found.running
        if cost < best:
            best, best_z, best_plan = cost, z, found.plan
        solved = master.solve(best)
        if solved is None:
            raise _clash(problem)
        z_master, bound = solved
        lower = max(lower, bound)
        history.append((lower, best))
        if progress is not None:
            progress(passes, (best - lower) / max(abs(best), 1e-300))
        if fixed or best - lower <= aim * abs(best):
            break
    plan, upper = _recover(oracle, best_z, best_plan, priced)
    if upper - lower > gap * abs(upper):  # a longer run-in of the forward pass may be all that is missing
        cut = oracle.cut(best_z, np.array([priced.price]) if priced else None, warm=problem.steps)
        if fixed:
            lower = max(lower, float(oracle.annual_costs @ best_z) + cut.at(best_z))
        if priced is None:
            longer = oracle.plan(best_z, ready=True)
            cost = float(oracle.annual_costs @ best_z) + longer.running_usd_per_year
            if cost < upper:
                plan, upper = longer, cost
    last = oracle.cut(best_z, np.array([priced.price]) if priced else None)
    names = problem.capacity_names
    return Sizing(
        problem=problem,
        capacities={name: float(best_z[i]) for i, name in enumerate(names)},
        peaks_w={name: float(best_z[len(names) + i]) for i, name in enumerate(oracle.column_names[len(names) :])},
        cost_usd_per_year=upper,
        lower_bound_usd_per_year=min(lower, upper),
        plan=plan,
        budget_prices={b.name: priced.price if priced else 0.0 for b in problem.budgets},
        capacity_values={name: float(-last.slope[i]) for i, name in enumerate(names)},
        method="exact",
        why_general="",
        passes=passes,
        cpu_s=time.process_time() - began,
        history=tuple(history),
    )


def _recover(oracle: Oracle, z: Array, plan: Plan | None, priced: _Priced | None) -> tuple[Plan, float]:
    """The plan at z and its whole cost per year."""
    if plan is None:
        if priced is not None:
            plan = priced.at(z, 60).plan
        if plan is None:
            plan = oracle.plan(z)
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
