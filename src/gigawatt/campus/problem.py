"""The supply problem of one campus as numbers: load, sources, one or more stores, budgets, limits on capacities.

Everything that sizing, dispatch, the rules and the exports read. Frozen; arrays have one value per step [shape (T,)].
Power in W (facility power unless the name says more), energy in Wh, money in USD; costs of capacity are per year,
costs of running are per Wh. A horizon of several weather years has `years` > 1 and all results are per year.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from gigawatt.errors import FaultList, GigawattError, Infeasible, InputError

if TYPE_CHECKING:
    import numpy as np

Kind = Literal["grid", "thermal", "renewable", "flexible", "export"]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can serve load: at most availability x capacity in each step, at a price per Wh.

    `free` sources have no running cost and may be curtailed without cost. `annual_cost_usd_per_w` buys capacity for a
    year; `least_w`, `most_w` bound it. `segment_costs_usd_per_w` (one per segment of the problem, such as months) is a
    demand charge: the peak taken in each segment is a variable of its own, at most the capacity.
    """

    name: str
    annual_cost_usd_per_w: float
    availability: "np.ndarray | float" = 1.0
    cost_usd_per_wh: "np.ndarray | float" = 0.0
    least_w: float = 0.0
    most_w: float = float("inf")
    kind: Kind = "thermal"
    segment_costs_usd_per_w: tuple[float, ...] = ()
    emissions_kg_per_wh: float = 0.0
    burns_gas: bool = False
    """whether its energy counts as gas in the results"""
    firm_fraction: float = 0.0
    """share of the capacity that counts as firm"""
    ramp_fraction_per_hour: float = float("inf")
    """largest change of output per hour as a share of capacity; finite values need the general programme"""
    unit_w: float = 0.0
    """size of one block; 0: divisible"""
    least_load_fraction: float = 0.0
    """output below which a running block cannot go (`commitment`; the optimum ignores it and says so)"""
    fuel_usd_per_wh: float = 0.0
    """the part of the running cost that is fuel and its carbon, at full load"""
    no_load_fraction: float = 0.0
    """fuel of a running block at no load as a share of full load (`commitment`)"""
    start_usd_per_w: float = 0.0
    """cost of one start per W of the block (`commitment`)"""

    @property
    def sign(self) -> float:
        """+1 for what serves the load, -1 for export: its energy leaves the campus and its price is earned."""
        return -1.0 if self.kind == "export" else 1.0

    @property
    def is_free(self) -> bool:
        """Whether the source costs nothing to run in every step."""
        import numpy as np

        return self.kind == "renewable" and not np.any(np.asarray(self.cost_usd_per_wh))


