"""Random supply problems for the tests of the campus room, and edits of them."""

import numpy as np

from gigawatt.campus.problem import Budget, CapacityRow, Problem, Source, Store


def random_problem(seed: int, steps: int | None = None, budget: bool | None = None) -> Problem:
    """A small random problem: profiles, prices, costs, efficiencies and limits all drawn; some with a budget."""
    rng = np.random.default_rng(seed)
    steps = int(rng.integers(48, 144)) if steps is None else steps
    hour = np.arange(steps)
    base = rng.uniform(20e6, 300e6)
    load = base * (1.0 + rng.uniform(0, 0.3) * np.sin(hour / 24 * 2 * np.pi + rng.uniform(0, 6)) * rng.integers(0, 2))
    load = load * (1.0 + 0.05 * rng.standard_normal(steps) * rng.integers(0, 2)).clip(0.5)
    solar = np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, 1) * rng.uniform(0.4, 1.0, steps)
    wind = np.clip(0.4 + 0.3 * np.cumsum(rng.standard_normal(steps)) / np.sqrt(steps), 0, 1)
    price = np.clip(40e-6 + 25e-6 * rng.standard_normal(steps), 0.0, None)
    if rng.random() < 0.2:
        price[rng.integers(0, steps, 5)] = 20000e-6  # above the value of lost load
    share = steps / 8760
    years = share  # so that annual costs and running costs stay in proportion
    sources = [
        Source("solar", rng.uniform(0.04, 0.12), solar, kind="renewable"),
        Source("wind", rng.uniform(0.08, 0.2), wind, kind="renewable"),
        Source("gas", rng.uniform(0.08, 0.15), 1.0, rng.uniform(40e-6, 120e-6), firm_fraction=1.0),
        Source("grid", rng.uniform(0.02, 0.1), 1.0, price, most_w=rng.uniform(0, 1.2) * base, kind="grid"),
    ]
    if rng.random() < 0.3:
        sources.append(Source("diesel", rng.uniform(0.03, 0.06), 1.0, rng.uniform(200e-6, 400e-6)))
    efficiency = rng.uniform(0.8, 1.0)
    store = Store(
        "battery", rng.uniform(0.005, 0.03), rng.uniform(0.003, 0.03), efficiency, rng.uniform(0.8, 1.0),
        wear_usd_per_wh=rng.choice([0.0, 3e-6]),
    )  # fmt: skip
    energy = load.sum() / years
    limited = rng.random() < 0.25 if budget is None else budget
    budgets = (Budget("gas energy", {"gas": 1.0}, rng.uniform(0.05, 0.3) * energy),) if limited else ()
    rows = ()
    if rng.random() < 0.25:
        rows = (CapacityRow("firm capacity", {"gas": 1.0, "grid": 1.0}, low=0.8 * float(load.max())),)
    return Problem(
        f"random {seed}", load, tuple(sources), (store,), float(rng.choice([300e-6, 3000e-6, 10000e-6])),
        years=years, budgets=budgets, rows=rows,
    )  # fmt: skip
