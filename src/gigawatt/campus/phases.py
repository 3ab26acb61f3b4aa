"""Time to power: which supply in which month, with the cost of idle chips, sized over the whole horizon at once.

The horizon is laid out hour by hour: IT comes in phases, each source can run from its month on. A source's capacity
is bought for the months it is there. Load that has no power is not `lost` but idle: it costs the idle IT capacity
behind it. Later money counts less: every cost of month m carries the weight (1 + rate)^(-m/12), scaled so that the
weights of the horizon have mean 1; costs per year are then level payments over the horizon. So one problem of the
usual structure, with its certificate, decides sizes for all phases together, and the value of a month is the
difference of two optima.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gigawatt.campus.build import Built, build, build_weather, idle_usd_per_w_month
from gigawatt.campus.catalogue import SupplyCatalogue
from gigawatt.campus.constants import HOURS_PER_YEAR
from gigawatt.campus.problem import Problem, Source, check_problem, export_rows, firm_row
from gigawatt.campus.sizing import Sizing, size
from gigawatt.campus.spec import CampusSpec
from gigawatt.campus.weather import Weather
from gigawatt.errors import InputError

Array = np.ndarray
MEGA = 1e6
IDLE = "idle chips"  # the source that stands for load without power
SERVED = 0.9  # share of a month's ready load that must be served for the month to count as powered


@dataclass(frozen=True, slots=True)
class PhasedPlan:
    """A sized campus over months; series have one value per month."""

    sizing: Sizing
    ready_mw: Array
    """facility power that the IT in place asks for"""
    served_mw: Array
    """facility power served, mean of the month"""
    by_source_mw: dict[str, Array]
    present_years: float
    """years of level payment that the present value of the horizon is worth"""
    idle_usd_per_year: float
    """cost of idle IT within the cost, mean per year"""
    first_full_month: int | None
    """first month from which the load ready is served to 90 % until the end"""


def _months(steps: int, step_hours: float) -> Array:
    """Number of the month of each step."""
    return np.floor(np.arange(steps) * step_hours / (HOURS_PER_YEAR / 12.0) + 1e-9).astype(int)


def phased_problem(
    spec: CampusSpec, catalogue: SupplyCatalogue, folder: Path, weather: Weather | None = None
) -> Problem:
    """The problem over the horizon: load by phase, availability from each source's month, idle cost for what waits."""
    if not spec.phase:
        raise InputError("phases-missing", where=spec.name, expected="[[phase]] tables")
    one: Built = build(spec, catalogue, folder, weather or build_weather(spec, folder))
    year = one.problem
    hours = year.step_hours
    steps = int(round(spec.horizon_months * HOURS_PER_YEAR / 12.0 / hours))
    take = np.arange(steps) % year.steps
    month = np.arange(steps) * hours / (HOURS_PER_YEAR / 12.0)
    ready = np.zeros(steps)
    for phase in spec.phase:
        ready += np.where(month >= phase.from_month, phase.it_mw, 0.0)
    base_it = spec.load.it_mw
    load = year.load_w[take] * ready / base_it
    horizon_years = spec.horizon_months / 12.0
    discount = (1.0 + one.discount_rate) ** (-month / 12.0)
    weight = discount / discount.mean()

    def there(from_month: float) -> float:
        """Share of the horizon's weight that a thing bought from that month on pays for."""
        return float(weight[month >= from_month].sum() / steps)

    sources = []
    for wanted, source in zip(spec.source, year.sources, strict=True):
        available = np.broadcast_to(np.asarray(source.availability, dtype=float), (year.steps,))[take]
        price = np.broadcast_to(np.asarray(source.cost_usd_per_wh, dtype=float), (year.steps,))[take]
        # in phases a demand charge is billed on the capacity held: peaks of every month would be variables of their own
        held = source.annual_cost_usd_per_w + 12.0 * max(source.segment_costs_usd_per_w, default=0.0)
        sources.append(
            replace(
                source,
                annual_cost_usd_per_w=held * there(wanted.from_month),
                availability=np.where(month >= wanted.from_month, available, 0.0),
                cost_usd_per_wh=price * weight,
                segment_costs_usd_per_w=(),
            )
        )
    stores = tuple(
        replace(
            store,
            annual_cost_usd_per_w=store.annual_cost_usd_per_w * there(w.from_month),
            annual_cost_usd_per_wh=store.annual_cost_usd_per_wh * there(w.from_month),
        )
        for store, w in zip(year.stores, spec.store, strict=True)
    )
    # idle IT behind a W of facility power, priced per Wh of facility energy not served; as a source, for its weight
    per_w_month = idle_usd_per_w_month(spec, catalogue) * float(one.it_load_w.mean() / year.load_w.mean())
    idle = per_w_month * 12.0 / HOURS_PER_YEAR
    peak = float(load.max())
    sources.append(Source(IDLE, 0.0, 1.0, idle * weight, least_w=peak, most_w=peak, kind="flexible"))
    problem = replace(
        year,
        load_w=load,
        sources=tuple(sources),
        stores=stores,
        lost_load_usd_per_wh=2.0 * idle * float(weight.max()),
        years=horizon_years,
        segment_of=None,
        rows=(),
    )
    scale = problem.load_wh_per_year / year.load_wh_per_year
    budgets = tuple(replace(b, limit=b.limit * scale) if b.of_load else b for b in year.budgets)
    rows = export_rows(problem)
    if spec.limits.firm_margin is not None:
        rows = (firm_row(problem, spec.limits.firm_margin), *rows)
    problem = replace(problem, budgets=budgets, rows=rows)
    check_problem(problem)
    return problem


