"""Two hundred random problems against HiGHS, and what must hold for every design whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus.fallback import size_general
from gigawatt.campus.problem import Budget
from gigawatt.campus.sizing import size


@pytest.mark.parametrize("block", range(10))
def test_exact_method_agrees_with_highs(block):
    """Cost within 1e-6, bound never above the optimum, gap as asked: 20 problems a block."""
    for seed in range(20 * block, 20 * block + 20):
        problem = random_problem(seed)
        found = size(problem, 1e-7, general=False)
        referee = size_general(problem, "referee")
        assert found.cost_usd_per_year == pytest.approx(referee.cost_usd_per_year, rel=1e-6), seed
        assert found.lower_bound_usd_per_year <= referee.cost_usd_per_year * (1 + 1e-8), seed
        assert found.gap <= 1e-7, seed
        check_plan(found)


def check_plan(found):
    """Balance to 1e-9 in every step, capacities and the store's limits kept, the year closed, the budget kept."""
    problem, plan = found.problem, found.plan
    hours = problem.step_hours
    scale = float(problem.load_w.max()) * hours
    residual = plan.served_wh.sum(axis=0) + plan.discharge_wh + plan.shed_wh - plan.charge_wh - problem.load_w * hours
    assert np.abs(residual).max() <= 1e-9 * scale
    for row, source in zip(plan.served_wh, problem.sources, strict=True):
        most = np.broadcast_to(source.availability, row.shape) * found.capacities[source.name] * hours
        assert (row >= 0).all() and (row <= most + 1e-9 * scale).all(), source.name
    store = problem.stores[0]
    power = found.capacities[f"{store.name}_power"] * hours
    energy = found.capacities[f"{store.name}_energy"]
    assert (plan.charge_wh <= power + 1e-9 * scale).all() and (plan.discharge_wh <= power + 1e-9 * scale).all()
    assert (plan.level_wh >= -1e-9 * scale).all() and (plan.level_wh <= energy + 1e-9 * scale).all()
    change = store.charge_efficiency * plan.charge_wh - plan.discharge_wh / store.discharge_efficiency
    drift = plan.level_wh - np.roll(plan.level_wh, 1) - change
    assert np.abs(drift).max() <= 1e-9 * max(scale, energy)
    assert (plan.shed_wh >= 0).all()
    for budget, use in zip(problem.budgets, plan.budget_use, strict=True):
        assert use <= budget.limit * (1 + 1e-12)


@pytest.mark.parametrize("seed", range(300, 312))
def test_more_allowed_capacity_never_costs_more(seed):
    """A higher limit on the grid widens the choice: neither bound nor cost may rise."""
    problem = random_problem(seed)
    wider = tuple(replace(s, most_w=s.most_w * 1.5) if s.kind == "grid" else s for s in problem.sources)
    tight, wide = size(problem, 1e-8), size(replace(problem, sources=wider), 1e-8)
    assert wide.lower_bound_usd_per_year <= tight.cost_usd_per_year
    assert wide.cost_usd_per_year <= tight.cost_usd_per_year * (1 + 1e-8)


@pytest.mark.parametrize("seed", range(320, 332))
def test_an_added_budget_never_costs_less(seed):
    """A cap on gas narrows the choice; tightening it never helps."""
    problem = random_problem(seed, budget=False)
    free = size(problem, 1e-8)
    costs = [free.lower_bound_usd_per_year]
    for share in (0.2, 0.1, 0.02):
        capped = replace(problem, budgets=(Budget("gas", {"gas": 1.0}, share * problem.load_wh_per_year),))
        found = size(capped, 1e-7)
        assert found.cost_usd_per_year >= costs[-1]
        costs.append(found.lower_bound_usd_per_year)
        check_plan(found)
