"""From a spec and the catalogue to a problem: weather, load, costs, budgets, limits; nothing is decided here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from gigawatt.campus.catalogue import PowerSource, SupplyCatalogue
from gigawatt.campus.constants import HOURS_PER_YEAR
from gigawatt.campus.generator import climate_named, generate
from gigawatt.campus.problem import Budget, Problem, Source, Store, check_problem, export_rows, firm_row
from gigawatt.campus.profiles import interrupted, power_usage_effectiveness, profile_named
from gigawatt.campus.reference_file import read_profiles
from gigawatt.campus.spec import CampusSpec, SourceSpec, StoreSpec
from gigawatt.campus.weather import Weather, read_weather
from gigawatt.errors import FaultList, GigawattError, InputError
from gigawatt.units import convert

Array = np.ndarray
MEGA, KILO = 1e6, 1e3
W = TypeVar("W")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Built:
    """A problem with what it was built from; `it_load_w` is the IT part of the load, shape (T,)."""

    spec: CampusSpec
    problem: Problem
    weather: Weather
    it_load_w: Array
    kinds: dict[str, PowerSource]
    """catalogue entry of each source and store by its name in the problem"""
    unit_w: dict[str, float]
    """size of one block of each source, 0 when it has none"""
    inputs: tuple[str, ...]
    """keys of the parameters used"""
    discount_rate: float


def annuity(rate: float, years: float) -> float:
    """Yearly payment per unit of capital: rate / (1 - (1 + rate)^-years), 1/years at rate 0."""
    return 1.0 / years if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -years)


def build_weather(spec: CampusSpec, folder: Path) -> Weather:
    """The weather series of a spec; files are found beside it."""
    w = spec.weather
    if w.kind == "statistical":
        place = None if w.latitude is None or w.longitude is None else (w.latitude, w.longitude)
        return generate(climate_named(w.climate), w.years, w.seed, place)
    place3 = None
    if w.latitude is not None and w.longitude is not None and w.utc_offset_hours is not None:
        place3 = (w.latitude, w.longitude, w.utc_offset_hours)
    return read_weather(folder / str(w.file), w.kind, place3)


class _Builder:
    """Gathers costs from the catalogue and the spec, and remembers which parameters were used."""

    def __init__(self, spec: CampusSpec, catalogue: SupplyCatalogue, weather: Weather, folder: Path) -> None:
        self.spec, self.catalogue, self.weather, self.folder = spec, catalogue, weather, folder
        self.used: list[str] = []
        economics = spec.economics
        self.rate = self._or(economics.discount_rate, "supply.discount_rate", "fraction")

    def _or(self, given: float | None, key: str, unit: str) -> float:
        """The given value, else the parameter in the unit asked for."""
        if given is not None:
            return given
        self.used.append(key)
        return self.catalogue.parameters.value(key, unit)

    def role(self, source: PowerSource, role: str, given: float | None = None, default: float | None = None) -> float:
        """The given value, else the catalogue's, else the default."""
        if given is not None:
            return given
        if role in source.parameters:
            self.used.append(source.parameters[role])
        return self.catalogue.value(source, role, default)

    def fuel_usd_per_wh(self, source: PowerSource, heat_mmbtu_per_wh: float) -> tuple[float, float]:
        """(fuel and carbon cost, emissions [kg]) per Wh of electricity."""
        if not source.fuel:
            return 0.0, 0.0
        key = "gas.henry_hub" if source.fuel == "natural_gas" else f"supply.fuel.{source.fuel}.price"
        given = self.spec.economics.gas_usd_per_mmbtu if source.fuel == "natural_gas" else None
        price = self._or(given, key, "USD/MMBtu")
        kg = self._or(None, f"supply.fuel.{source.fuel}.emissions", "kg/MMBtu") * heat_mmbtu_per_wh
        return price * heat_mmbtu_per_wh + kg / KILO * self.spec.economics.carbon_usd_per_t, kg

    def column(self, name: str, column: str) -> Array:
        """A column of a CSV beside the spec."""
        return read_profiles(self.folder / name, (column,))[column]

    def source(self, wanted: SourceSpec) -> tuple[Source, PowerSource]:
        """A source of the problem; unit capacity costs are annuities plus fixed operation."""
        kind = self.catalogue.source(wanted.use)
        if kind.kind == "storage":
            raise InputError("source-is-store", got=wanted.use, expected="a source", hint="list it under [[store]]")
        name = wanted.name or wanted.use
        if wanted.price_below_import_usd_per_mwh is not None and (kind.kind != "export" or wanted.price_file):
            raise InputError(
                "price-below-import", where=f"source {name}", got=wanted.price_below_import_usd_per_mwh,
                expected="an export without another price",
            )  # fmt: skip
        flexible = kind.kind == "flexible"
        capex = self.role(kind, "capex", _per(wanted.capex_usd_per_kw, KILO), 0.0)
        life = self.role(kind, "life", wanted.life_years, 1.0 if kind.kind in ("flexible", "export") else None)
        fixed = self.role(kind, "fixed_om", _per(wanted.fixed_usd_per_kw_year, KILO), 0.0)
        running = self.role(kind, "variable_om", _per(wanted.variable_usd_per_mwh, MEGA), 0.0)
        heat = self.role(kind, "heat_rate", _per(wanted.heat_rate_mmbtu_per_mwh, MEGA), 0.0) if kind.fuel else 0.0
        fuel, emissions = self.fuel_usd_per_wh(kind, heat)
        cost: Array | float = running + fuel
        if wanted.price_file is not None:
            cost = cost + self.column(wanted.price_file, "price_usd_per_mwh") / MEGA
        elif kind.kind == "export":
            if (wanted.price_usd_per_mwh is None) == (wanted.price_below_import_usd_per_mwh is None):
                raise InputError(
                    "export-without-price", where=f"source {name}", expected="one of price_usd_per_mwh, "
                    "price_below_import_usd_per_mwh and price_file",
                )  # fmt: skip
            cost = cost + (wanted.price_usd_per_mwh or 0.0) / MEGA  # below import: `_priced_below_import`
        elif kind.kind in ("grid", "flexible"):
            cost = cost + self.role(kind, "price", _per(wanted.price_usd_per_mwh, MEGA))
        if wanted.availability_file is not None:
            available: Array = self.column(wanted.availability_file, "availability")
        elif wanted.interrupted_hours is not None:
            calls = wanted.interrupted_hours * self.weather.years / self.weather.step_hours
            available = interrupted(self.weather.air_c, int(round(calls)))
        else:
            available = profile_named(kind.profile)(self.catalogue, kind, self.weather, self.spec.weather.seed)
        most = float("inf") if wanted.most_mw is None else wanted.most_mw * MEGA
        if flexible:
            share = self.role(kind, "share")
            most = min(most, share * self.spec.load.it_mw * MEGA)
        ramp = float("inf") if wanted.ramp_share_per_hour is None else wanted.ramp_share_per_hour
        return Source(
            name=name,
            annual_cost_usd_per_w=capex * annuity(self.rate, life) + fixed,
            availability=available,
            cost_usd_per_wh=cost,
            least_w=wanted.least_mw * MEGA,
            most_w=most,
            kind=kind.kind,  # type: ignore[arg-type]
            segment_costs_usd_per_w=self._demand_charges(wanted),
            emissions_kg_per_wh=emissions,
            burns_gas=kind.fuel == "natural_gas",
            firm_fraction=kind.firm_share if wanted.firm_share is None else wanted.firm_share,
            ramp_fraction_per_hour=ramp,
            unit_w=self.role(kind, "unit_size", None, 0.0),
            least_load_fraction=self.role(kind, "least_load", None, 0.0),
            fuel_usd_per_wh=fuel,
            no_load_fraction=self.role(kind, "part_load", None, 0.0),
            start_usd_per_w=self.role(kind, "start", None, 0.0),
        ), kind

    def _demand_charges(self, wanted: SourceSpec) -> tuple[float, ...]:
        if wanted.demand_charge_usd_per_kw_month == 0.0:
            return ()
        count = int(segments_of(self.weather)[-1]) + 1
        return (wanted.demand_charge_usd_per_kw_month / KILO,) * count

    def store(self, wanted: StoreSpec) -> tuple[Store, PowerSource]:
        """A store of the problem; the round trip is shared evenly between charging and discharging."""
        kind = self.catalogue.source(wanted.use)
        if kind.kind != "storage":
            raise InputError("store-is-source", got=wanted.use, expected="a store", hint="list it under [[source]]")
        recovery = annuity(self.rate, self.role(kind, "life", wanted.life_years)) + self.role(
            kind, "fixed_om_share", None, 0.0
        )
        one_way = float(np.sqrt(self.role(kind, "round_trip", wanted.round_trip)))
        return Store(
            name=wanted.name or wanted.use,
            annual_cost_usd_per_w=recovery * self.role(kind, "capex_power", _per(wanted.capex_usd_per_kw, KILO)),
            annual_cost_usd_per_wh=recovery * self.role(kind, "capex_energy", _per(wanted.capex_usd_per_kwh, KILO)),
            charge_efficiency=one_way,
            discharge_efficiency=one_way,
            wear_usd_per_wh=self.role(kind, "wear", None, 0.0),
            loss_per_hour=wanted.loss_per_hour,
            least_power_w=wanted.least_mw * MEGA,
            most_power_w=float("inf") if wanted.most_mw is None else wanted.most_mw * MEGA,
            least_energy_wh=wanted.least_mwh * MEGA,
            most_energy_wh=float("inf") if wanted.most_mwh is None else wanted.most_mwh * MEGA,
        ), kind

    def load(self) -> tuple[Array, Array]:
        """(facility load, IT load) [W]."""
        spec = self.spec.load
        it = np.full(self.weather.steps, spec.it_mw * spec.utilisation * MEGA)
        if spec.file is not None:
            facility = self.column(spec.file, "load_mw") * MEGA
            return facility, it
        if spec.pue == "weather":
            return it * power_usage_effectiveness(self.catalogue, self.weather), it
        return it * float(spec.pue), it

    def budgets(self, problem: Problem) -> tuple[Budget, ...]:
        """The budgets of the limits and permits."""
        limits, energy = self.spec.limits, problem.load_wh_per_year
        found = []
        gas = [s for s in problem.sources if s.burns_gas]
        if limits.gas_share is not None:
            found.append(Budget("gas share", {s.name: 1.0 for s in gas}, limits.gas_share * energy, of_load=True))
        if limits.carbon_t_per_year is not None:
            weights = {s.name: s.emissions_kg_per_wh for s in problem.sources if s.emissions_kg_per_wh > 0.0}
            found.append(Budget("carbon", weights, limits.carbon_t_per_year * KILO, counts_fuel=True))
        if limits.renewable_share is not None:
            weights = {s.name: 1.0 for s in problem.sources if s.kind not in ("renewable", "flexible", "export")}
            found.append(Budget("not renewable", weights, (1.0 - limits.renewable_share) * energy, of_load=True))
        if limits.gas_mmbtu_per_year is not None:
            weights = {s.name: self._heat(s.name) for s in gas}
            found.append(Budget("gas volume", weights, limits.gas_mmbtu_per_year, counts_fuel=True))
        for wanted, source in zip(self.spec.source, problem.sources, strict=True):
            kind = self.catalogue.source(wanted.use)
            role = "hours" if kind.kind == "flexible" else "run_hours"
            hours = wanted.run_hours
            if hours is None and role in kind.parameters:
                hours = self.role(kind, role)
            if hours is not None and hours < HOURS_PER_YEAR:
                found.append(Budget(f"{source.name} hours", {source.name: 1.0}, 0.0, {source.name: hours}))
            if wanted.minimum_take:
                least = wanted.minimum_take * HOURS_PER_YEAR
                found.append(Budget(f"{source.name} least take", {source.name: -1.0}, 0.0, {source.name: -least}))
        return tuple(found)

    def _heat(self, name: str) -> float:
        wanted = next(s for s in self.spec.source if (s.name or s.use) == name)
        kind = self.catalogue.source(wanted.use)
        return self.role(kind, "heat_rate", _per(wanted.heat_rate_mmbtu_per_mwh, MEGA))


