"""Yearly budgets as prices: at one plant, the prices at which the limits are just kept, and the plans that keep them.

For a plant z the year priced at nu >= 0 costs g(nu) = min(running + nu . use) - nu . limit, concave in nu; every nu
yields a valid cut, and g at its highest is the running cost under the budgets. Plans at several prices are mixed into
one that keeps every limit (shares of each step's energy), whose cost meets the highest g.
One budget: a search by intersections on one axis. Several: the mix is a small linear programme over the plans seen,
its multipliers the next prices (Dantzig and Wolfe, Operations Research 8, 1960), smoothed towards the best ones
(Wentges, International Transactions in Operational Research 4, 1997).
"""

from dataclasses import dataclass
from typing import Protocol

import highspy
import numpy as np

from gigawatt.campus.constants import NEAR_LIMIT, NEAREST, PRICE_CEILING, STABILISATION
from gigawatt.campus.oracle import Cut, Oracle, Plan

Array = np.ndarray
GLANCE, SETTLE = 6, 80  # years tried for one plant: in passing, and to full precision
HAIR = 1e-12  # share given away so that rounding cannot overdraw a limit that two plans meet exactly


@dataclass(frozen=True, slots=True)
class Mix:
    """Plans and the share of each; running cost per year."""

    plans: tuple[Plan, ...]
    shares: tuple[float, ...]
    running_usd_per_year: float


@dataclass(slots=True)
class Trial:
    """What one pass found at z: the cuts, and a feasible plan with its running cost if one was made."""

    cuts: list[Cut]
    running: float
    plan: "Plan | Mix | None"
    sharp: bool = True
    """whether the cuts are tight at z to the precision of the search"""


class PricedBudgets(Protocol):
    """The prices of the budgets of one problem, carried warm from plant to plant."""

    prices: Array

    def begin(self, prices: Array) -> None:
        """Begin the next search at these prices."""

    def raise_ceiling(self) -> None:
        """Allow higher prices: the limits are worth more than was thought."""

    def glance(self, z: Array, gap: float) -> Trial:
        """Cuts at z for a few prices, until the bound there errs by far less than the gap."""

    def settle(self, z: Array) -> Trial:
        """Cuts at z around the right prices, and the best plan that keeps the budgets, to full precision."""


def priced_budgets(oracle: Oracle, precision: float) -> PricedBudgets:
    """The search for the prices of the oracle's budgets; `precision` is relative to the running cost."""
    return OneBudget(oracle, precision) if len(oracle.limits) == 1 else SeveralBudgets(oracle, precision)


def _scales(oracle: Oracle) -> Array:
    """A price of the right order for each budget: the dearest mean running cost per weight [USD per unit]."""
    costs = [abs(float(np.mean(oracle.cost[k]))) for k in range(len(oracle.slot_ids))]
    money = max(costs or [0.0]) or oracle.problem.lost_load_usd_per_wh
    return money / np.maximum(np.max(np.abs(oracle.weights), axis=1), 1e-300)


