"""How far the backtest's skill and coverage depend on what was seen: leave-outs, pseudo-vintages and stressed futures.

usage: python tools/check_skill.py VINTAGES_DIR [--override KEY=VALUE ...]

Leave-outs: a vintage dropped (as origin, as truth and from every fit); an owner dropped from every fit and only that
owner scored; a random half of the sites. Pseudo-vintages: target days at every month's first; tables without status
words; tables without owners and places. Futures: what comes after the newest vintage is drawn from the newest model, as
it stands and bent (nobody looks again, slips twice as long, ...), and the forecasts of all vintages are scored by it:
what skill is to be expected of tables that nobody has yet. A check of robustness, not evidence.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np

from gigawatt.buildout.backtest import add_months, comparisons_up_to, fit_on
from gigawatt.buildout.constants import DAYS_PER_MONTH
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.epoch import read_vintages
from gigawatt.buildout.forecast import LEVELS, Forecaster, SiteDraws
from gigawatt.buildout.join import join_vintages
from gigawatt.buildout.slips import SlipModel, fit
from gigawatt.buildout.vintages import Site, Vintage
from gigawatt.streams import uniforms

DRAWS = 1000
WORLDS = 200
FUTURE_MONTHS = (3, 6, 9)
P10, P90 = LEVELS.index(0.10), LEVELS.index(0.90)

Score = tuple[float, float, float, float, bool, bool]
"""CRPS of model, plan, persistence and blend; active; truth inside the 80 % interval"""


def score_many(draws: np.ndarray, plan: float, persistence: float, truths: np.ndarray) -> list[Score]:
    """Scores of one case by many truths: CRPS by order statistics, shape (truth,)."""
    ordered = np.sort(draws)
    count = ordered.size
    spread = 2.0 * float(np.arange(count) @ ordered) / (count * (count - 1)) - ordered.mean()
    below = np.searchsorted(ordered, truths)
    sums = np.concatenate([[0.0], np.cumsum(ordered)])
    distance = (truths * below - sums[below] + sums[-1] - sums[below] - truths * (count - below)) / count
    low, high = np.quantile(ordered, [LEVELS[P10], LEVELS[P90]], method="inverted_cdf")
    active = bool(high - low > 1.0 or plan != persistence)
    blend = (np.abs(plan - truths) + np.abs(persistence - truths)) / 2 - abs(plan - persistence) / 4
    return [
        (float(d - spread), abs(plan - y), abs(persistence - y), float(b), active, bool(low - 1e-6 <= y <= high + 1e-6))
        for d, b, y in zip(distance, blend, truths.tolist(), strict=True)
    ]


def line(name: str, scores: Sequence[Score]) -> dict[str, Any]:
    """One line of the table."""
    table = np.array([s[:4] for s in scores])
    mean = table.mean(axis=0)
    active = [s for s in scores if s[4]]
    return {
        "what": name, "n": len(scores), "active": len(active), "plan": 1 - mean[0] / mean[1],
        "persistence": 1 - mean[0] / mean[2], "blend": 1 - mean[0] / mean[3],
        "coverage": float(np.mean([s[5] for s in active])) if active else float("nan"),
    }  # fmt: skip


def origins(
    vintages: Sequence[Vintage], durations: Durations, without: Callable[[Site], bool] = lambda _: False
) -> list[tuple[Vintage, SlipModel, dict[str, SiteDraws]]]:
    """Per vintage the model fitted on it and earlier ones (less some sites) and the draws by canonical name."""
    found = []
    for number, vintage in enumerate(vintages):
        known = vintages[: number + 1]
        join = join_vintages(known)
        owners = {join.name(v.day, n): s for v in known for n, s in v.sites.items()}
        kept = [c for c in comparisons_up_to(known, join, durations) if not without(owners[c.site])]
        model = fit(kept, durations)
        forecaster = Forecaster(model, vintage.day, DRAWS)
        full = join_vintages(vintages)
        found.append(
            (vintage, model, {full.name(vintage.day, n): forecaster.site(join.name(vintage.day, n), s)
                              for n, s in vintage.sites.items()})
        )  # fmt: skip
    return found


def backtested(
    vintages: Sequence[Vintage],
    durations: Durations,
    without: Callable[[Site], bool] = lambda _: False,
    only: Callable[[Site], bool] = lambda _: True,
    days: Callable[[Vintage], Iterable[date]] | None = None,
) -> list[Score]:
    """Scores of all cases; days: target days of a vintage, else each later vintage's day."""
    last = vintages[-1]
    join = join_vintages(vintages)
    truth = {join.name(last.day, n): s for n, s in last.sites.items()}
    found = []
    for vintage, model, drawn in origins(vintages, durations, without):
        targets = [v.day for v in vintages if v.day > vintage.day] if days is None else list(days(vintage))
        for target in targets:
            for name, site in drawn.items():
                if name in truth and only(site.site):
                    months = (target - vintage.day).days / DAYS_PER_MONTH
                    mw = site.power_mw(months, model.settling_months)
                    plan, persistence = site.site.at(target), site.site.at(vintage.day)
                    found += score_many(mw, plan, persistence, np.array([truth[name].at(target)]))
    return found


def month_firsts(vintages: Sequence[Vintage]) -> Callable[[Vintage], list[date]]:
    """Target days: the first of each month between a vintage and the newest."""
    last = vintages[-1].day

    def days(vintage: Vintage) -> list[date]:
        start = vintage.day.replace(day=1)
        return [d for k in range(1, 13) if vintage.day < (d := add_months(start, k)) <= last]

    return days