@dataclass(frozen=True, slots=True)
class Store:
    """A store whose power [W, at the bus] and energy [Wh] are bought apart; cyclic over the horizon."""

    name: str = "battery"
    annual_cost_usd_per_w: float = 0.0
    annual_cost_usd_per_wh: float = 0.0
    charge_efficiency: float = 1.0
    discharge_efficiency: float = 1.0
    wear_usd_per_wh: float = 0.0
    """cost per Wh discharged at the bus"""
    loss_per_hour: float = 0.0
    """share of the stored energy lost per hour; needs the general programme when positive"""
    least_power_w: float = 0.0
    most_power_w: float = float("inf")
    least_energy_wh: float = 0.0
    most_energy_wh: float = float("inf")


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on a weighted sum of energy over a year: sum(weights[s] * energy of s) <= limit + per_w . capacities."""

    name: str
    weights: dict[str, float]
    """weight per Wh for each source named (others 0); `shed` may be named too"""
    limit: float
    """the right-hand side per year, in the unit of the weights times Wh"""
    per_w: dict[str, float] = field(default_factory=dict)
    """how much each W of capacity adds to the right-hand side"""
    of_load: bool = False
    """whether the limit is a share of the load, so that it moves with the load"""
    counts_fuel: bool = False
    """whether it counts what is burnt (carbon, gas volume), so that part load and starts draw on it too"""


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """A linear limit on capacities: low <= sum(weights[name] * capacity) <= high; names as in `capacity_names`."""

    name: str
    weights: dict[str, float]
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True)
class Problem:
    """One campus over a horizon of T steps; see the module for the units."""

    name: str
    load_w: "np.ndarray"
    sources: tuple[Source, ...]
    stores: tuple[Store, ...]
    lost_load_usd_per_wh: float
    step_hours: float = 1.0
    years: float = 1.0
    budgets: tuple[Budget, ...] = ()
    rows: tuple[CapacityRow, ...] = ()
    segment_of: "np.ndarray | None" = None
    """segment (month of the horizon) of each step for demand charges"""

    @property
    def steps(self) -> int:
        """T, the number of steps."""
        return len(self.load_w)

    @property
    def capacity_names(self) -> tuple[str, ...]:
        """Sources, then `<store>_power` [W] and `<store>_energy` [Wh] for each store."""
        names = [source.name for source in self.sources]
        for store in self.stores:
            names += [f"{store.name}_power", f"{store.name}_energy"]
        return tuple(names)

    @property
    def load_wh_per_year(self) -> float:
        """Energy asked for per year [Wh]."""
        return float(self.load_w.sum()) * self.step_hours / self.years

    def source(self, name: str) -> Source:
        """The source of that name."""
        return next(source for source in self.sources if source.name == name)

    def annual_costs(self) -> "np.ndarray":
        """Cost per year of one unit of each capacity, in the order of `capacity_names` [USD/W or USD/Wh]."""
        import numpy as np

        costs = [source.annual_cost_usd_per_w for source in self.sources]
        for store in self.stores:
            costs += [store.annual_cost_usd_per_w, store.annual_cost_usd_per_wh]
        return np.array(costs, dtype=float)

    def bounds(self) -> "tuple[np.ndarray, np.ndarray]":
        """Least and most of each capacity, in the order of `capacity_names`."""
        import numpy as np

        low = [source.least_w for source in self.sources]
        high = [source.most_w for source in self.sources]
        for store in self.stores:
            low += [store.least_power_w, store.least_energy_wh]
            high += [store.most_power_w, store.most_energy_wh]
        return np.array(low, dtype=float), np.array(high, dtype=float)

    def with_fixed(self, capacities: dict[str, float]) -> "Problem":
        """The same problem with every capacity fixed at the value given."""
        sources = tuple(replace(s, least_w=capacities[s.name], most_w=capacities[s.name]) for s in self.sources)
        stores = tuple(
            replace(
                s,
                least_power_w=capacities[f"{s.name}_power"],
                most_power_w=capacities[f"{s.name}_power"],
                least_energy_wh=capacities[f"{s.name}_energy"],
                most_energy_wh=capacities[f"{s.name}_energy"],
            )
            for s in self.stores
        )
        return replace(self, sources=sources, stores=stores)


def firm_row(problem: Problem, margin: float = 1.0) -> CapacityRow:
    """The limit that the firm sources together carry `margin` times the peak load."""
    weights = {s.name: s.firm_fraction for s in problem.sources if s.firm_fraction > 0.0}
    return CapacityRow("firm capacity", weights, low=float(problem.load_w.max()) * margin)


def export_rows(problem: Problem) -> tuple[CapacityRow, ...]:
    """The limit that all export together fits the grid connections; none when nothing is exported."""
    weights = {s.name: 1.0 for s in problem.sources if s.kind == "export"}
    if not weights:
        return ()
    weights |= {s.name: -1.0 for s in problem.sources if s.kind == "grid"}
    return (CapacityRow("export within the connection", weights, high=0.0),)


def check_problem(problem: Problem) -> None:
    """Raise a FaultList of everything that would make a wrong number: NaN, negative load, wrong lengths, bad ranges."""
    import numpy as np

    faults: list[GigawattError] = []

    def series(where: str, values: "np.ndarray | float", low: float | None, high: float | None = None) -> None:
        array = np.asarray(values, dtype=float)
        if array.ndim and array.shape != (problem.steps,):
            faults.append(InputError("series-length", where=where, got=array.shape, expected=f"({problem.steps},)"))
            return
        bad = ~np.isfinite(array)
        if bad.any():
            first = int(np.argmax(bad)) if array.ndim else 0
            faults.append(
                InputError(
                    "series-not-finite",
                    where=f"{where}, step {first}",
                    got=f"{int(bad.sum())} values that are NaN or infinite",
                    expected="a number in every step",
                    hint="fill the gap or leave the period out; it is never filled silently",
                )
            )
            return
        if low is not None and (array < low).any():
            first = int(np.argmax(array < low)) if array.ndim else 0
            faults.append(
                InputError(
                    "series-below", where=f"{where}, step {first}", got=float(array.min()), expected=f"at least {low:g}"
                )
            )
        if high is not None and (array > high).any():
            faults.append(InputError("series-above", where=where, got=float(array.max()), expected=f"at most {high:g}"))

    def number(where: str, value: float, low: float = 0.0, high: float = float("inf"), open_low: bool = False) -> None:
        if not (low <= value <= high) or (open_low and value == low):
            faults.append(
                InputError("value-range", where=where, got=value, expected=f"{low:g} to {high:g}{', not 0' * open_low}")
            )

    if problem.steps == 0:
        raise InputError("series-empty", where="load", expected="at least one step")
    series("load", problem.load_w, 0.0)
    if not faults and not problem.load_w.any():
        faults.append(
            InputError("load-zero", where="load", got="zero in every step", expected="a load that is ever on")
        )
    number("lost_load_usd_per_wh", problem.lost_load_usd_per_wh, open_low=True, high=1e9)
    number("step_hours", problem.step_hours, open_low=True, high=24.0)
    names: set[str] = set()
    for source in problem.sources:
        where = f"source {source.name}"
        if source.name in names:
            faults.append(InputError("name-twice", where=where, expected="each name once"))
        names.add(source.name)
        series(f"{where} availability", source.availability, 0.0)
        series(f"{where} cost", source.cost_usd_per_wh, None)
        number(f"{where} annual cost", source.annual_cost_usd_per_w)
        number(f"{where} least capacity", source.least_w)
        number(f"{where} most capacity", source.most_w, low=source.least_w)
        if source.segment_costs_usd_per_w and problem.segment_of is None:
            faults.append(InputError("demand-charge-calendar", where=where, expected="segments of the horizon"))
        if source.kind == "export" and not faults:
            faults += _export_faults(problem, source)
    for store in problem.stores:
        where = f"store {store.name}"
        number(f"{where} charge efficiency", store.charge_efficiency, high=1.0, open_low=True)
        number(f"{where} discharge efficiency", store.discharge_efficiency, high=1.0, open_low=True)
        number(f"{where} wear", store.wear_usd_per_wh)
        number(f"{where} loss per hour", store.loss_per_hour, high=1.0)
        number(f"{where} annual cost of power", store.annual_cost_usd_per_w)
        number(f"{where} annual cost of energy", store.annual_cost_usd_per_wh)
        number(f"{where} most power", store.most_power_w, low=store.least_power_w)
        number(f"{where} most energy", store.most_energy_wh, low=store.least_energy_wh)
    for budget in problem.budgets:
        where = f"budget {budget.name}"
        unknown = sorted({*budget.weights, *budget.per_w} - names - {"shed"})
        if unknown:
            faults.append(InputError("budget-name", where=where, got=", ".join(unknown), expected=", ".join(names)))
        for value in (budget.limit, *budget.weights.values(), *budget.per_w.values()):
            if not np.isfinite(value):
                faults.append(InputError("value-not-finite", where=where, got=value, expected="finite numbers"))
                break
    if faults:
        raise FaultList(faults)
    _check_rows(problem)
    _check_budgets(problem)


def _export_faults(problem: Problem, export: Source) -> list[GigawattError]:
    """What would make export a money machine: no limit, a price above that of import or of the load's own value."""
    import numpy as np

    faults: list[GigawattError] = []
    where = f"source {export.name}"
    if not np.isfinite(export.most_w):
        faults.append(InputError("export-unlimited", where=where, expected="a limit", hint="give it a most_mw"))
    price = np.broadcast_to(np.asarray(export.cost_usd_per_wh, dtype=float), (problem.steps,))
    limits = [(f"the import price of {s.name}", s.cost_usd_per_wh) for s in problem.sources if s.kind == "grid"]
    if not limits:
        faults.append(InputError("export-without-grid", where=where, expected="a grid connection among the sources"))
    for name, limit in (*limits, ("the value of lost load", problem.lost_load_usd_per_wh)):
        over = price - limit
        if (over > 0.0).any():
            worst = int(np.argmax(over))
            faults.append(
                InputError(
                    "export-price",
                    where=f"{where}, step {worst}",
                    got=f"{price[worst] * 1e6:g} USD/MWh, {over[worst] * 1e6:g} above {name}, in "
                    f"{int((over > 0.0).sum())} steps",
                    expected="at most that price in every step",
                    hint="a plant would buy and sell in the same hour; `price_below_import_usd_per_mwh` follows import",
                )  # fmt: skip
            )
    return faults


