"""Real units: the switching is the cheapest there is, the year balances, the sizing's bound holds, knowledge helps."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus import commitment
from gigawatt.campus.commitment import run_units
from gigawatt.campus.oracle import Oracle
from gigawatt.campus.rules import run_rule
from gigawatt.campus.sizing import size


def with_blocks(problem: object, unit_w: float, start: float = 0.1) -> object:
    """The problem with its gas plant in blocks."""
    sources = tuple(
        replace(
            s, unit_w=unit_w, least_load_fraction=0.4, no_load_fraction=0.2, start_usd_per_w=start,
            fuel_usd_per_wh=0.8 * float(np.mean(s.cost_usd_per_wh)), burns_gas=True,
        )
        if s.name == "gas" else s
        for s in problem.sources
    )  # fmt: skip
    return replace(problem, sources=sources)


def series(rng: np.random.Generator, steps: int) -> dict[str, np.ndarray]:
    """What the switching reads, drawn."""
    return {
        "target": rng.uniform(0, 30, steps) * (rng.random(steps) < 0.7), "size": rng.uniform(8, 10, steps),
        "least": np.full(steps, 4.0), "idle": np.full(steps, 0.1), "rate": np.full(steps, 0.5),
        "room": rng.uniform(0, 8, steps), "room_price": rng.uniform(0.2, 1.5, steps),
        "worth": rng.uniform(0, 0.6, steps), "worth_reach": rng.uniform(0, 9, steps),
    }  # fmt: skip


def year_cost(on: np.ndarray, start: float, data: dict[str, np.ndarray]) -> float:
    """Cost of a pattern of switching, the first step's starts free."""
    steps = sum(
        commitment._step_cost(int(n), *(float(data[k][t]) for k in data), 20.0)  # noqa: SLF001
        for t, n in enumerate(on)
    )
    return steps + start * float(np.maximum(np.diff(on), 0).sum())


@pytest.mark.parametrize("seed", range(12))
def test_switching_with_foresight_is_the_cheapest_of_all_patterns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data, start = series(rng, 6), float(rng.uniform(0, 6))
    on = np.empty(6, np.int64)
    commitment._switch_with_foresight(3, start, *data.values(), 20.0, on)
    best = min(year_cost(np.array(p), start, data) for p in itertools.product(range(4), repeat=6))
    assert year_cost(on, start, data) == pytest.approx(best, rel=1e-12)
    online = np.empty(6, np.int64)
    commitment._switch_online(3, start, *data.values(), 20.0, online)
    assert year_cost(online, start, data) >= best - 1e-9


@pytest.mark.parametrize("seed", [1, 4, 7, 9, 13])
def test_units_cost_at_least_the_bound_and_balance(seed: int) -> None:
    problem = with_blocks(random_problem(seed, steps=240, budget=False), 10e6)
    sized = size(problem, 1e-7)
    oracle = Oracle(problem)
    rule = run_rule(problem, sized.capacities, "battery last", oracle)
    followed = run_units(problem, sized.capacities, oracle, sized.plan.served_wh, sized.plan.level_wh, "foresight")
    online = run_units(problem, sized.capacities, oracle, rule.served_wh, rule.level_wh, "this hour only")
    load = problem.load_w * problem.step_hours
    for run in (followed, online):
        assert run.cost_usd_per_year >= sized.lower_bound_usd_per_year * (1 - 1e-12)
        plan = run.plan
        left = plan.served_wh.sum(axis=0) + plan.discharge_wh + plan.shed_wh
        right = load + plan.charge_wh + run.spilled_series_wh
        assert np.allclose(left, right, rtol=1e-9, atol=1e-9 * load.max())
        assert (plan.served_wh >= 0).all() and (plan.shed_wh >= 0).all()
        assert run.extra_fuel_share >= 0


def test_no_blocks_no_difference() -> None:
    problem = with_blocks(random_problem(4, steps=240, budget=False), 10e6, start=0.0)
    free = tuple(
        replace(s, unit_w=1.0, least_load_fraction=0.0, no_load_fraction=1e-12) if s.name == "gas" else s
        for s in problem.sources
    )
    problem = replace(problem, sources=free)
    capacities = {"solar": 50e6, "wind": 50e6, "gas": 60.0, "grid": 100e6, "diesel": 0.0}
    sized = size(problem, 1e-7)
    capacities = dict.fromkeys(sized.capacities, 0.0) | {k: v for k, v in capacities.items() if k in sized.capacities}
    oracle = Oracle(problem)
    rule = run_rule(problem, capacities, "battery last", oracle)
    run = run_units(problem, capacities, oracle, rule.served_wh, rule.level_wh, "this hour only")
    assert run.cost_usd_per_year == pytest.approx(rule.cost_usd_per_year, rel=1e-9)


def test_larger_blocks_never_help_with_foresight() -> None:
    problem = with_blocks(random_problem(7, steps=240, budget=False), 5e6)
    sized = size(problem, 1e-7)
    costs = []
    for unit in (1e6, 40e6, 400e6):
        coarse = with_blocks(problem, unit)
        run = run_units(
            coarse, sized.capacities, Oracle(coarse), sized.plan.served_wh, sized.plan.level_wh, "foresight"
        )
        costs.append(run.cost_usd_per_year)
    assert costs[0] <= costs[1] * (1 + 1e-9) <= costs[2] * (1 + 1e-6)
