"""Export to the grid: the exact method against HiGHS, the rules, real units and what must hold for every plant."""

from dataclasses import replace

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus.commitment import run_units
from gigawatt.campus.fallback import size_general
from gigawatt.campus.oracle import Oracle, why_not_exact
from gigawatt.campus.problem import Problem, Source, export_rows
from gigawatt.campus.rules import RULES, run_rule
from gigawatt.campus.sizing import size
from gigawatt.errors import FaultList


def with_export(seed: int, share: float | None = None) -> Problem:
    """A random problem that may sell up to a random share of its load, for less than import costs in the same hour."""
    problem = random_problem(seed)
    rng = np.random.default_rng([seed, 7])
    most = (rng.uniform(0.1, 1.5) if share is None else share) * float(problem.load_w.max())
    imported = np.minimum(np.asarray(problem.source("grid").cost_usd_per_wh), 0.9 * problem.lost_load_usd_per_wh)
    price = imported - rng.uniform(0, 30e-6) * rng.integers(0, 2)  # may be negative: then nothing is sold
    available = np.where(rng.random(problem.steps) < 0.1, 0.0, 1.0) if seed % 3 == 0 else 1.0
    export = Source("export", 0.0, available, price, most_w=most, kind="export")
    problem = replace(problem, sources=(*problem.sources, export))
    return replace(problem, rows=(*problem.rows, *export_rows(problem)))


def residual(problem, served, charge, discharge, shed):
    """Largest error of the balance over the steps, relative to the largest load."""
    signs = np.array([source.sign for source in problem.sources])
    left = signs @ served + discharge + shed - charge - problem.load_w * problem.step_hours
    return np.abs(left).max() / (problem.load_w.max() * problem.step_hours)


@pytest.mark.parametrize("block", range(6))
def test_exact_method_agrees_with_highs(block):
    """Cost and bound within 1e-6 of the general programme, balance to 1e-9, within limits: 10 problems a block."""
    sold = 0
    for seed in range(10 * block, 10 * block + 10):
        problem = with_export(seed)
        assert why_not_exact(problem) == ""
        found = size(problem, 1e-7, general=False)
        referee = size_general(problem, "referee")
        assert found.cost_usd_per_year == pytest.approx(referee.cost_usd_per_year, rel=1e-6), seed
        slack = 1e-8 * abs(referee.cost_usd_per_year)  # the cost may be negative
        assert found.lower_bound_usd_per_year <= referee.cost_usd_per_year + slack, seed
        plan = found.plan
        assert residual(problem, plan.served_wh, plan.charge_wh, plan.discharge_wh, plan.shed_wh) <= 1e-9, seed
        assert (plan.served_wh >= 0).all()
        most = found.capacities["export"] * problem.step_hours
        assert (plan.served_wh[-1] <= most * (1 + 1e-12)).all()
        assert found.capacities["export"] <= found.capacities["grid"] * (1 + 1e-9) + 1.0
        sold += plan.served_wh[-1].sum() > 0
    assert sold >= 2  # the cases do sell


@pytest.mark.parametrize("seed", range(400, 410))
def test_more_export_never_costs_more(seed):
    """No export, a little, a lot: neither cost nor bound may rise."""
    costs = [size(with_export(seed, share), 1e-8) for share in (0.0, 0.2, 1.0)]
    for less, more in zip(costs, costs[1:], strict=False):
        assert more.lower_bound_usd_per_year <= less.cost_usd_per_year
        assert more.cost_usd_per_year <= less.cost_usd_per_year + 2e-8 * abs(less.cost_usd_per_year)


def _plant(problem):
    peak = float(problem.load_w.max())
    return {
        name: {"solar": 1.5, "wind": 0.8, "gas": 0.7, "grid": 0.4, "export": 0.3, "battery_energy": 2.0}.get(name, 0.4)
        * peak
        for name in problem.capacity_names
    }