def _check_budgets(problem: Problem) -> None:
    """Raise Infeasible when a budget is below nothing whatever the plant; says by how much."""
    for budget in problem.budgets:
        if any(weight < 0.0 for weight in budget.weights.values()):
            continue  # a least use: the programme finds what clashes
        most = {s.name: s.most_w for s in problem.sources}
        reach = budget.limit + sum(per * most[name] for name, per in budget.per_w.items() if per > 0.0)
        if reach < 0.0:
            raise Infeasible(
                "limits-clash", limits=[budget.name],
                got=f"{budget.name} allows {reach:.6g}, the least possible use is 0: {-reach:.6g} too little",
                hint="raise the limit to 0 or above",
            )  # fmt: skip


def _check_rows(problem: Problem) -> None:
    """Raise Infeasible when a limit on capacities cannot hold within the bounds; says by how much."""
    import numpy as np

    low, high = problem.bounds()
    index = {name: i for i, name in enumerate(problem.capacity_names)}
    for row in problem.rows:
        unknown = [name for name in row.weights if name not in index]
        if unknown:
            raise InputError("limit-name", where=row.name, got=", ".join(unknown), expected=", ".join(index))
        weights = np.zeros(len(index))
        for name, weight in row.weights.items():
            weights[index[name]] = weight
        with np.errstate(invalid="ignore"):
            reach = np.where(weights > 0, weights * high, np.where(weights < 0, weights * low, 0.0)).sum()
            floor = np.where(weights > 0, weights * low, np.where(weights < 0, weights * high, 0.0)).sum()
        bounding = [f"most {n} = {high[index[n]] / 1e6:g} MW" for n, w in row.weights.items() if w > 0]
        if reach < row.low * (1 - 1e-12):
            raise Infeasible(
                "limits-clash",
                limits=[row.name, *bounding],
                got=f"{row.name} asks for {row.low / 1e6:g} MW, {', '.join(bounding) or 'no source'} allow "
                f"{reach / 1e6:g} MW: {(row.low - reach) / 1e6:g} MW are missing",
                hint="raise one of the limits or lower the firm share",
            )
        if floor > row.high * (1 + 1e-12):
            raise Infeasible(
                "limits-clash",
                limits=[row.name],
                got=f"{row.name} allows {row.high / 1e6:g} MW, the least capacities make {floor / 1e6:g} MW: "
                f"{(floor - row.high) / 1e6:g} MW too much",
            )
