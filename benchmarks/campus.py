"""Campus power: sizing, dispatch, many years, many sites and rules, each against a named peer in the same process.

CPU seconds (`time.process_time`), medians. The reference problem comes from the outside data; without it nothing is
measured. `ratio` is peer / ours (larger is better) unless the figure names a budget, then measured / budget.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))
REPEATS = 7


def cpu(job: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median CPU seconds of a job after one warm-up."""
    job()
    seen = []
    for _ in range(repeats):
        began = time.process_time()
        job()
        seen.append(time.process_time() - began)
    return statistics.median(seen)


def once(job: Callable[[], object]) -> tuple[float, object]:
    """(CPU seconds, result) of one run."""
    began = time.process_time()
    found = job()
    return time.process_time() - began, found


def budgeted(name: str, measured: float, limit: float, **more: object) -> dict:
    """A figure against its budget."""
    return {
        "figure": name,
        "measured": round(measured, 5),
        "budget": limit,
        "ratio": round(measured / limit, 4),
        **more,
    }


def run() -> Iterator[dict]:
    """All figures of the room."""
    from gigawatt.campus import general_lp
    from gigawatt.campus.oracle import Oracle
    from gigawatt.campus.reference_file import read_reference
    from gigawatt.campus.sizing import size
    from gigawatt.campus.warmup import warm_kernels

    path = DATA / "power" / "problem.json"
    if not path.exists():
        raise FileNotFoundError(f"the reference problem is not there: {path}")
    warm_kernels()
    problems = {v: read_reference(path, v).problem for v in "ABC"}

    ours = cpu(lambda: size(problems["A"], 1e-6, general=False))
    yield budgeted("sizing A, gap 1e-6, CPU-s", ours, 0.10)
    programme, _, _, money = general_lp.build(problems["A"])
    peer, solved = once(lambda: general_lp.solve(programme, "simplex", 1e-7))
    objective = solved.getInfo().objective_function_value * money
    found = size(problems["A"], 1e-6, general=False)
    yield {
        "figure": "sizing A, CPU-s against highspy simplex", "measured": round(ours, 4), "peer": "highspy simplex",
        "peer_measured": round(peer, 2), "ratio": round(peer / ours, 1), "wanted": 200,
        "cost_difference": found.cost_usd_per_year / objective - 1.0,
    }  # fmt: skip

    oracle = Oracle(problems["B"])
    z = problems["B"].bounds()[0]
    year = cpu(lambda: oracle.cut(z), 51)
    yield budgeted("exact year of a fixed plant, CPU-ms", year * 1e3, 1.0)
    programme, *_ = general_lp.build(problems["B"])
    peer, _ = once(lambda: general_lp.solve(programme, "simplex", 1e-7))
    yield {
        "figure": "exact year against highspy simplex", "measured": round(year, 6), "peer": "highspy simplex",
        "peer_measured": round(peer, 3), "ratio": round(peer / year, 1), "wanted": 500,
    }  # fmt: skip
    yield budgeted(
        "sizing C (gas budget), gap 1e-6, CPU-s", cpu(lambda: size(problems["C"], 1e-6, general=False)), 0.30
    )
    yield from _many_years(problems["A"])
    yield from _many_sites()
    yield from _rules(problems["A"])
    yield from _pypsa(problems["A"])


def _many_years(one: object) -> Iterator[dict]:
    from dataclasses import replace

    from gigawatt.campus.sizing import size

    base = None
    for years in (1, 10, 40):
        rng = np.random.default_rng(years)
        blocks = np.concatenate([np.roll(np.arange(365), int(rng.integers(0, 365))) for _ in range(years)])
        index = (blocks[:, None] * 24 + np.arange(24)).ravel()  # whole days, each year begun on another day

        def series(values: object, at: np.ndarray = index) -> object:
            return values if np.ndim(values) == 0 else np.asarray(values)[at]

        sources = tuple(
            replace(s, availability=series(s.availability), cost_usd_per_wh=series(s.cost_usd_per_wh))
            for s in one.sources
        )
        problem = replace(one, load_w=series(one.load_w), sources=sources, years=float(years))
        spent, found = once(lambda p=problem: size(p, 1e-6, general=False))
        base = base or spent
        more = {"gap": found.gap, "times_one_year": round(spent / base, 1)}
        if years == 40:
            yield budgeted("joint sizing of 40 weather years, CPU-s", spent, 3.0, **more)
        else:
            yield {"figure": f"joint sizing of {years} weather years, CPU-s", "measured": round(spent, 4), **more}