class OneBudget:
    """The price of one budget.

    `glance` takes one year at the price that the last excess suggests (a Newton step on use(price) = limit with the
    slope learnt so far) and yields a cut; `settle` searches the price at one plant until the blend of two plans on
    either side of the limit meets the priced bound.
    """

    def __init__(self, oracle: Oracle, precision: float) -> None:
        self.oracle = oracle
        self.precision = precision
        self.prices = np.zeros(1)
        self.scale = float(_scales(oracle)[0])
        self.ceiling = PRICE_CEILING * self.scale
        """highest price tried: more than the limit can be worth near the optimum; raised when it is not"""
        limit = float(oracle.limits[0])
        weight = float(np.max(np.abs(oracle.weights)))
        self.slope = max(abs(limit), 1e-3 * weight * oracle.problem.load_wh_per_year) / self.scale
        """assumed fall of the use per unit of price; learnt by `settle`"""
        self.patience = GLANCE

    def begin(self, prices: Array) -> None:
        """Begin the next search at this price."""
        self.prices = np.minimum(prices, self.ceiling)

    def raise_ceiling(self) -> None:
        """Allow a price eight times as high."""
        self.ceiling *= 8.0

    def glance(self, z: Array, gap: float) -> Trial:
        """Cuts at z for a few prices, until the use is so near the limit that the bound errs by far less than gap."""
        near = min(max(NEAR_LIMIT * gap, NEAREST), 0.01)
        trial = self._search(z, self.patience, near, max(0.1 * gap, self.precision))
        self.patience = GLANCE if trial.sharp else SETTLE  # a blunt look would come back to the same cuts
        return trial

    def settle(self, z: Array) -> Trial:
        """Cuts at z for prices around the right one, and the best plan that keeps the budget, to full precision."""
        return self._search(z, SETTLE, 0.0, self.precision)

    def _search(self, z: Array, rounds: int, near: float, precision: float) -> Trial:
        oracle = self.oracle
        limit = float(oracle.limits[0] + oracle.limit_slopes[0] @ z)
        sharp = False
        nu = min(float(self.prices[0]), self.ceiling)
        cuts: list[Cut] = []
        low: tuple[float, float, Plan] | None = None  # price too low: the plan uses too much
        high: tuple[float, float, Plan] | None = None
        best: Plan | Mix | None = None
        cost, bound = np.inf, -np.inf
        jump = 1e-4 * max(nu, 0.2 * self.scale)
        lone = 0  # steps taken without a price on the other side: one by Newton, then the end of the range
        for _ in range(rounds):
            cuts.append(oracle.cut(z, np.array([nu])))
            plan = oracle.plan(z, np.array([nu]), ready=True)
            bound = max(bound, cuts[-1].at(z))
            excess = float(plan.budget_use[0]) - limit
            at_end = (nu == 0.0 and excess <= 0.0) or (nu >= self.ceiling and excess > 0.0)
            sharp = at_end or abs(excess) <= near * abs(limit)
            if excess <= 0.0:
                if plan.running_usd_per_year < cost:
                    best, cost = plan, plan.running_usd_per_year
                high = (nu, excess, plan)
            else:
                low = (nu, excess, plan)
            if high is not None and low is not None:
                share = -high[1] / (low[1] - high[1]) * (1.0 - HAIR)
                blended = share * low[2].running_usd_per_year + (1.0 - share) * high[2].running_usd_per_year
                if blended < cost:
                    best, cost = Mix((low[2], high[2]), (share, 1.0 - share), blended), blended
            sharp = sharp or (best is not None and cost - bound <= precision * abs(cost))
            if sharp:
                break
            if high is not None and low is not None:
                width = high[0] - low[0]
                self.slope = max((low[1] - high[1]) / width, 1e-3 * abs(limit) / self.scale)
                # where the two plans cost the same at one price (Kelley): exact at once when the price is at a kink
                cheaper = high[2].running_usd_per_year - low[2].running_usd_per_year
                nu = cheaper / (low[1] - high[1])
                if not low[0] < nu < high[0]:
                    nu = 0.5 * (low[0] + high[0])
                if not low[0] < nu < high[0]:
                    break  # the prices are neighbours: a kink, and the blend is exact there
            elif low is not None:
                nu = min(nu + max(jump, 1.1 * excess / self.slope), self.ceiling) if lone == 0 else self.ceiling
                lone += 1
            else:
                nu = max(nu - max(jump, -1.1 * excess / self.slope), 0.0) if lone == 0 else 0.0
                lone += 1
        self.prices = np.array([0.5 * (low[0] + high[0]) if high is not None and low is not None else nu])
        return Trial(cuts, cost, best, sharp)