@pytest.mark.parametrize("seed", range(420, 430))
@pytest.mark.parametrize("rule", RULES)
def test_rules_sell_only_what_is_left(seed, rule):
    """The same plant under a rule sheds and stores as without export, sells at a profit, and balances."""
    problem = with_export(seed)
    oracle, plant = Oracle(problem), _plant(problem)
    run = run_rule(problem, plant, rule, oracle)
    closed = run_rule(problem, plant | {"export": 0.0}, rule, oracle)
    assert np.array_equal(run.shed_series_wh, closed.shed_series_wh)
    assert np.array_equal(run.level_wh, closed.level_wh)
    assert run.running_usd_per_year <= closed.running_usd_per_year + 1e-9 * abs(closed.running_usd_per_year)
    store = problem.stores[0]
    change = np.diff(run.level_wh, prepend=run.level_wh[-1])
    # the year may not close under a rule; the first step is left out
    charge = np.maximum(change, 0.0) / store.charge_efficiency
    discharge = np.maximum(-change, 0.0) * store.discharge_efficiency
    signs = np.array([source.sign for source in problem.sources])
    left = signs @ run.served_wh + discharge + run.shed_series_wh - charge - problem.load_w * problem.step_hours
    assert np.abs(left[1:]).max() <= 1e-9 * problem.load_w.max()
    best = size(problem.with_fixed(plant), 1e-8, general=False)
    if not problem.budgets:
        assert run.cost_usd_per_year >= best.lower_bound_usd_per_year


@pytest.mark.parametrize("seed", range(440, 448))
def test_units_with_export_balance(seed):
    """Blocks that follow a schedule with export: a surplus is sold before it is lost, and every step balances."""
    problem = with_export(seed)
    real = {"unit_w": 20e6, "least_load_fraction": 0.5, "no_load_fraction": 0.2, "fuel_usd_per_wh": 30e-6}
    sources = tuple(
        replace(s, **real, start_usd_per_w=0.02) if s.name == "gas" else s
        for s in problem.sources
    )  # fmt: skip
    problem = replace(problem, sources=sources, budgets=())
    oracle, plant = Oracle(problem), _plant(problem)
    run = run_rule(problem, plant, "battery last", oracle)
    for knowledge in ("foresight", "this hour only"):
        real = run_units(problem, plant, oracle, run.served_wh, run.level_wh, knowledge)
        plan = real.plan
        signs = np.array([source.sign for source in problem.sources])
        left = (
            signs @ plan.served_wh + plan.discharge_wh + plan.shed_wh - plan.charge_wh - real.spilled_series_wh
            - problem.load_w * problem.step_hours
        )  # fmt: skip
        assert np.abs(left).max() <= 1e-9 * problem.load_w.max()
        lost = real.spilled_series_wh > 1e-9 * problem.load_w.max()
        most = np.asarray(problem.source("export").availability) * plant["export"]
        assert (plan.served_wh[-1] >= most - 1e-6 * problem.load_w.max())[lost].all()


def test_a_price_above_import_is_refused():
    """Selling above the price of buying in the same hour would be a money machine: every such fault is named."""
    problem = with_export(3)
    grid = problem.source("grid")
    dear = Source("export", 0.0, 1.0, np.asarray(grid.cost_usd_per_wh) + 1e-6, kind="export")
    with pytest.raises(FaultList) as caught:
        size(replace(problem, sources=(*problem.sources[:-1], dear)))
    assert {fault.code for fault in caught.value.faults} >= {"export-price", "export-unlimited"}


def test_a_plant_that_earns_more_than_it_costs():
    """A negative cost is a cost: the bound holds where the running cost is below zero."""
    steps = 96
    sun = np.clip(np.sin(np.arange(steps) / 24 * 2 * np.pi), 0, None)
    problem = Problem(
        "seller", np.full(steps, 1e6),
        (
            Source("solar", 0.02, sun, kind="renewable", most_w=60e6),
            Source("grid", 0.0, 1.0, 50e-6, most_w=40e6, kind="grid"),
            Source("export", 0.0, 1.0, 45e-6, most_w=30e6, kind="export"),
        ),
        (), 1000e-6, years=steps / 8760,
    )  # fmt: skip
    problem = replace(problem, rows=export_rows(problem))
    found, referee = size(problem, 1e-8, general=False), size_general(problem, "referee")
    assert found.cost_usd_per_year < 0.0
    assert found.cost_usd_per_year == pytest.approx(referee.cost_usd_per_year, rel=1e-7)
    assert found.lower_bound_usd_per_year <= found.cost_usd_per_year
