"""Several yearly budgets at once: the exact method agrees with HiGHS, keeps every limit, and limits only cost."""

from dataclasses import replace

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus import general_lp
from gigawatt.campus.problem import Budget, Problem
from gigawatt.campus.sizing import size


def limited(seed: int) -> Problem:
    """A random problem with two to four budgets: gas, carbon, a renewable share, run hours."""
    problem = random_problem(seed, budget=False)
    rng = np.random.default_rng(seed + 999)
    energy = problem.load_wh_per_year
    carbon = {"gas": 0.4e-3, "grid": rng.uniform(0.2, 0.5) * 1e-3}
    budgets = [
        Budget("gas", {"gas": 1.0}, rng.uniform(0.05, 0.3) * energy),
        Budget("carbon", carbon, rng.uniform(0.08, 0.3) * energy * 1e-3),
    ]
    if rng.random() < 0.5:
        budgets.append(Budget("not renewable", {"gas": 1.0, "grid": 1.0}, rng.uniform(0.3, 0.7) * energy))
    if rng.random() < 0.3:
        budgets.append(Budget("gas hours", {"gas": 1.0}, 0.0, {"gas": 3000.0}))
    return replace(problem, budgets=tuple(budgets))


@pytest.mark.parametrize("seed", range(24))
def test_several_budgets_agree_with_highs(seed: int) -> None:
    problem = limited(seed)
    sized = size(problem, 1e-6)
    assert sized.method == "exact" and sized.gap <= 1e-6
    programme, _, _, money = general_lp.build(problem)
    objective = general_lp.solve(programme).getInfo().objective_function_value * money
    assert sized.cost_usd_per_year == pytest.approx(objective, rel=1e-6)
    assert sized.lower_bound_usd_per_year <= objective * (1 + 1e-7)
    for budget, use in zip(problem.budgets, sized.plan.budget_use, strict=True):
        limit = budget.limit + sum(per * sized.capacities[name] for name, per in budget.per_w.items())
        assert use <= limit * (1 + 1e-9)


@pytest.mark.parametrize("seed", [2, 9, 17])
def test_an_added_budget_never_costs_less(seed: int) -> None:
    problem = limited(seed)
    costs = [size(replace(problem, budgets=problem.budgets[:n]), 1e-7).cost_usd_per_year for n in range(3)]
    assert costs[0] <= costs[1] * (1 + 3e-7) and costs[1] <= costs[2] * (1 + 3e-7)