def _per(value: float | None, divisor: float) -> float | None:
    return None if value is None else value / divisor


def _each(make: Callable[[W], B], wanted: Iterable[W], faults: list[GigawattError]) -> list[B]:
    """What `make` makes of each; input faults are gathered."""
    made = []
    for one in wanted:
        try:
            made.append(make(one))
        except FaultList as error:
            faults += error.faults
        except InputError as error:
            faults.append(error)
    return made


def _priced_below_import(wanted: tuple[SourceSpec, ...], sources: list[Source]) -> tuple[Source, ...]:
    """The sources, with the price of export that follows import set from the cheapest import of each step."""
    imports = [np.asarray(s.cost_usd_per_wh, dtype=float) for s in sources if s.kind == "grid"]
    cheapest: Array = np.asarray(np.min(np.broadcast_arrays(*imports), axis=0)) if imports else np.zeros(())
    found = []
    for want, source in zip(wanted, sources, strict=True):
        below = want.price_below_import_usd_per_mwh
        if below is not None:
            source = replace(source, cost_usd_per_wh=source.cost_usd_per_wh + cheapest - below / MEGA)
        found.append(source)
    return tuple(found)


def segments_of(weather: Weather) -> Array:
    """Number of the month of the horizon of each step, counting on through the years."""
    from gigawatt.campus.generator import MONTH_OF_DAY

    day = np.minimum(weather.day_of_year.astype(int), 365) - 1
    month = MONTH_OF_DAY[day]
    year = np.floor(np.arange(weather.steps) * weather.step_hours / HOURS_PER_YEAR + 1e-9).astype(int)
    return (month + 12 * np.minimum(year, int(round(weather.years)) - 1 if weather.years >= 1 else 0)).astype(np.int64)