def _many_sites(count: int = 1000) -> Iterator[dict]:
    from dataclasses import replace

    from gigawatt.campus.build import build
    from gigawatt.campus.catalogue import load_supply
    from gigawatt.campus.generator import climate_named, generate
    from gigawatt.campus.ranking import rank_problems
    from gigawatt.campus.spec import read_spec

    spec = read_spec(ROOT / "examples" / "campus" / "hybrid.toml")
    catalogue = load_supply()
    rng = np.random.default_rng(3)
    climates = ["high-plains", "greensboro", "desert", "tropical"]
    problems = []
    for number in range(count):
        weather = generate(climate_named(climates[number % 4]), 1, number)
        built = build(spec, catalogue, ROOT / "examples" / "campus", weather)
        cap = float(rng.uniform(0, 120)) * 1e6
        sources = tuple(replace(s, most_w=cap) if s.kind == "grid" else s for s in built.problem.sources)
        problems.append(replace(built.problem, name=f"site {number}", sources=sources))
    wall, used = time.perf_counter(), time.process_time()
    rows = rank_problems(problems, 1e-6, workers=2)
    wall, used = time.perf_counter() - wall, time.process_time() - used
    worst = max(row.sizing.gap for row in rows if row.sizing)
    yield budgeted(
        f"{count} sites ranked and certified, wall s on two threads", wall, 60.0 * count / 1000,
        cpu_s=round(used, 1), worst_gap=worst, supplied=sum(1 for row in rows if row.sizing),
    )  # fmt: skip


def _python_rule(
    load: list, free: list, price: list, grid: float, gas: float, fuel: float, p: float, e: float
) -> float:
    """The rule `battery first` as a plain Python loop, the peer of the compiled rule."""
    level, spent = e, 0.0
    for t in range(len(load)):
        need = load[t] - free[t]
        if need <= 0.0:
            level = min(e, level + 0.93 * min(-need, p, (e - level) / 0.93))
            continue
        out = min(need, p, level * 0.93)
        level -= out / 0.93
        need -= out
        first, second = ((grid, price[t]), (gas, fuel)) if price[t] <= fuel else ((gas, fuel), (grid, price[t]))
        for most, cost in (first, second):
            take = min(most, need)
            spent += take * cost
            need -= take
        spent += need * 1e4
    return spent


def _rules(problem: object) -> Iterator[dict]:
    from gigawatt.campus.oracle import Oracle
    from gigawatt.campus.rules import run_rule

    capacities = {"solar": 131.9e6, "wind": 85.5e6, "gas": 80e6, "grid": 40e6, "batt_power": 33e6, "batt_energy": 190e6}
    oracle = Oracle(problem)
    ours = cpu(lambda: run_rule(problem, capacities, "battery first", oracle), 21)
    free = (oracle.free_profiles.T @ np.array([131.9e6, 85.5e6])).tolist()
    price = problem.sources[3].cost_usd_per_wh.tolist()
    load = oracle.load.tolist()
    peer = cpu(lambda: _python_rule(load, free, price, 40e6, 80e6, 84.1e-6, 33e6, 190e6), 5)
    steps = 2 * problem.steps  # two rounds, so that the year closes
    yield {
        "figure": "rule, hour-steps per CPU-s", "measured": round(steps / ours), "peer": "plain Python loop",
        "peer_measured": round(problem.steps / peer), "ratio": round(steps / ours / (problem.steps / peer), 1),
    }  # fmt: skip


def _pypsa(problem: object) -> Iterator[dict]:
    """Our optimum against PyPSA's of the exported folder (needs the extra `bench`)."""
    import tempfile

    try:
        import pypsa  # noqa: F401
    except ImportError:
        return
    from gigawatt.campus.sizing import size

    found = size(problem, 1e-7, general=False)
    with tempfile.TemporaryDirectory() as name:
        seconds, objective = once(lambda: solve_exported(problem, Path(name)))
    yield {
        "figure": "cost of A against PyPSA on the exported folder", "peer": "pypsa + highs",
        "measured": found.cost_usd_per_year, "peer_measured": objective,
        "ratio": found.cost_usd_per_year / objective, "peer_cpu_s": round(seconds, 1),
    }  # fmt: skip


def solve_exported(problem: object, folder: Path) -> float:
    """PyPSA's optimum of the exported folder, the battery's ratio added as docs/howto/export-to-pypsa.md shows."""
    import json

    import pypsa

    from gigawatt.campus.export import to_pypsa

    to_pypsa(problem, folder)
    network = pypsa.Network(str(folder))
    extra = json.loads((folder / "constraints.json").read_text())

    def ratio(net: object, _: object) -> None:
        nominal = net.model["Link-p_nom"]
        for pair in extra["battery_ratio"]:
            left = nominal.loc[pair["discharge"]] * pair["efficiency"] - nominal.loc[pair["charge"]]
            net.model.add_constraints(left == 0, name=f"ratio-{pair['charge']}")

    network.optimize(
        solver_name="highs", extra_functionality=ratio, solver_options={"output_flag": False, "threads": 1}
    )
    return float(network.objective)
