"""The exact year: cost, cut and plan of one campus with given capacities, by the compiled dynamic programme.

`Oracle` lays a `Problem` out for the kernel once and answers for any capacities and any prices on budgets:
`cut` gives a linear function that no feasible year of any plant undercuts, and is tight at the capacities asked;
`plan` gives a feasible year. Export is load that may be held back: the capacity X of an export raises the load by
a_t X, and a slot of the merit order, at the price of export, gives back what is not sold.
Where the structure stops (`why_not_exact`), sizing uses the general programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gigawatt.campus import kernel, recovery
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
    for source in problem.sources:
        if source.kind == "export":
            continue  # no price of export reaches beyond the load: what is held back is part of it
        price = np.broadcast_to(np.asarray(source.cost_usd_per_wh, dtype=float), problem.load_w.shape)
        if price.min() < 0.0:
            reach = source.most_w * np.broadcast_to(np.asarray(source.availability), problem.load_w.shape)
            if (reach[price < 0.0] > problem.load_w[price < 0.0]).any():
                reasons.append(f"negative prices of {source.name} that reach beyond the load")
    if any(weight < 0 for budget in problem.budgets for weight in budget.weights.values()):
        reasons.append("a budget with a least use")
    return ", ".join(reasons)


@dataclass(frozen=True, slots=True)
class PlantArrays:
    """A plant as the rules need it: free supply, slot capacities, merit order, store per step [Wh], efficiencies."""

    free: Array
    cap: Array
    order: Array
    """slot at each place of the merit order, shape (T, K + 1); K is the free supply"""
    price: Array
    """price at each place, shape (T, K + 2)"""
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
            self.segments = max(len(s.segment_costs_usd_per_w) for s in sources)
        self.is_export = np.array([sources[i].kind == "export" for i in self.slot_ids], dtype=bool)
        """which slots are export held back"""
        self.export_ids = [i for i in self.slot_ids if sources[i].kind == "export"]
        self.column_names = list(problem.capacity_names)
        self.annual = list(problem.annual_costs())
        columns: list[list[int]] = []
        for i in self.slot_ids:
            if sources[i].segment_costs_usd_per_w:
                first = len(self.column_names)
                self.column_names += [f"{sources[i].name} peak {m + 1}" for m in range(self.segments)]
                self.annual += [cost / problem.years for cost in sources[i].segment_costs_usd_per_w]
                columns.append(list(range(first, first + self.segments)))
            else:
                columns.append([i] * self.segments)
        self.columns_of_slot = np.array(columns, dtype=int).reshape(len(columns), self.segments)
        """column of each slot and segment: its capacity, or its peak of that segment"""
        self.annual_costs = np.array(self.annual)
        self._free_and_load = np.vstack([self.free_profiles, self.load])
        self._sums = np.zeros(len(self._free_and_load))
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
        self._marginal = np.zeros((3, steps))
        self._gain = np.zeros((len(self.slot_ids), self.segments))
        places = len(self.slot_ids) + 1
        self._order = np.zeros((steps, places), np.int8)
        self._price = np.zeros((steps, places + 1))
        self._reach = np.zeros((steps, places))
        self._ends = np.zeros((steps, places + 1))
        self._ranked: bytes | None = None
        self._demand = self.load

    def _rank(self, budget_prices: Array) -> Array:
        """Sort the merit order for the prices of budgets, unless it stands already; returns the adder of each slot."""
        extra = budget_prices @ self.weights if len(budget_prices) else np.zeros(self.weights.shape[1])
        adder = extra[self.slot_ids]
        if self._ranked != extra.tobytes():
            voll = self.problem.lost_load_usd_per_wh + float(extra[-1])
            kernel.rank_supply(self.avail, self.cost, adder, voll, self._order, self._price, self._reach)
            self._ranked = extra.tobytes()
        return adder

    def columns_at(self, capacities: dict[str, float]) -> Array:
        """The columns of a plant: its capacities, and peaks as high as the capacity of their source."""
        names = self.problem.capacity_names
        peaks = [capacities[name.rsplit(" peak ", 1)[0]] for name in self.column_names[len(names) :]]
        return np.array([*(capacities[name] for name in names), *peaks])

    def _capacity_table(self, z: Array) -> Array:
        return z[self.columns_of_slot]

    def load_and_export(self, z: Array) -> Array:
        """Load and the most that can be exported [Wh], shape (T,)."""
        if not self.export_ids:
            return self.load
        most = np.empty(self.problem.steps)
        kernel.combined(self.avail[self.is_export], z[self.export_ids], most)
        return self.load + most

    def _stack(self, z: Array) -> Array:
        """Lay the merit order of the plant z end to end in every step; returns the free supply."""
        free = self._free(z)
        self._demand = self.load_and_export(z)
        kernel.stack_supply(free, self._order, self._reach, self._capacity_table(z), self.segment_of, self._ends)
        return free

    def _free(self, z: Array) -> Array:
        free = np.empty(self.problem.steps)
        kernel.combined(self.free_profiles, z[self.free_ids], free)
        return free

    def _store_size(self, z: Array) -> tuple[float, float]:
        """Power per step and energy [Wh]."""
        if self.store is None:
            return 0.0, 0.0
        return float(z[self.power_column]) * self.problem.step_hours, float(z[self.energy_column])

    def _efficiencies(self) -> tuple[float, float, float]:
        if self.store is None:
            return 1.0, 1.0, 0.0
        return self.store.charge_efficiency, self.store.discharge_efficiency, self.store.wear_usd_per_wh

    def _prices(self, z: Array, warm: int | None) -> float:
        """Fill the prices of stored energy (self.mu) and of the merit order for z; returns the power seen [Wh]."""
        power, energy = self._store_size(z)
        tiny = TINY_CAPACITY * self.peak
        power, energy = max(power, tiny if self.store else 0.0), max(energy, tiny)
        if self.store is None:
            warm = 0
        elif warm is None:
            warm = int(min(max(WARM_UP_STEPS, WARM_UP_CYCLES * energy / power), len(self.load)))
        while (
            kernel.slope_limits(
                self._demand, self._price, self._ends, power, energy, *self._efficiencies(), warm, self._lo, self._hi,
                self._marginal, self.room,
            )
            == kernel.NO_ROOM
        ):  # fmt: skip
            self.room *= 4
        if self.store is None:
            self.mu[:] = 0.0
        else:
            kernel.stored_prices(self._lo, self._hi, 0.5 * (self._lo[-1] + self._hi[-1]), self.mu)
        return power

    def rule_arrays(self, z: Array) -> PlantArrays:
        """The plant z for `rules`."""
        power, energy = self._store_size(z)
        into, out, wear = self._efficiencies()
        self._rank(np.zeros(0))
        return PlantArrays(
            self._free(z), self._capacity_table(z), self._order, self._price, power, energy, into, out, wear
        )

    def cut(self, z: Array, budget_prices: Array | None = None, warm: int | None = None) -> Cut:
        """The bound that is tight at z, with budgets priced at `budget_prices` [USD per unit of the budget]."""
        nu = np.zeros(0) if budget_prices is None else budget_prices
        adder = self._rank(nu)
        self._stack(z)
        power = self._prices(z, warm)
        power_gain, store_gain = kernel.bus_prices(self._marginal, power, *self._efficiencies(), self.mu, self.bus)
        kernel.slot_gains(self.avail, self.cost, adder, self.segment_of, self.bus, self._gain)
        kernel.weighted_sums(self._free_and_load, self.bus, self._sums)
        constant = float(self._sums[-1])
        slope = np.zeros(len(self.column_names))
        slope[self.free_ids] = -self._sums[:-1]
        np.subtract.at(slope, self.columns_of_slot, self._gain)
        for k in np.nonzero(self.is_export)[0]:
            slope[self.slot_ids[k]] = -float(np.sum(self.avail[k] * np.maximum(self.cost[k] - self.bus, 0.0)))
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
        self._rank(np.zeros(0) if budget_prices is None else budget_prices)
        if not ready:
            self._stack(z)
            self._prices(z, warm)
        free, demand = self._free(z), self._demand
        efficiencies = self._efficiencies()
        power, energy = self._store_size(z)
        steps = self.problem.steps
        level = np.zeros(steps)
        before = 0.0
        if self.store is not None and power > 0.0 and energy > 0.0:
            least, most, floor, ceiling = (np.empty(steps) for _ in range(4))
            recovery.indifference(demand, self._price, self._ends, power, *efficiencies, self.mu, least, most)
            recovery.change_limits(demand, power, *efficiencies[:2], floor, ceiling)
            before = recovery.store_path(least, most, floor, ceiling, self.mu, energy, level)
        charge, discharge, shed = np.empty(steps), np.empty(steps), np.empty(steps)
        given = np.empty((len(self.slot_ids) + 1, steps))
        recovery.serve(
            demand, self._order, self._ends, *efficiencies[:2], level, before, charge, discharge, given, shed
        )
        served = self.by_source(z, given, free)
        return self._summed(served, charge, discharge, shed, level, free - given[-1])

    def balance(self, z: Array, level: Array, before: float, outputs: dict[str, Array]) -> tuple[Plan, Array]:
        """A year with the store on the path given and some sources held at `outputs` [Wh, shape (T,)].

        The other supply follows the merit order; returns the plan and the energy that nobody takes, shape (T,).
        """
        self._rank(np.zeros(0))
        names = [source.name for source in self.problem.sources]
        held = [k for k, i in enumerate(self.slot_ids) if names[i] in outputs]
        free, cap, demand = self._free(z), self._capacity_table(z), self.load_and_export(z)
        cap[held] = 0.0
        kernel.stack_supply(free, self._order, self._reach, cap, self.segment_of, self._ends)
        steps = self.problem.steps
        fixed = np.sum([outputs[names[self.slot_ids[k]]] for k in held], axis=0) if held else np.zeros(steps)
        charge, discharge, shed = np.empty(steps), np.empty(steps), np.empty(steps)
        given = np.empty((len(self.slot_ids) + 1, steps))
        recovery.serve(
            demand - fixed, self._order, self._ends, *self._efficiencies()[:2], level, before,
            charge, discharge, given, shed,
        )  # fmt: skip
        for k in held:
            given[k] = outputs[names[self.slot_ids[k]]]
        spilled = np.maximum(fixed + discharge - demand - charge, 0.0)
        served = self.by_source(z, given, free)
        return self._summed(served, charge, discharge, shed, level, free - given[-1]), spilled

    def by_source(self, z: Array, given: Array, free: Array) -> Array:
        """Energy of each source, shape (sources, T), from that of the slots and of the free supply together."""
        served = np.empty((len(self.problem.sources), len(free)))
        served[self.slot_ids] = given[:-1]
        for k in np.nonzero(self.is_export)[0]:  # sold is what is not held back
            i = self.slot_ids[k]
            np.maximum(self.avail[k] * z[i] - given[k], 0.0, out=served[i])
        if self.free_ids:
            share = np.divide(given[-1], free, out=np.zeros(len(free)), where=free > 0.0)
            for row, i in enumerate(self.free_ids):
                np.multiply(self.free_profiles[row], share, out=served[i])
                served[i] *= z[i]
        return served

    def _summed(
        self, served: Array, charge: Array, discharge: Array, shed: Array, level: Array, curtailed: Array
    ) -> Plan:
        sums = np.append(served.sum(axis=1), shed.sum()) / self.problem.years
        running = self.running_usd_per_year(served, discharge, shed)
        return Plan(served, charge, discharge, shed, level, curtailed, running, self.weights @ sums)

    def running_usd_per_year(self, served: Array, discharge: Array, shed: Array) -> float:
        """Running cost of energies per step, shape (sources, T) and (T,), less what export earns."""
        running = float(shed.sum()) * self.problem.lost_load_usd_per_wh
        for k, i in enumerate(self.slot_ids):
            running += self.problem.sources[i].sign * float(self.cost[k] @ served[i])
        running += float(discharge.sum()) * self._efficiencies()[2]
        return running / self.problem.years

    def least_running_usd_per_year(self) -> float:
        """A running cost below which no plant can come: all paid imports taken, all export sold; 0 without either."""
        least = 0.0
        for k, i in enumerate(self.slot_ids):
            paid = np.maximum(-self.problem.sources[i].sign * self.cost[k], 0.0)
            if paid.any():
                reach = self.avail[k] * self.problem.sources[i].most_w if self.is_export[k] else self.load
                least -= float(np.sum(paid * reach))
        return least / self.problem.years

    def blend(self, plans: Sequence[Plan], shares: Sequence[float]) -> Plan:
        """The plan that follows each of `plans` for its share of every step's energy (shares sum to 1); feasible."""
        mixed = {
            name: sum(share * getattr(plan, name) for plan, share in zip(plans, shares, strict=True))
            for name in ("served_wh", "charge_wh", "discharge_wh", "shed_wh", "level_wh", "curtailed_wh")
        }
        return self._summed(
            mixed["served_wh"], mixed["charge_wh"], mixed["discharge_wh"], mixed["shed_wh"], mixed["level_wh"],
            mixed["curtailed_wh"],
        )  # fmt: skip