class SeveralBudgets:
    """The prices of several budgets together."""

    def __init__(self, oracle: Oracle, precision: float) -> None:
        self.oracle = oracle
        self.precision = precision
        self.ceiling = PRICE_CEILING * _scales(oracle)
        self.prices = np.zeros(len(oracle.limits))
        self.patience = GLANCE

    def begin(self, prices: Array) -> None:
        """Begin the next search at these prices."""
        self.prices = np.minimum(prices, self.ceiling)

    def raise_ceiling(self) -> None:
        """Allow prices eight times as high."""
        self.ceiling = 8.0 * self.ceiling

    def glance(self, z: Array, gap: float) -> Trial:
        """Cuts at z for a few prices, until the bound there errs by far less than the gap."""
        trial = self._search(z, self.patience, max(0.1 * min(gap, 0.01), self.precision))
        self.patience = GLANCE if trial.sharp else SETTLE
        return trial

    def settle(self, z: Array) -> Trial:
        """Cuts at z around the right prices, and the best mix that keeps the budgets, to full precision."""
        return self._search(z, SETTLE, self.precision)

    def _search(self, z: Array, rounds: int, precision: float) -> Trial:
        oracle = self.oracle
        limits = oracle.limits + oracle.limit_slopes @ z
        cuts: list[Cut] = []
        plans: list[Plan] = []
        nu = np.clip(self.prices, 0.0, self.ceiling)
        centre, bound = nu, -np.inf
        best: Plan | Mix | None = None
        cost = np.inf
        sharp = False
        mixing = _Mixing(limits, self.ceiling, oracle.problem)
        for _ in range(rounds):
            cuts.append(oracle.cut(z, nu))
            plans.append(oracle.plan(z, nu, ready=True))
            if cuts[-1].at(z) > bound:
                bound, centre = cuts[-1].at(z), nu
            shares, wanted, short = mixing.add(plans[-1])
            mixed = sum(s * p.running_usd_per_year for s, p in zip(shares, plans, strict=True))
            if not short and mixed < cost:
                used = [i for i in range(len(plans)) if shares[i] > 0.0]
                cost = mixed
                best = Mix(tuple(plans[i] for i in used), tuple(float(shares[i]) for i in used), mixed)
            # with a lack priced at the ceiling the programme's value is still above every bound
            value = mixed + float(self.ceiling @ np.maximum(mixing.excess(shares, plans), 0.0))
            sharp = value - bound <= precision * abs(value)
            if sharp:
                break
            trial = STABILISATION * wanted + (1.0 - STABILISATION) * centre
            if any(np.array_equal(trial, cut.budget_prices) for cut in cuts):
                trial = wanted
            if any(np.array_equal(trial, cut.budget_prices) for cut in cuts):
                break
            nu = trial
        self.prices = centre
        return Trial(cuts, cost, best, sharp)


class _Mixing:
    """Cheapest mix of the plans seen that keeps the limits, a lack priced at the ceiling: a small linear programme."""

    def __init__(self, limits: Array, ceiling: Array, problem: object) -> None:
        self.limits, self.ceiling = limits, ceiling
        self.unit = np.maximum(np.abs(limits), 1e-9 * problem.load_wh_per_year)  # type: ignore[attr-defined]
        self.solver = highspy.Highs()
        self.solver.silent()
        self.money = 0.0

    def excess(self, shares: Array, plans: list[Plan]) -> Array:
        """Use of the mix less the limits."""
        return sum(s * p.budget_use for s, p in zip(shares, plans, strict=True)) - self.limits

    def add(self, plan: Plan) -> tuple[Array, Array, bool]:
        """(share of each plan, prices, whether a limit is still broken) with this plan among those to choose from."""
        solver, count = self.solver, len(self.limits)
        if not self.money:
            self.money = max(abs(plan.running_usd_per_year), 1e-300)
            solver.setOptionValue("threads", 1)
            solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
            solver.setOptionValue("dual_feasibility_tolerance", 1e-10)
            solver.setOptionValue("presolve", "off")
            none = np.zeros(0, np.int32)
            for b in range(count):
                margin = self.limits[b] / self.unit[b] - 1e-9 * abs(self.limits[b] / self.unit[b])
                solver.addRow(-highspy.kHighsInf, margin, 0, none, np.zeros(0))
            solver.addRow(1.0, 1.0, 0, none, np.zeros(0))
            for b in range(count):
                price = self.ceiling[b] * self.unit[b] / self.money
                solver.addCol(price, 0.0, highspy.kHighsInf, 1, np.array([b], np.int32), np.array([-1.0]))
        values = np.append(plan.budget_use / self.unit, 1.0)
        solver.addCol(
            plan.running_usd_per_year / self.money, 0.0, highspy.kHighsInf, count + 1,
            np.arange(count + 1, dtype=np.int32), values,
        )  # fmt: skip
        solver.run()
        found = solver.getSolution()
        lacks = np.array(found.col_value[:count])
        shares = np.maximum(np.array(found.col_value[count:]), 0.0)
        prices = np.clip(-np.array(found.row_dual[:count]) * self.money / self.unit, 0.0, self.ceiling)
        return shares / shares.sum(), prices, bool((lacks > 1e-12).any())
