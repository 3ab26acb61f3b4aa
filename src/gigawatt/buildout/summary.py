"""Summary of a rolling-origin test: errors, skill, coverage and calibration, by vintage, by horizon and pooled."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.buildout.scores import bootstrap

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.backtest import Backtest

BASELINES = ("plan", "persistence", "plan_slip", "blend")
_COVER = {"50": ("p25", "p75"), "80": ("p10", "p90"), "90": ("p05", "p95")}
_ACTIVE_MW = 1.0
_EDGE_MW = 1e-6


def is_active(case: dict[str, Any]) -> bool:
    """Whether something was open in a case: an 80 % interval above 1 MW, or a plan that differs from persistence."""
    return case["p90"] - case["p10"] > _ACTIVE_MW or case["plan_mw"] != case["persistence_mw"]


def summarise(result: "Backtest", seed: int = 1) -> dict[str, Any]:
    """`pooled`, `by_vintage`, `by_horizon` (months, rounded up to 3), `milestones`, `joint`, `fleet`, `worst`."""
    scored = [c for c in result.cases if c["crps"] is not None]
    vintages = sorted({c["vintage"] for c in scored})
    horizons = sorted({_horizon(c) for c in scored})
    return {
        "pooled": part(scored, seed),
        "by_vintage": {v: part([c for c in scored if c["vintage"] == v], seed) for v in vintages},
        "by_horizon": {f"up to {h} months": part([c for c in scored if _horizon(c) == h], seed) for h in horizons},
        "milestones": _milestones(result.milestones),
        "joint": _joint(result.joint, seed),
        "fleet": _fleet(result.fleet),
        "worst": worst(scored),
    }


def _horizon(case: dict[str, Any]) -> int:
    import math

    return max(3, 3 * math.ceil(case["months"] / 3 - 1e-9))


def part(cases: Sequence[dict[str, Any]], seed: int = 1) -> dict[str, Any]:
    """Figures over some scored cases; intervals are 10 to 90 % by bootstrap over sites."""
    import numpy as np

    if not cases:
        return {"n": 0, "active_n": 0}
    active = [c for c in cases if is_active(c)]
    crps = float(np.mean([c["crps"] for c in cases]))
    moved = [abs(c["truth_mw"] - c["truth_first_mw"]) for c in cases if c["truth_first_mw"] is not None]
    found: dict[str, Any] = {
        "n": len(cases), "active_n": len(active), "sites": len({c["canonical"] for c in cases}), "crps": crps,
        "mae": float(np.mean([abs(c["p50"] - c["truth_mw"]) for c in cases])),
        "truth_moved_mw": _mean(moved),
    }  # fmt: skip
    for name in BASELINES:
        found[f"crps_{name}"] = float(np.mean([c[f"crps_{name}"] for c in cases]))
        if name != "blend":
            found[f"mae_{name}"] = float(np.mean([abs(c[f"{name}_mw"] - c["truth_mw"]) for c in cases]))
    for name in BASELINES:
        base = found[f"crps_{name}"]
        found[f"skill_{name}"] = 1 - crps / base if base > 0 else None
        found[f"skill_{name}_interval"] = _skill_interval(cases, name, seed)
    for level, (low, high) in _COVER.items():
        inside = _by_site(active, lambda c, a=low, b=high: c[a] - _EDGE_MW <= c["truth_mw"] <= c[b] + _EDGE_MW)
        every = [x for values in inside.values() for x in values]
        found[f"coverage_{level}"] = float(np.mean(every)) if every else None
        found[f"coverage_{level}_interval"] = bootstrap(inside, lambda x: float(x.mean()), seed=seed) if every else None
    pits = [c["pit"] for c in active]
    counts, _ = np.histogram(pits, bins=10, range=(0.0, 1.0))
    found["pit_histogram"] = [int(x) for x in counts]
    if len(pits) >= 5:
        from scipy.special import kolmogorov

        ordered, steps = np.sort(pits), np.arange(len(pits) + 1) / len(pits)
        distance = max(float((steps[1:] - ordered).max()), float((ordered - steps[:-1]).max()))
        found["pit_ks_p"] = float(kolmogorov(distance * np.sqrt(len(pits))))
    found["brier_plan_met"] = float(
        np.mean([(_met_probability(c) - float(c["truth_mw"] >= c["plan_mw"] * (1 - 1e-9))) ** 2 for c in active])
    ) if active else None  # fmt: skip
    return found


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _met_probability(case: dict[str, Any]) -> float:
    """Probability that the plan is met, read off the seven quantiles (a step at each)."""
    levels = (("p05", 0.95), ("p10", 0.9), ("p25", 0.75), ("p50", 0.5), ("p75", 0.25), ("p90", 0.1), ("p95", 0.05))
    return next((p for name, p in levels if case[name] >= case["plan_mw"] * (1 - 1e-9)), 0.0)


def _by_site(cases: Sequence[dict[str, Any]], value: Callable[[dict[str, Any]], float]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for case in cases:
        found.setdefault(case["canonical"], []).append(float(value(case)))
    return found


def _skill_interval(cases: Sequence[dict[str, Any]], name: str, seed: int) -> tuple[float, float]:
    import numpy as np

    packed = _by_site(cases, lambda c: complex(0).real)  # clusters in order
    pairs: dict[str, list[Any]] = {site: [] for site in packed}
    for case in cases:
        pairs[case["canonical"]].append((case["crps"], case[f"crps_{name}"]))

    def skill(rows: "np.ndarray") -> float:
        total = rows.reshape(-1, 2).sum(axis=0)
        return float(1 - total[0] / total[1]) if total[1] > 0 else float("nan")

    flat = {site: np.array(rows).ravel() for site, rows in pairs.items()}
    return bootstrap(flat, skill, seed=seed)


def _milestones(milestones: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scored = [m for m in milestones if m["crps_months"] is not None]
    due = [m for m in scored if m["on_time"] is not None]
    return {
        "n": len(scored), "due_n": len(due), "reached_n": sum(m["reached_day"] is not None for m in scored),
        "censored_share": _mean([float(m["reached_day"] is None) for m in scored]),
        "crps_months": _mean([m["crps_months"] for m in scored]),
        "crps_months_plan": _mean([m["crps_months_plan"] for m in scored]),
        "crps_months_plan_slip": _mean([m["crps_months_plan_slip"] for m in scored]),
        "on_time_share": _mean([float(m["on_time"]) for m in due]),
        "on_time_forecast": _mean([m["on_time_probability"] for m in due]),
        "brier_on_time": _mean([(m["on_time_probability"] - float(m["on_time"])) ** 2 for m in due]),
        "brier_plan": _mean([(1.0 - float(m["on_time"])) ** 2 for m in due]),
    }  # fmt: skip


def _joint(joint: Sequence[dict[str, Any]], seed: int) -> dict[str, Any]:
    """Energy score of the sites together against the same margins taken as independent, with its interval."""
    import numpy as np

    if not joint:
        return {"n": 0}
    by = {f"{j['vintage']} {j['target_day']}": [j["energy"], j["energy_independent"]] for j in joint}

    def ratio(rows: "np.ndarray") -> float:
        total = rows.reshape(-1, 2).sum(axis=0)
        return float(total[0] / total[1])

    return {
        "n": len(joint), "energy": _mean([j["energy"] for j in joint]),
        "energy_independent": _mean([j["energy_independent"] for j in joint]),
        "ratio": ratio(np.array([v for v in by.values()])), "ratio_interval": bootstrap(by, ratio, seed=seed),
        "fleet_crps": _mean([j["fleet_crps"] for j in joint]),
        "fleet_crps_independent": _mean([j["fleet_crps_independent"] for j in joint]),
    }  # fmt: skip


def _fleet(fleet: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scored = [f for f in fleet if f["truth_mw"] is not None]
    return {
        "n": len(scored),
        "coverage_80": _mean([float(f["p10"] <= f["truth_mw"] <= f["p90"]) for f in scored]),
        "mae_p50": _mean([abs(f["p50"] - f["truth_mw"]) for f in scored]),
        "mae_plan": _mean([abs(f["plan_mw"] - f["truth_mw"]) for f in scored]),
    }


def worst(cases: Sequence[dict[str, Any]], count: int = 5) -> list[dict[str, Any]]:
    """The worst case of each of the worst sites, by CRPS."""
    found: dict[str, dict[str, Any]] = {}
    for case in sorted(cases, key=lambda c: -c["crps"]):
        found.setdefault(case["canonical"], case)
    keys = ("vintage", "target_day", "site", "truth_mw", "p10", "p50", "p90", "plan_mw", "persistence_mw", "crps")
    return [{k: c[k] for k in keys} for c in list(found.values())[:count]]


def record(folder: Path, as_of: str | None = None) -> dict[str, Any]:
    """The record of past forecasts that `assess` shows: n, sites, skill, coverage, all misses, attribution.

    Empty (`n` 0) when the folder holds fewer than two vintages.
    """
    from gigawatt.buildout.backtest import run

    result = run(folder, as_of)
    pooled = result.summary["pooled"]
    misses = [
        {k: c[k] for k in ("vintage", "target_day", "site", "truth_mw", "p10", "p50", "p90", "plan_mw")}
        for c in result.cases
        if c["crps"] is not None and not c["p10"] - _EDGE_MW <= c["truth_mw"] <= c["p90"] + _EDGE_MW
    ]
    keep = (
        "n", "active_n", "sites", "crps", "crps_plan", "crps_blend", "skill_plan", "skill_plan_interval", "skill_blend",
        "skill_blend_interval", "skill_persistence", "coverage_80", "coverage_80_interval", "mae", "mae_plan",
    )  # fmt: skip
    return {
        "attribution": result.as_dict()["attribution"],
        "vintages": sorted({c["vintage"] for c in result.cases}),
        **{k: pooled.get(k) for k in keep},
        "milestones": result.summary["milestones"],
        "misses": misses,
        "worst": result.summary["worst"],
    }