def _present_years(spec: CampusSpec, catalogue: SupplyCatalogue) -> float:
    """Present value of one USD a year over the horizon [years]."""
    given = spec.economics.discount_rate
    rate = catalogue.parameters.value("supply.discount_rate", "fraction") if given is None else given
    months = np.arange(spec.horizon_months) + 0.5
    return float(((1.0 + rate) ** (-months / 12.0)).sum() / 12.0)


def plan_phases(
    spec: CampusSpec, catalogue: SupplyCatalogue, folder: Path, gap: float = 1e-5, weather: Weather | None = None
) -> PhasedPlan:
    """The least-cost plan over the horizon, idle IT counted."""
    problem = phased_problem(spec, catalogue, folder, weather)
    sized = size(problem, gap)
    month = _months(problem.steps, problem.step_hours)
    count = spec.horizon_months
    month = np.minimum(month, count - 1)
    hours = np.bincount(month, minlength=count) * problem.step_hours

    def monthly(energy_wh: Array) -> Array:
        return np.bincount(month, energy_wh, minlength=count) / hours / MEGA

    ready = monthly(problem.load_w * problem.step_hours)
    without_power = sized.plan.served_wh[-1]
    served = ready - monthly(without_power) - monthly(sized.plan.shed_wh)
    full = served >= SERVED * ready
    first = None
    if full[-1]:
        short = np.nonzero(~full)[0]
        first = int(short[-1]) + 1 if len(short) else 0
    return PhasedPlan(
        sizing=sized,
        ready_mw=ready,
        served_mw=served,
        by_source_mw={
            s.name: s.sign * monthly(row)
            for s, row in zip(problem.sources, sized.plan.served_wh, strict=True)
            if s.name != IDLE
        },
        present_years=_present_years(spec, catalogue),
        idle_usd_per_year=float(problem.source(IDLE).cost_usd_per_wh @ without_power) / problem.years,
        first_full_month=first,
    )


@dataclass(frozen=True, slots=True)
class MonthValue:
    """What it is worth when a source comes one month sooner: present value over the whole horizon [USD]."""

    source: str
    from_month: float
    usd: float
    uncertainty_usd: float
    """half the width that the two certificates leave"""


def value_of_months(
    spec: CampusSpec, catalogue: SupplyCatalogue, folder: Path, base: PhasedPlan, gap: float = 1e-5,
    weather: Weather | None = None,
) -> list[MonthValue]:  # fmt: skip
    """For every source that comes later: the saving over the horizon if it came one month sooner."""
    values = []
    for number, wanted in enumerate(spec.source):
        if wanted.from_month < 1.0:
            continue
        sooner = list(spec.source)
        sooner[number] = wanted.model_copy(update={"from_month": wanted.from_month - 1.0})
        # the month gained is paid for like any other: only the date moves
        other = plan_phases(spec.model_copy(update={"source": tuple(sooner)}), catalogue, folder, gap, weather)
        a, b = base.sizing, other.sizing
        saving = 0.5 * (a.cost_usd_per_year + a.lower_bound_usd_per_year) - 0.5 * (
            b.cost_usd_per_year + b.lower_bound_usd_per_year
        )
        width = (a.cost_usd_per_year - a.lower_bound_usd_per_year) + (b.cost_usd_per_year - b.lower_bound_usd_per_year)
        values.append(
            MonthValue(
                wanted.name or wanted.use,
                wanted.from_month,
                saving * base.present_years,
                0.5 * width * base.present_years,
            )
        )
    return values
