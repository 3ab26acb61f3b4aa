"""What a simulation is asked for, as plain dictionaries: summary.json and the answer in the terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gigawatt.buildout.outcome import Outcome
    from gigawatt.buildout.sensitivity import Case


def named(values: Iterable[Any]) -> dict[str, Any]:
    """P10, P50, P90 by name."""
    return dict(zip(("p10", "p50", "p90"), values, strict=True))


def summarise(name: str, outcome: "Outcome") -> dict[str, Any]:
    """Summary of an outcome: quantiles by year end per group, dates per block, promises, binding shares.

    Groups also carry chips, H100-equivalents and FLOP/s (by the density of their year) while all draws are kept.
    """
    import numpy as np

    from gigawatt.buildout.compute import carried
    from gigawatt.buildout.supply import supply_book

    ends = [m for m in outcome.months if m.endswith("-12")]
    at = [outcome.months.index(m) for m in ends]
    groups = {}
    for metric in outcome.options.metrics:
        for group in outcome.group_names():
            low, middle, high = outcome.quantiles(group, metric=metric)
            groups.setdefault(group, {})[metric] = {
                month: {"p10": float(low[i]), "p50": float(middle[i]), "p90": float(high[i])}
                for month, i in zip(ends, at, strict=True)
            }
    if outcome.group_w is not None and "facility_power_w" in outcome.options.metrics:
        book = supply_book()
        for group in outcome.group_names():
            for metric, drawn in carried(outcome, group, book).items():
                if metric not in outcome.options.metrics:
                    bands = np.quantile(drawn, (0.1, 0.5, 0.9), axis=0).T.tolist()
                    groups[group][metric] = dict(zip(ends, map(named, bands), strict=True))
    return {
        "name": name, "as_of": outcome.options.as_of, "draws": outcome.options.draws, "seed": outcome.options.seed,
        "rule": outcome.options.rule, "scenario_hash": outcome.scenario_hash, "groups": groups,
        "blocks": {
            b.id: named(outcome.block_dates(b.id)) | {"inputs": list(b.inputs)}
            for b in outcome.blocks
        },
        "promises": {
            p.id: {
                "probability": outcome.met[p.id],
                **named(outcome.promise_dates(p.group, p.amount, metric=p.metric)),
            }
            for p in outcome.options.promises
        },
        "binding": {g: outcome.binding_shares(g) for g in outcome.group_names()},
        "inputs": list(outcome.inputs),
    }  # fmt: skip


def gaps(case: "Case") -> dict[str, Any]:
    """P10/P50/P90 of the power gap by region at year ends, and the published one recomputed."""
    from gigawatt.buildout.gap import published_gaps, regional_gap
    from gigawatt.paths import month_labels

    months = month_labels(case.options.as_of[:7], case.options.months)
    ends = [(month, i) for i, month in enumerate(months) if month.endswith("-12")]
    regions = regional_gap(case.blocks, case.supply, case.options)
    return {
        "regions": {name: {m: named(q[:, i].tolist()) for m, i in ends} for name, q in regions.items()},
        "published": {
            name: {part: named(values) for part, values in parts.items()}
            for name, parts in published_gaps(case.options.seed).items()
        },
    }