def changed(vintages: Sequence[Vintage], change: Callable[[Site], Site]) -> list[Vintage]:
    """The vintages with every site changed."""
    return [replace(v, sites={c.name: c for s in v.sites.values() if (c := change(s))}) for v in vintages]


def without_words(site: Site) -> Site:
    """The site as a table without status words gives it."""
    return replace(site, rows=tuple(replace(r, status="") for r in site.rows))


def without_facts(site: Site) -> Site:
    """The site as without data_centers.csv."""
    return replace(site, owner="", users="", power_companies="", country="", latitude=None, longitude=None)


FUTURES: dict[str, Callable[[SlipModel], SlipModel]] = {
    "as the newest model says": lambda m: m,
    "nothing re-rated": lambda m: replace(m, rerate=(m.rerate[0], m.rerate[1] * 1e6)),
    "re-rated three times as often": lambda m: replace(m, rerate=(m.rerate[0], m.rerate[1] / 3)),
    "re-rated up as often as down": lambda m: replace(m, factor=replace(m.factor, mean=0.0)),
    "nobody looks: plans come true": lambda m: replace(
        m, rerate=(m.rerate[0], m.rerate[1] * 1e6), coefficients=m.coefficients - 6 * np.eye(len(m.names))[0],
        rate=(m.rate[0], m.rate[1] * 1e6),
    ),
    "days missed twice as often (odds)": lambda m: replace(
        m, coefficients=m.coefficients + np.log(2) * np.eye(len(m.names))[0], rate=(m.rate[0], m.rate[1] / 2)
    ),
    "days missed half as often (odds)": lambda m: replace(
        m, coefficients=m.coefficients - np.log(2) * np.eye(len(m.names))[0], rate=(m.rate[0], m.rate[1] * 2)
    ),
    "slips twice as long": lambda m: replace(m, length=replace(m.length, mean=m.length.mean + np.log(2))),
    "slips four times as long": lambda m: replace(m, length=replace(m.length, mean=m.length.mean + np.log(4))),
    "a fifth of late steps given up": lambda m: replace(m, removed=(20.0, 80.0)),
}  # fmt: skip


def futures(
    vintages: Sequence[Vintage], durations: Durations, names: Iterable[str] = tuple(FUTURES), worlds: int = WORLDS
) -> list[tuple[str, list[Score]]]:
    """Scores of all vintages' forecasts by drawn futures of the newest vintage, per bent model."""
    last = vintages[-1]
    join = join_vintages(vintages)
    newest, _ = fit_on(vintages, join, durations)
    forecasts = origins(vintages, durations)
    found = []
    for name in names:
        world = Forecaster(FUTURES[name](newest), last.day, worlds, seed=977)
        truths = {join.name(last.day, n): world.site(join.name(last.day, n), s) for n, s in last.sites.items()}
        scores: list[Score] = []
        for ahead in FUTURE_MONTHS:
            target = add_months(last.day, ahead)
            after = (target - last.day).days / DAYS_PER_MONTH
            for vintage, model, drawn in forecasts:
                months = (target - vintage.day).days / DAYS_PER_MONTH
                for site_name, site in drawn.items():
                    if site_name in truths:
                        scores += score_many(
                            site.power_mw(months, model.settling_months), site.site.at(target),
                            site.site.at(vintage.day), truths[site_name].power_mw(after, newest.settling_months),
                        )  # fmt: skip
        found.append((name, scores))
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--override", nargs="*", default=[])
    chosen = options.parse_args()
    durations = Durations(overrides={k: float(v) for k, _, v in (o.partition("=") for o in chosen.override)})
    vintages = read_vintages(chosen.folder)
    rows = [line("all vintages", backtested(vintages, durations))]
    for vintage in vintages:
        left = [v for v in vintages if v is not vintage]
        rows.append(line(f"without {vintage.day}", backtested(left, durations)))
    owners = sorted({s.owner for v in vintages for s in v.sites.values()})
    held_out: list[Score] = []
    for owner in owners:
        held_out += backtested(vintages, durations, lambda s, o=owner: s.owner == o, lambda s, o=owner: s.owner == o)
    rows.append(line("each owner by a fit without it", held_out))
    rows.append(line("targets at every month's first", backtested(vintages, durations, days=month_firsts(vintages))))
    rows.append(line("no status words", backtested(changed(vintages, without_words), durations)))
    rows.append(line("no owners, no places", backtested(changed(vintages, without_facts), durations)))
    names = sorted({s.name for v in vintages for s in v.sites.values()})
    halves = []
    for half in range(20):
        picked = {n for n, u in zip(names, uniforms(half, "half", len(names)).tolist(), strict=True) if u < 0.5}
        halves.append(line("", backtested(vintages, durations, only=lambda s, p=picked: s.name in p)))
    for name in ("blend", "coverage"):
        low, high = np.quantile([h[name] for h in halves], [0.1, 0.9])
        print(f"random half of the sites, {name}: {low:.2f} to {high:.2f} (10 to 90 % of 20 halves)")
    rows += [line(f"future: {name}", scores) for name, scores in futures(vintages, durations)]
    for row in rows:
        print(
            f"| {row['what']} | {row['n']} | {row['plan']:+.2f} | {row['persistence']:+.2f} | {row['blend']:+.2f} "
            f"| {row['coverage']:.2f} |"
        )


if __name__ == "__main__":
    main()
