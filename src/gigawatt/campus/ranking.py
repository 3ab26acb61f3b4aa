"""Many sites ranked by certified cost, with what drives each; sites run side by side on threads."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from gigawatt.campus.build import Built, build
from gigawatt.campus.catalogue import load_supply
from gigawatt.campus.problem import Problem
from gigawatt.campus.sizing import Sizing, size
from gigawatt.campus.spec import read_spec
from gigawatt.errors import FaultList, GigawattError, Infeasible, InputError

RANK_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the ranking; `sizing` is None when the site cannot be supplied, and `why` says so."""

    rank: int
    name: str
    usd_per_mwh: float
    lower_bound_usd_per_mwh: float
    drivers: tuple[tuple[str, float], ...]
    """the largest worths of one more unit, name and USD per year"""
    cost_shares: tuple[tuple[str, float], ...]
    """share of the cost by source and store, largest first"""
    sizing: Sizing | None
    why: str = ""


def certified(problem: Problem, gap: float = RANK_GAP) -> Sizing | Infeasible:
    """The sizing, or the error that says which limits clash."""
    try:
        return size(problem, gap)
    except Infeasible as error:
        return error


def rank_problems(
    problems: Sequence[Problem],
    gap: float = RANK_GAP,
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[Site]:
    """Sites by cost per MWh of load, cheapest first; sites that cannot be supplied stand last."""
    if not problems:
        raise InputError("sites-missing", expected="at least one site")
    done: list[Sizing | Infeasible] = []
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        for found in pool.map(lambda p: certified(p, gap), problems):
            done.append(found)
            if tell is not None:
                tell(len(done), len(problems))
    rows = []
    for problem, found in zip(problems, done, strict=True):
        if isinstance(found, Infeasible):
            rows.append(Site(0, problem.name, float("inf"), float("inf"), (), (), None, found.message()))
            continue
        energy = problem.load_wh_per_year / 1e6
        rows.append(
            Site(
                0, problem.name, found.cost_usd_per_year / energy, found.lower_bound_usd_per_year / energy,
                _drivers(found), cost_shares(found), found,
            )
        )  # fmt: skip
    rows.sort(key=lambda site: (site.usd_per_mwh, site.name))
    return [
        Site(i + 1, s.name, s.usd_per_mwh, s.lower_bound_usd_per_mwh, s.drivers, s.cost_shares, s.sizing, s.why)
        for i, s in enumerate(rows)
    ]


def _drivers(found: Sizing, most: int = 3) -> tuple[tuple[str, float], ...]:
    """What would move the cost most: one more MW of what is at its limit, one per cent of each budget."""
    worth = [(f"1 MW more {name}", value * 1e6) for name, value in found.net_values.items() if value > 1e-9]
    worth += [
        (f"1 % more {b.name}", found.budget_prices[b.name] * b.limit * 0.01) for b in found.problem.budgets if b.limit
    ]
    worth += [(f"1 MW less {name}", price * 1e6) for name, price in found.row_prices.items() if price > 1e-9]
    return tuple(sorted((pair for pair in worth if pair[1] > 0.0), key=lambda pair: -pair[1])[:most])


def cost_shares(found: Sizing) -> tuple[tuple[str, float], ...]:
    """Share of the yearly cost by source, store and load not served, largest first."""
    return tuple(
        sorted(((n, c / found.cost_usd_per_year) for n, c in cost_parts(found).items()), key=lambda pair: -pair[1])
    )


def cost_parts(found: Sizing) -> dict[str, float]:
    """USD per year by source (capacity, demand charges, running), store and load not served; sums to the cost."""
    import numpy as np

    problem, plan = found.problem, found.plan
    parts = {}
    for row, source in zip(plan.served_wh, problem.sources, strict=True):
        running = float(np.sum(np.broadcast_to(source.cost_usd_per_wh, row.shape) * row)) / problem.years
        charges = sum(
            price / problem.years * found.peaks_w.get(f"{source.name} peak {m + 1}", 0.0)
            for m, price in enumerate(source.segment_costs_usd_per_w)
        )
        own = source.annual_cost_usd_per_w * found.capacities[source.name]
        parts[source.name] = own + charges + source.sign * running
    for store in problem.stores:
        parts[store.name] = (
            store.annual_cost_usd_per_w * found.capacities[f"{store.name}_power"]
            + store.annual_cost_usd_per_wh * found.capacities[f"{store.name}_energy"]
        )
    wear = sum(s.wear_usd_per_wh for s in problem.stores[:1]) * float(plan.discharge_wh.sum()) / problem.years
    if problem.stores:
        parts[problem.stores[0].name] += wear
    parts["load not served"] = problem.lost_load_usd_per_wh * found.shed_wh
    return parts


def read_sites(paths: Iterable[Path], extra: Path | None = None) -> list[Built]:
    """Specs of files and folders, built; every fault of all files at once."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise InputError("sites-missing", expected="campus TOML files, or a folder with some")
    catalogue = load_supply(extra)
    faults: list[GigawattError] = []
    built = []
    for file in files:
        try:
            built.append(build(read_spec(file), catalogue, file.parent))
        except FaultList as error:
            faults += error.faults
        except InputError as error:
            faults.append(error)
    if faults:
        raise FaultList(faults)
    return built
