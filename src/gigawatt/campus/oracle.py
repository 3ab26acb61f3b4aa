"""The exact year: cost, cut and plan of one campus with given capacities, by the compiled dynamic programme.

`Oracle` lays a `Problem` out for the kernel once and answers for any capacities and any prices on budgets:
`cut` gives a linear function that no feasible year of any plant undercuts, and is tight at the capacities asked;
`plan` gives a feasible year. Where the structure stops (`why_not_exact`), sizing uses the general programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gigawatt.campus import kernel
from gigawatt.campus.constants import TINY_CAPACITY, WARM_UP_CYCLES, WARM_UP_STEPS
from gigawatt.campus.problem import Problem

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Cut:
    """A bound on the running cost of a year: cost(z) >= constant + slope . z for every z [USD per year].

    z is the vector of columns of the oracle: capacities, then the peaks of demand-charged sources.
    """

    constant: float
    slope: Array
    budget_prices: Array

    def at(self, z: Array) -> float:
        """Value of the bound at z."""
        return self.constant + float(self.slope @ z)


@dataclass(frozen=True, slots=True)
class Plan:
    """A feasible year: energies per step [Wh], arrays of shape (T,) or (sources, T), and its cost and uses per year."""

    served_wh: Array
    """energy of each source, shape (sources, T), in the order of the problem"""
    charge_wh: Array
    discharge_wh: Array
    shed_wh: Array
    level_wh: Array
    """store at the end of each step"""
    curtailed_wh: Array
    running_usd_per_year: float
    budget_use: Array
    """use of each budget per year"""


def why_not_exact(problem: Problem) -> str:
    """Why the exact method does not apply to the problem; empty when it does."""
    reasons = []
    if len(problem.stores) > 1:
        reasons.append("more than one store")
    if any(store.loss_per_hour > 0 for store in problem.stores):
        reasons.append("standing loss of a store")
    if any(np.isfinite(source.ramp_fraction_per_hour) for source in problem.sources):
        reasons.append("ramp limits")
    if any(source.kind == "export" for source in problem.sources):
        reasons.append("export to the grid")
    for source in problem.sources:
        price = np.broadcast_to(np.asarray(source.cost_usd_per_wh, dtype=float), problem.load_w.shape)
        if price.min() < 0.0:
            reach = source.most_w * np.broadcast_to(np.asarray(source.availability), problem.load_w.shape)
            if (reach[price < 0.0] > problem.load_w[price < 0.0]).any():
                reasons.append(f"negative prices of {source.name} that reach beyond the load")
    if any(weight < 0 for budget in problem.budgets for weight in budget.weights.values()):
        reasons.append("a budget with a least use")
    if len(problem.budgets) > 1:
        reasons.append("more than one budget")
    return ", ".join(reasons)


@dataclass(frozen=True, slots=True)
class PlantArrays:
    """A plant as the rules need it: free supply, slot capacities, store per step [Wh], efficiencies."""

    free: Array
    cap: Array
    power_wh: float
    energy_wh: float
    into: float
    out: float
    wear: float


class Oracle:
    """Kernel view of a problem; see the module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        steps = problem.steps
        hours = problem.step_hours
        self.load = np.ascontiguousarray(problem.load_w * hours, dtype=float)
        weighted = {name for budget in problem.budgets for name in budget.weights}
        sources = problem.sources
        self.free_ids = [i for i, s in enumerate(sources) if s.is_free and s.name not in weighted]
        self.slot_ids = [i for i in range(len(sources)) if i not in self.free_ids]

        def rows(values: Sequence["Array | float"]) -> Array:
            table = np.empty((len(values), steps))
            for i, value in enumerate(values):
                table[i] = value
            return table

        self.free_profiles = rows([sources[i].availability for i in self.free_ids]) * hours
        self.avail = rows([sources[i].availability for i in self.slot_ids]) * hours
        self.cost = rows([sources[i].cost_usd_per_wh for i in self.slot_ids])
        self.segments = 1
        self.segment_of = np.zeros(steps, np.int64)
        if problem.segment_of is not None and any(s.segment_costs_usd_per_w for s in sources):
            self.segment_of = np.ascontiguousarray(problem.segment_of, dtype=np.int64)
            self.segments = int(self.segment_of.max()) + 1
        self.column_names = list(problem.capacity_names)
        self.annual = list(problem.annual_costs())
        self.columns_of_slot: list[list[int]] = []
        for i in self.slot_ids:
            if sources[i].segment_costs_usd_per_w:
                first = len(self.column_names)
                self.column_names += [f"{sources[i].name} peak {m + 1}" for m in range(self.segments)]
                self.annual += [cost / problem.years for cost in sources[i].segment_costs_usd_per_w]
                self.columns_of_slot.append(list(range(first, first + self.segments)))
            else:
                self.columns_of_slot.append([i] * self.segments)
        self.annual_costs = np.array(self.annual)
        self.store = problem.stores[0] if problem.stores else None
        self.power_column = len(sources) if self.store else -1
        self.energy_column = len(sources) + 1 if self.store else -1
        self.peak = float(self.load.max())
        self.weights = np.zeros((len(problem.budgets), len(sources) + 1))
        names = [s.name for s in sources]
        for b, budget in enumerate(problem.budgets):
            for name, weight in budget.weights.items():
                self.weights[b, len(names) if name == "shed" else names.index(name)] = weight
        self.limits = np.array([budget.limit for budget in problem.budgets])
        self.limit_slopes = np.zeros((len(problem.budgets), len(self.column_names)))
        for b, budget in enumerate(problem.budgets):
            for name, per_w in budget.per_w.items():
                self.limit_slopes[b, names.index(name)] = per_w
        self.room = 256
        self.mu = np.zeros(steps)
        self.bus = np.zeros(steps)
        self._lo, self._hi = np.zeros(steps), np.zeros(steps)
        self._gain = np.zeros((len(self.slot_ids), self.segments))

    def _capacity_table(self, z: Array) -> Array:
        table = np.empty((len(self.slot_ids), self.segments))
        for k, columns in enumerate(self.columns_of_slot):
            for m, column in enumerate(columns):
                table[k, m] = z[column]
        return table

    def _adders(self, budget_prices: Array) -> tuple[Array, float]:
        extra = budget_prices @ self.weights if len(budget_prices) else np.zeros(self.weights.shape[1])
        return extra[self.slot_ids], self.problem.lost_load_usd_per_wh + float(extra[-1])

    def _free(self, z: Array) -> Array:
        return z[self.free_ids] @ self.free_profiles if self.free_ids else np.zeros(self.problem.steps)

    def _store_size(self, z: Array) -> tuple[float, float]:
        """Power per step and energy [Wh]."""
        if self.store is None:
            return 0.0, 0.0
        return float(z[self.power_column]) * self.problem.step_hours, float(z[self.energy_column])

    def _efficiencies(self) -> tuple[float, float, float]:
        if self.store is None:
            return 1.0, 1.0, 0.0
        return self.store.charge_efficiency, self.store.discharge_efficiency, self.store.wear_usd_per_wh

    def _prices(self, z: Array, budget_prices: Array, warm: int | None) -> tuple:
        """Fill self.mu for z; returns what the other kernels need."""
        cap = self._capacity_table(z)
        free = self._free(z)
        adder, voll = self._adders(budget_prices)
        power, energy = self._store_size(z)
        shared = (self.load, free, self.avail, self.cost, adder, cap, self.segment_of, voll)
        efficiencies = self._efficiencies()
        if self.store is None:
            self.mu[:] = 0.0
            return shared, power, energy, efficiencies
        tiny = TINY_CAPACITY * self.peak
        power_seen, energy_seen = max(power, tiny), max(energy, tiny)
        if warm is None:
            warm = int(min(max(WARM_UP_STEPS, WARM_UP_CYCLES * energy_seen / power_seen), len(self.load)))
        while (
            kernel.slope_limits(*shared, power_seen, energy_seen, *efficiencies, warm, self._lo, self._hi, self.room)
            == kernel.NO_ROOM
        ):
            self.room *= 4
        kernel.stored_prices(self._lo, self._hi, 0.5 * (self._lo[-1] + self._hi[-1]), self.mu)
        return shared, power_seen, energy, efficiencies

    def rule_arrays(self, z: Array) -> PlantArrays:
        """The plant z for `rules`."""
        power, energy = self._store_size(z)
        into, out, wear = self._efficiencies()
        return PlantArrays(self._free(z), self._capacity_table(z), power, energy, into, out, wear)

    def cut(self, z: Array, budget_prices: Array | None = None, warm: int | None = None) -> Cut:
        """The bound that is tight at z, with budgets priced at `budget_prices` [USD per unit of the budget]."""
        nu = np.zeros(0) if budget_prices is None else budget_prices
        shared, power, _, efficiencies = self._prices(z, nu, warm)
        constant, power_gain, store_gain = kernel.price_and_cut(
            *shared, power, *efficiencies, self.mu, self.bus, self._gain
        )
        slope = np.zeros(len(self.column_names))
        if self.free_ids:
            slope[self.free_ids] = -(self.free_profiles @ self.bus)
        for k, columns in enumerate(self.columns_of_slot):
            for m, column in enumerate(columns):
                slope[column] -= self._gain[k, m]
        if self.store is not None:
            slope[self.power_column] = -power_gain * self.problem.step_hours
            slope[self.energy_column] = -store_gain
        slope /= self.problem.years
        constant /= self.problem.years
        if len(nu):
            constant -= float(nu @ self.limits)
            slope -= nu @ self.limit_slopes
        return Cut(constant, slope, nu)

    def plan(self, z: Array, budget_prices: Array | None = None, warm: int | None = None, ready: bool = False) -> Plan:
        """A feasible year at z, optimal for the priced budgets; `ready`: self.mu already belongs to (z, prices)."""
        nu = np.zeros(0) if budget_prices is None else budget_prices
        if ready:
            adder, voll = self._adders(nu)
            shared = (
                self.load, self._free(z), self.avail, self.cost, adder, self._capacity_table(z), self.segment_of, voll,
            )  # fmt: skip
            efficiencies = self._efficiencies()
        else:
            shared, _, _, efficiencies = self._prices(z, nu, warm)
        power, energy = self._store_size(z)
        steps = self.problem.steps
        level = np.zeros(steps)
        before = 0.0
        eta_c, eta_d, _ = efficiencies
        if self.store is not None and power > 0.0 and energy > 0.0:
            least, most, floor, ceiling = (np.empty(steps) for _ in range(4))
            kernel.indifference(*shared, power, *efficiencies, self.mu, least, most)
            kernel.change_limits(self.load, power, eta_c, eta_d, floor, ceiling)
            before = kernel.store_path(least, most, floor, ceiling, self.mu, energy, level)
        charge, discharge, shed = np.empty(steps), np.empty(steps), np.empty(steps)
        given = np.empty((len(self.slot_ids) + 1, steps))
        kernel.serve(*shared, eta_c, eta_d, level, before, charge, discharge, given, shed)
        served = np.zeros((len(self.problem.sources), steps))
        for k, i in enumerate(self.slot_ids):
            served[i] = given[k]
        free = shared[1]
        if self.free_ids:
            share = np.divide(given[-1], free, out=np.zeros(steps), where=free > 0.0)
            for row, i in enumerate(self.free_ids):
                served[i] = self.free_profiles[row] * z[i] * share
        return self._summed(served, charge, discharge, shed, level, free - given[-1])

    def _summed(
        self, served: Array, charge: Array, discharge: Array, shed: Array, level: Array, curtailed: Array
    ) -> Plan:
        running = float(shed.sum()) * self.problem.lost_load_usd_per_wh
        for k, i in enumerate(self.slot_ids):
            running += float(self.cost[k] @ served[i])
        running += float(discharge.sum()) * self._efficiencies()[2]
        sums = np.append(served.sum(axis=1), shed.sum()) / self.problem.years
        return Plan(
            served, charge, discharge, shed, level, curtailed, running / self.problem.years, self.weights @ sums
        )

    def blend(self, first: Plan, second: Plan, share: float) -> Plan:
        """The plan that follows `first` for `share` of every step's energy and `second` for the rest; feasible too."""
        rest = 1.0 - share

        def mixed(a: Array, b: Array) -> Array:
            return share * a + rest * b

        return self._summed(
            mixed(first.served_wh, second.served_wh),
            mixed(first.charge_wh, second.charge_wh),
            mixed(first.discharge_wh, second.discharge_wh),
            mixed(first.shed_wh, second.shed_wh),
            mixed(first.level_wh, second.level_wh),
            mixed(first.curtailed_wh, second.curtailed_wh),
        )
