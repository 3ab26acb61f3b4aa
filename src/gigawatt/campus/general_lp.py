"""The supply problem as one sparse linear programme: every source, store, budget and limit, no structure assumed.

Columns per step: energy of each source, charge, discharge and level of each store, load shed, export; then the
capacities and peaks. Used where the exact method stops, and as referee in tests and benchmarks.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from gigawatt.campus.problem import Problem

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a general programme stand: first column of each family, T columns each."""

    steps: int
    sources: int
    stores: int
    peaks: tuple[tuple[int, int], ...]
    """(source, segment) of each demand-charge column"""

    def source(self, i: int) -> int:
        """First column of the energy of source i."""
        return i * self.steps

    def charge(self, s: int) -> int:
        """First column of the charge of store s; discharge and level follow."""
        return (self.sources + 3 * s) * self.steps

    @property
    def shed(self) -> int:
        """First column of the load shed."""
        return (self.sources + 3 * self.stores) * self.steps

    @property
    def capacity(self) -> int:
        """First capacity column."""
        return self.shed + self.steps

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self.capacity + self.sources + 2 * self.stores + len(self.peaks)


class _Rows:
    """Triplets of a sparse matrix with row bounds, gathered in blocks."""

    def __init__(self) -> None:
        self.rows: list[Array] = []
        self.columns: list[Array] = []
        self.values: list[Array] = []
        self.low: list[Array] = []
        self.high: list[Array] = []
        self.count = 0

    def block(self, low: Array, high: Array) -> Array:
        """Open a block of rows; returns their numbers."""
        numbers = np.arange(self.count, self.count + len(low))
        self.low.append(low)
        self.high.append(high)
        self.count += len(low)
        return numbers

    def put(self, rows: Array, columns: Array, values: "Array | float") -> None:
        """Add entries."""
        self.rows.append(rows)
        self.columns.append(np.broadcast_to(columns, rows.shape))
        self.values.append(np.broadcast_to(np.asarray(values, dtype=float), rows.shape))


