"""The small linear programme over capacities: cheapest plant under all cuts known so far, with a safe lower bound.

Variables: the columns of the oracle and theta, the running cost. It is kept warm between cuts. Columns are scaled by
`unit` and money by `money`, so that the solver's absolute tolerances mean the same for any size of campus.
"""

import highspy
import numpy as np

from gigawatt.campus.oracle import Cut

Array = np.ndarray


class Master:
    """min annual_costs . z + theta over cuts, bounds and rows (low <= matrix z <= high)."""

    def __init__(
        self, annual_costs: Array, low: Array, high: Array, rows: list[tuple[Array, float, float]], unit: Array,
        least: float = 0.0,
    ) -> None:  # fmt: skip
        self.least = least
        """a running cost that no plant can undercut [USD per year]"""
        self.costs, self.low, self.high, self.unit = annual_costs, low, high, unit
        self.rows = rows
        self.money = 0.0
        self.cuts: list[Cut] = []
        self.mixed_slope = np.zeros(len(annual_costs))
        """slope of the combination of cuts that carries the last bound: the marginal worth of capacity, negated"""
        self.mixed_budget_prices = np.zeros(0)
        self.reduced = annual_costs.copy()
        """cost less worth of one more unit of each column, limits on capacities included"""
        self.row_prices = np.zeros(len(rows))
        self._solver = highspy.Highs()
        self._solver.silent()
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
        self._solver.setOptionValue("dual_feasibility_tolerance", 1e-10)

    def start(self, money: float) -> None:
        """Set the unit of money and lay out columns and rows; called once before the first cut."""
        self.money = money
        count = len(self.costs)
        for j in range(count):
            self._solver.addVar(self.low[j] / self.unit[j], self.high[j] / self.unit[j])
            self._solver.changeColCost(j, self.costs[j] * self.unit[j] / money)
        self._solver.addVar(self.least / money, highspy.kHighsInf)
        self._solver.changeColCost(count, 1.0)
        for weights, low, high in self.rows:
            used = np.nonzero(weights)[0].astype(np.int32)
            scale = float(np.max(np.abs(weights[used] * self.unit[used])))
            self._solver.addRow(low / scale, high / scale, len(used), used, weights[used] * self.unit[used] / scale)

    def add(self, cut: Cut) -> None:
        """Add theta >= cut."""
        self.cuts.append(cut)
        count = len(self.costs)
        index = np.arange(count + 1, dtype=np.int32)
        values = np.append(-cut.slope * self.unit / self.money, 1.0)
        self._solver.addRow(cut.constant / self.money, highspy.kHighsInf, count + 1, index, values)

    def solve(self) -> tuple[Array, float] | None:
        """(cheapest z, cost of it by the solver's own account); None when bounds and rows exclude each other."""
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        self._solution = self._solver.getSolution()
        z = np.clip(np.array(self._solution.col_value[:-1]) * self.unit, self.low, self.high)
        return z, self._solver.getInfo().objective_function_value * self.money

    def safe_bound(self, best_known: float) -> float:
        """A lower bound on the whole cost that holds whatever the solver's tolerances [USD per year].

        Rebuilt from the multipliers: a convex combination of cuts, minimised over the box that a plan no dearer than
        `best_known` must lie in. Sets the mixed slope, prices and reduced costs.
        """
        return self._safe_bound(np.array(self._solution.row_dual), best_known)

    def _safe_bound(self, duals: Array, best_known: float) -> float:
        mix = np.maximum(duals[len(self.rows) :], 0.0)
        if mix.sum() <= 0.0:
            return float(self.costs @ self.low) + self.least
        mix /= max(mix.sum(), 1.0)  # theta >= least takes what is missing to 1
        reduced = self.costs.copy()
        bound = (1.0 - float(mix.sum())) * self.least if self.least else 0.0
        self.mixed_slope = np.zeros(len(self.costs))
        self.mixed_budget_prices = np.zeros(len(self.cuts[0].budget_prices))
        for number in np.nonzero(mix)[0]:
            cut = self.cuts[number]
            bound += mix[number] * cut.constant
            self.mixed_slope += mix[number] * cut.slope
            self.mixed_budget_prices += mix[number] * cut.budget_prices
        reduced += self.mixed_slope
        row_prices = []
        for (weights, low, high), dual in zip(self.rows, duals, strict=False):
            used = weights[np.nonzero(weights)[0]]
            scale = float(np.max(np.abs(used * self.unit[np.nonzero(weights)[0]])))
            price = dual * self.money / scale
            bound += price * (low if price > 0.0 else high) if price != 0.0 else 0.0
            reduced -= price * weights
            row_prices.append(price)
        self.reduced = reduced
        self.row_prices = np.array(row_prices)
        with np.errstate(divide="ignore", invalid="ignore"):
            affordable = np.where(self.costs > 0.0, (best_known - self.least) / self.costs, np.inf)
        top = np.minimum(self.high, np.maximum(affordable, self.low))
        at = np.where(reduced >= 0.0, self.low, np.where(np.isfinite(top), top, 0.0))
        return float(bound + reduced @ at)
