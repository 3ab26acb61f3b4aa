"""Bad input: refused with an error that says where and by how much, or handled; never a wrong number."""

from dataclasses import replace

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus.fallback import size_general
from gigawatt.campus.problem import Budget, CapacityRow, Problem, Source, Store, firm_row
from gigawatt.campus.sizing import size
from gigawatt.errors import FaultList, Infeasible, InputError


def plain(steps=240, step_hours=1.0):
    hour = np.arange(steps) * step_hours
    price = 40e-6 + 20e-6 * np.sin(hour / 24 * 2 * np.pi)
    years = steps * step_hours / 8760
    return Problem(
        "plain", np.full(steps, 100e6),
        (
            Source("solar", 0.09, np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, 1), kind="renewable"),
            Source("gas", 0.12, 1.0, 80e-6, firm_fraction=1.0, burns_gas=True),
            Source("grid", 0.09, 1.0, price, most_w=40e6, kind="grid", firm_fraction=1.0),
        ),
        (Store("battery", 0.015, 0.013, 0.95, 0.95),), 10000e-6, step_hours=step_hours, years=years,
    )  # fmt: skip


def test_nan_and_negative_values_are_all_named_at_once():
    problem = plain()
    load = problem.load_w.copy()
    load[17] = np.nan
    price = np.full(240, 50e-6)
    price[3] = np.inf
    sources = (*problem.sources[:2], replace(problem.sources[2], cost_usd_per_wh=price))
    with pytest.raises(FaultList) as caught:
        size(replace(problem, load_w=load, sources=sources, stores=(Store("battery", charge_efficiency=1.4),)))
    told = caught.value.message()
    assert "load, step 17" in told and "source grid cost, step 3" in told and "charge efficiency" in told


def test_wrong_length_and_zero_load_are_refused():
    problem = plain()
    with pytest.raises(FaultList, match="series-length"):
        size(replace(problem, sources=(replace(problem.sources[0], availability=np.ones(239)),)))
    with pytest.raises(InputError, match="load-zero"):
        size(replace(problem, load_w=np.zeros(240)))


def test_zero_load_in_some_hours_is_handled():
    problem = plain()
    load = problem.load_w.copy()
    load[50:90] = 0.0
    problem = replace(problem, load_w=load)
    assert size(problem, general=False).cost_usd_per_year == pytest.approx(
        size_general(problem, "referee").cost_usd_per_year, rel=1e-6
    )


def test_clashing_limits_are_named_with_what_is_missing():
    problem = plain()
    sources = (problem.sources[0], replace(problem.sources[1], most_w=30e6), problem.sources[2])
    problem = replace(problem, sources=sources)
    with pytest.raises(Infeasible) as caught:
        size(replace(problem, rows=(firm_row(problem),)))
    assert caught.value.exit_code == 4
    told = caught.value.message()
    assert "firm capacity" in told and "gas" in told and "30 MW are missing" in told


def test_budgets_that_clash_say_how_much_would_do():
    """A least take of grid energy above what the load can use: the general programme says what is needed."""
    problem = plain(48)
    take = Budget("grid least take", {"grid": -1.0}, -2.0 * problem.load_wh_per_year)
    with pytest.raises(Infeasible) as caught:
        size(replace(problem, budgets=(take,)))
    assert "grid least take" in caught.value.message() and "too little" in caught.value.message()


@pytest.mark.parametrize(("hours", "steps"), [(1.0, 8784), (1 / 12, 2016), (0.25, 480)])
def test_leap_years_and_short_steps_agree_with_the_referee_or_close_their_gap(hours, steps):
    problem = plain(steps, hours)
    found = size(problem, 1e-7, general=False)
    assert found.gap <= 1e-7
    if steps < 1000:
        assert found.cost_usd_per_year == pytest.approx(size_general(problem, "r").cost_usd_per_year, rel=1e-6)