def build(problem: Problem) -> "tuple[highspy.HighsLp, Layout, float, float]":
    """(programme, layout, unit of power [W], money unit [USD]); the programme is scaled by the two units."""
    steps, hours = problem.steps, problem.step_hours
    sources, stores = problem.sources, problem.stores
    peaks = tuple((i, m) for i, source in enumerate(sources) for m in range(len(source.segment_costs_usd_per_w)))
    layout = Layout(steps, len(sources), len(stores), peaks)
    unit = float(problem.load_w.max())
    money = 1e-6 * problem.lost_load_usd_per_wh * problem.load_wh_per_year or 1.0
    load = problem.load_w * hours / unit
    every = np.arange(steps)
    infinite = highspy.kHighsInf
    cost = np.zeros(layout.columns)
    low = np.zeros(layout.columns)
    high = np.full(layout.columns, infinite)
    rows = _Rows()
    balance = rows.block(load, load)
    scale = unit / money / problem.years

    for i, source in enumerate(sources):
        columns = layout.source(i) + every
        price = np.broadcast_to(np.asarray(source.cost_usd_per_wh, dtype=float), (steps,))
        cost[columns] = source.sign * price * scale
        rows.put(balance, columns, source.sign)
        available = np.broadcast_to(np.asarray(source.availability, dtype=float), (steps,)) * hours
        limit = rows.block(np.full(steps, -infinite), np.zeros(steps))
        rows.put(limit, columns, 1.0)
        rows.put(limit, np.full(steps, layout.capacity + i), -available)
        if np.isfinite(source.ramp_fraction_per_hour):
            reach = source.ramp_fraction_per_hour * hours * hours
            for direction in (1.0, -1.0):
                ramp = rows.block(np.full(steps, -infinite), np.zeros(steps))
                rows.put(ramp, columns, direction)
                rows.put(ramp, layout.source(i) + (every - 1) % steps, -direction)
                rows.put(ramp, np.full(steps, layout.capacity + i), -reach)
    for s, store in enumerate(stores):
        charge = layout.charge(s) + every
        discharge, level = charge + steps, charge + 2 * steps
        cost[discharge] = store.wear_usd_per_wh * scale
        rows.put(balance, charge, -1.0)
        rows.put(balance, discharge, 1.0)
        power, energy = layout.capacity + len(sources) + 2 * s, layout.capacity + len(sources) + 2 * s + 1
        for columns, size, factor in ((charge, power, hours), (discharge, power, hours), (level, energy, 1.0)):
            limit = rows.block(np.full(steps, -infinite), np.zeros(steps))
            rows.put(limit, columns, 1.0)
            rows.put(limit, np.full(steps, size), -factor)
        state = rows.block(np.zeros(steps), np.zeros(steps))
        rows.put(state, level, 1.0)
        rows.put(state, layout.charge(s) + 2 * steps + (every - 1) % steps, -((1.0 - store.loss_per_hour) ** hours))
        rows.put(state, charge, -store.charge_efficiency)
        rows.put(state, discharge, 1.0 / store.discharge_efficiency)
    shed = layout.shed + every
    cost[shed] = problem.lost_load_usd_per_wh * scale
    high[shed] = load
    rows.put(balance, shed, 1.0)

    capacity_low, capacity_high = problem.bounds()
    first = layout.capacity
    count = len(capacity_low)
    cost[first : first + count] = problem.annual_costs() * unit / money
    low[first : first + count] = capacity_low / unit
    high[first : first + count] = np.where(np.isfinite(capacity_high), capacity_high / unit, infinite)
    for p, (i, m) in enumerate(peaks):
        column = first + count + p
        cost[column] = sources[i].segment_costs_usd_per_w[m] * unit / money / problem.years
        inside = np.nonzero(problem.segment_of == m)[0] if problem.segment_of is not None else np.zeros(0, int)
        available = np.broadcast_to(np.asarray(sources[i].availability, dtype=float), (steps,))[inside] * hours
        limit = rows.block(np.full(len(inside), -infinite), np.zeros(len(inside)))
        rows.put(limit, layout.source(i) + inside, 1.0)
        rows.put(limit, np.full(len(inside), column), -available)
    names = {s.name: layout.source(i) for i, s in enumerate(sources)} | {"shed": layout.shed}
    numbers = {name: layout.capacity + i for i, name in enumerate(problem.capacity_names)}
    for budget in problem.budgets:
        size = max(problem.load_wh_per_year / unit, 1.0)
        row = rows.block(np.array([-infinite]), np.array([budget.limit / unit / size]))
        for name, weight in budget.weights.items():
            rows.put(np.repeat(row, steps), names[name] + every, weight / problem.years / size)
        for name, per_w in budget.per_w.items():
            rows.put(row, np.array([numbers[name]]), -per_w / size)
    for limit_row in problem.rows:
        row = rows.block(np.array([limit_row.low / unit]), np.array([limit_row.high / unit]))
        for name, weight in limit_row.weights.items():
            rows.put(row, np.array([numbers[name]]), weight)

    from scipy.sparse import csc_matrix

    matrix = csc_matrix(
        (np.concatenate(rows.values), (np.concatenate(rows.rows), np.concatenate(rows.columns))),
        shape=(rows.count, layout.columns),
    )
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = layout.columns, rows.count
    programme.col_cost_, programme.col_lower_, programme.col_upper_ = cost, low, high
    programme.row_lower_, programme.row_upper_ = np.concatenate(rows.low), np.concatenate(rows.high)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_, programme.a_matrix_.index_, programme.a_matrix_.value_ = (
        matrix.indptr, matrix.indices, matrix.data,
    )  # fmt: skip
    return programme, layout, unit, money


def solve(programme: "highspy.HighsLp", solver: str = "choose", tolerance: float = 1e-9) -> "highspy.Highs":
    """The solved programme (one thread); the caller reads status and solution."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("solver", solver)
    highs.setOptionValue("primal_feasibility_tolerance", tolerance)
    highs.setOptionValue("dual_feasibility_tolerance", tolerance)
    highs.passModel(programme)
    highs.run()
    return highs