def build(spec: CampusSpec, catalogue: SupplyCatalogue, folder: Path, weather: Weather | None = None) -> Built:
    """The problem of a spec; `weather` may be handed in to share it between sites or phases."""
    weather = weather or build_weather(spec, folder)
    builder = _Builder(spec, catalogue, weather, folder)
    faults: list[GigawattError] = []
    pairs = _each(builder.source, spec.source, faults)
    stores = _each(builder.store, spec.store, faults)
    if faults:
        raise FaultList(faults)
    load, it_load = builder.load()
    lost = builder._or(_per(spec.economics.lost_load_usd_per_mwh, MEGA), "supply.lost_load", "USD/Wh")
    problem = Problem(
        name=spec.name,
        load_w=load,
        sources=_priced_below_import(spec.source, [source for source, _ in pairs]),
        stores=tuple(store for store, _ in stores),
        lost_load_usd_per_wh=lost,
        step_hours=weather.step_hours,
        years=weather.years,
        segment_of=segments_of(weather) if any(s.demand_charge_usd_per_kw_month for s in spec.source) else None,
    )
    if len(load) != weather.steps:
        raise InputError("series-length", where="load.file", got=len(load), expected=f"{weather.steps} rows")
    rows = export_rows(problem)
    if spec.limits.firm_margin is not None:
        rows = (firm_row(problem, spec.limits.firm_margin), *rows)
    problem = replace(problem, budgets=builder.budgets(problem), rows=rows)
    check_problem(problem)
    kinds = {source.name: kind for source, kind in pairs} | {store.name: kind for store, kind in stores}
    return Built(
        spec, problem, weather, it_load, kinds,
        {source.name: source.unit_w for source in problem.sources}, tuple(dict.fromkeys(builder.used)), builder.rate,
    )  # fmt: skip


def idle_usd_per_w_month(spec: CampusSpec, catalogue: SupplyCatalogue) -> float:
    """Cost of one W of installed IT that stands idle for a month."""
    given = spec.economics.idle_usd_per_kw_year
    yearly = given / KILO if given is not None else catalogue.parameters.value("supply.idle_chip_cost", "USD/W/year")
    return yearly * convert(1.0, "month", "year")