def test_five_minute_steps_of_the_same_series_cost_the_same():
    """The series held constant within the hour: cost and plant do not depend on the step."""

    def held(values):
        return values if np.ndim(values) == 0 else np.repeat(values, 12)

    hourly = plain(96)
    twelfth = replace(
        hourly, load_w=np.repeat(hourly.load_w, 12), step_hours=1 / 12,
        sources=tuple(
            replace(
                s,
                availability=held(s.availability),
                cost_usd_per_wh=held(s.cost_usd_per_wh),
            )
            for s in hourly.sources
        ),
    )  # fmt: skip
    coarse, fine = size(hourly, 1e-8), size(twelfth, 1e-8)
    assert fine.cost_usd_per_year == pytest.approx(coarse.cost_usd_per_year, rel=1e-6)


def test_price_above_the_value_of_lost_load_is_never_paid():
    problem = plain()
    price = np.full(240, 45e-6)
    price[100:104] = 30000e-6
    sources = (*problem.sources[:2], replace(problem.sources[2], cost_usd_per_wh=price))
    found = size(replace(problem, sources=sources), general=False)
    assert found.plan.served_wh[2][100:104].max() == 0.0
    assert found.cost_usd_per_year == pytest.approx(
        size_general(replace(problem, sources=sources), "r").cost_usd_per_year, rel=1e-6
    )


def test_negative_prices_inside_the_load_stay_exact():
    problem = plain()
    price = np.full(240, 45e-6)
    price[30:40] = -25e-6
    problem = replace(problem, sources=(*problem.sources[:2], replace(problem.sources[2], cost_usd_per_wh=price)))
    found = size(problem, 1e-7)
    assert found.method == "exact"
    assert found.cost_usd_per_year == pytest.approx(size_general(problem, "r").cost_usd_per_year, rel=1e-6)


def test_negative_prices_beyond_the_load_go_to_the_general_programme():
    problem = plain()
    price = np.full(240, 45e-6)
    price[30:40] = -25e-6
    grid = replace(problem.sources[2], cost_usd_per_wh=price, most_w=500e6)
    found = size(replace(problem, sources=(*problem.sources[:2], grid)))
    assert found.method == "general programme" and "negative prices of grid" in found.why_general


def test_fallback_is_chosen_for_what_the_structure_does_not_hold():
    problem = plain(96)
    second = Store("tank", 0.01, 0.002, 0.7, 0.6, loss_per_hour=0.001)
    found = size(replace(problem, stores=(*problem.stores, second)))
    assert found.method == "general programme" and "more than one store" in found.why_general
    slow = replace(problem.sources[1], ramp_fraction_per_hour=0.1)
    ramped = size(replace(problem, sources=(problem.sources[0], slow, problem.sources[2])))
    assert "ramp" in ramped.why_general
    assert ramped.cost_usd_per_year >= size(problem).lower_bound_usd_per_year * (1 - 1e-9)
    assert ramped.gap <= 1e-7


def test_unknown_name_in_a_limit_is_refused():
    with pytest.raises(InputError, match="limit-name"):
        size(replace(plain(), rows=(CapacityRow("x", {"gaz": 1.0}, low=1.0),)))


def test_demand_charges_agree_with_the_referee():
    """A peak charge by segment is a variable of its own; the exact method carries it."""
    problem = plain(192)
    grid = replace(problem.sources[2], segment_costs_usd_per_w=(0.0005, 0.0009), most_w=90e6)
    problem = replace(
        problem, sources=(*problem.sources[:2], grid), segment_of=np.repeat(np.arange(2), 96), years=192 / 8760
    )
    found, referee = size(problem, 1e-7, general=False), size_general(problem, "r")
    assert found.cost_usd_per_year == pytest.approx(referee.cost_usd_per_year, rel=1e-6)
    for name, peak in found.peaks_w.items():
        assert peak <= found.capacities["grid"] * (1 + 1e-9), name


def test_run_hours_of_a_permit_are_kept_and_agree_with_the_referee():
    """A budget whose right-hand side grows with capacity."""
    problem = random_problem(4, budget=False)
    capped = replace(problem, budgets=(Budget("gas hours", {"gas": 1.0}, 0.0, {"gas": 900.0}),))
    found, referee = size(capped, 1e-7, general=False), size_general(capped, "r")
    assert found.cost_usd_per_year == pytest.approx(referee.cost_usd_per_year, rel=1e-6)
    assert found.energy_wh("gas") <= 900.0 * found.capacities["gas"] * (1 + 1e-9)
