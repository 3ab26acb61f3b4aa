"""The whole story of one campus: optimum, rules, firm design, outages, phases; as text, data and charts."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gigawatt.campus import plots
from gigawatt.campus.answer import as_dict as sizing_dict
from gigawatt.campus.build import Built
from gigawatt.campus.catalogue import load_supply
from gigawatt.campus.foresight import Honesty, compare
from gigawatt.campus.look import Look, Spec
from gigawatt.campus.outages import CauseLine, SpareLine, causes_table, spare_table
from gigawatt.campus.phases import IDLE, MonthValue, PhasedPlan, plan_phases, value_of_months
from gigawatt.campus.sizing import Sizing, size

MEGA = 1e6


@dataclass(frozen=True, slots=True)
class Story:
    """Everything `campus run` says."""

    built: Built
    sizing: Sizing
    honesty: Honesty
    spares: list[SpareLine]
    causes: list[CauseLine]
    spares_of: str
    """design whose outages were drawn"""
    phases: PhasedPlan | None
    months: list[MonthValue]


def tell(
    built: Built,
    folder: Path,
    draws: int = 100,
    seed: int = 1,
    progress: Callable[[int, float], None] | None = None,
    extra: Path | None = None,
) -> Story:
    """Size, run by rules, size firm, draw outages of the firmer design, and plan the phases when there are any."""
    sized = size(built.problem, progress=progress)
    honesty = compare(sized)
    firm = honesty.firm or sized
    spares = (
        spare_table(built, firm.capacities, draws=draws, seed=seed, extra=extra)
        if len(built.problem.stores) <= 1
        else []
    )
    causes = (
        causes_table(built, firm.capacities, draws=draws, seed=seed, extra=extra)
        if len(built.problem.stores) <= 1
        else []
    )
    phased, months = None, []
    if built.spec.phase:
        catalogue = load_supply(extra)
        phased = plan_phases(built.spec, catalogue, folder, weather=built.weather)
        months = value_of_months(built.spec, catalogue, folder, phased, weather=built.weather)
    return Story(built, sized, honesty, spares, causes, "firm" if honesty.firm else "least cost", phased, months)


def as_dict(told: Story) -> dict[str, Any]:
    """The story, JSON-ready."""
    answer: dict[str, Any] = {
        "sizing": sizing_dict(told.sizing),
        "operations": [asdict(line) for line in told.honesty.operations],
        "firm": sizing_dict(told.honesty.firm) if told.honesty.firm else None,
        "why_not_firm": told.honesty.why_not_firm,
        "outages_of_design": told.spares_of,
        "outages": [
            {
                "spares": line.spares,
                "source": line.source,
                "extra_usd_per_year": line.extra_usd_per_year,
                "energy_availability": line.reliability.energy_availability,
                "nines": min(line.reliability.nines, line.reliability.resolution_nines),
                "nines_p5": line.reliability.nines_interval[0],
                "nines_p95": line.reliability.nines_interval[1],
                "hours_short_per_year": line.reliability.hours_short,
                "hours_short_per_year_p90": line.reliability.hours_short_p90,
                "draws": line.reliability.draws,
            }
            for line in told.spares
        ],
        "outages_without": {
            line.without or "nothing": {
                "energy_availability": line.reliability.energy_availability,
                "hours_short_per_year": line.reliability.hours_short,
            }
            for line in told.causes
        },
        "inputs": [f"parameter:{key}" for key in told.built.inputs],
        "weather": told.built.weather.source,
    }
    if told.phases is not None:
        answer["phases"] = {
            "sizing": sizing_dict(told.phases.sizing),
            "ready_mw": told.phases.ready_mw.tolist(),
            "served_mw": told.phases.served_mw.tolist(),
            "idle_usd_per_year": told.phases.idle_usd_per_year,
            "first_full_month": told.phases.first_full_month,
            "value_of_a_month": [asdict(value) for value in told.months],
        }
    return answer


def charts(told: Story, look: Look) -> dict[str, Spec]:
    """All charts of the story by name."""
    found = {
        "week": plots.dispatch_week(told.sizing, look),
        "duration": plots.duration_curve(told.sizing, look),
        "cost": plots.cost_stack(told.sizing, look),
        "firmness": plots.cost_against_firmness(told.sizing, told.honesty, look),
    }
    if len(told.spares) > 1:
        found["spares"] = plots.spares_chart(told.spares, look)
    if told.phases is not None:
        found["phases"] = plots.phases_chart(told.phases, told.sizing.problem.name, look)
    return found


def as_text(told: Story) -> str:
    """The story for people."""
    sized = told.sizing
    energy = sized.problem.load_wh_per_year / MEGA
    lines = [
        f"{sized.problem.name}: {sized.usd_per_wh * MEGA:.2f} USD/MWh with foresight, gap {sized.gap:.1e} "
        f"({sized.method}{': ' + sized.why_general if sized.why_general else ''})",
        "  " + ", ".join(f"{name} {value / MEGA:,.1f}" for name, value in sized.capacities.items()) + " [MW, MWh]",
        "",
        f"{'design':<12}{'run by':<22}{'USD/MWh':>10}{'over optimum':>14}{'MWh short':>12}{'gas share':>11}",
    ]
    for line in told.honesty.operations:
        over = line.over_optimum if abs(line.over_optimum) > 5e-5 else 0.0  # not `-0.00%`
        lines.append(
            f"{line.design:<12}{line.operation:<22}{line.cost_usd_per_year / energy:>10.2f}{over:>13.2%} "
            f"{line.shed_wh / MEGA:>11,.1f}{line.gas_share:>11.1%}"
            + "".join(f"  {name} overdrawn by {by:.1%}" for name, by in line.overdrawn.items())
        )
    for line in told.honesty.operations:
        units = line.units
        if units is not None:
            starts = ", ".join(f"{name} {count:,.0f}" for name, count in units.starts_per_unit.items())
            lines.append(
                f"  {line.design}, {line.operation}: starts of a unit a year: {starts} "
                f"({units.start_usd_per_year:,.0f} USD/yr), fuel at part load +{units.extra_fuel_share:.1%} "
                f"({units.part_load_usd_per_year:,.0f} USD/yr), least load lost {units.spilled_wh / MEGA:,.0f} MWh/yr"
            )
    if any(line.units is not None for line in told.honesty.operations):
        lines.append("  the bound above holds for real units that keep the limits too: units only add limits and cost")
    if told.honesty.why_not_firm:
        lines.append(f"firm: {told.honesty.why_not_firm}")
    if told.spares:
        lines += ["", f"outages of units, design `{told.spares_of}`, rule `battery last`"]
    for spare in told.spares:
        r = spare.reliability
        low, high = r.nines_interval
        nines = f"{r.nines:.1f} ({low:.1f} to {high:.1f})"
        if r.nines > r.resolution_nines:
            nines = f"at least {r.resolution_nines:.1f}"
        lines.append(
            f"  N+{spare.spares} {spare.source or '(no blocks)'}: {nines} nines, {r.hours_short:.2f} h/yr short "
            f"(P90 {r.hours_short_p90:.1f}), spares cost {spare.extra_usd_per_year:,.0f} USD/yr, {r.draws} draws"
        )
    for cause in told.causes[1:]:
        lines.append(f"  without {cause.without}: {cause.reliability.hours_short:.2f} h/yr short")
    if told.phases is not None:
        plan = told.phases
        sizes = [(n, v) for n, v in plan.sizing.capacities.items() if n != IDLE]
        lines += [
            "",
            f"time to power: {plan.sizing.cost_usd_per_year / MEGA:,.1f} M USD per year, level over "
            f"{plan.sizing.problem.years:.1f} years, of which idle chips {plan.idle_usd_per_year / MEGA:,.1f}",
            "  " + ", ".join(f"{n} {v / MEGA:,.0f}" for n, v in sizes) + " [MW, MWh]",
            f"  ready load served to 90 % from month {plan.first_full_month}"
            if plan.first_full_month is not None
            else "  the ready load is not served to 90 % within the horizon",
        ]
        lines += [
            f"  {v.source} one month sooner than month {v.from_month:g}: worth "
            f"{round(v.usd / MEGA, 1) + 0.0:,.1f} M USD (+- {v.uncertainty_usd / MEGA:.2f})"
            for v in told.months
        ]
    return "\n".join(lines)
