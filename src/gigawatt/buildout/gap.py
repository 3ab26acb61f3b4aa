"""Regional power gap: load that finished sites would draw against what the region can connect.

gap(region, month) = power of blocks that are built and wait for power (grid, turbines, transformers, switchgear), per
draw. Beside it stand published figures
of the same kind (13 to 44 GW for the US in 2028), recomputed from their parts by `published_gaps`.
"""

from typing import TYPE_CHECKING

from gigawatt.buildout.types import Options

GAP_PREFIX = "gap."

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from gigawatt.buildout.outcome import Outcome
    from gigawatt.buildout.types import BlockPlan
    from gigawatt.params import Parameter, ParameterBook
    from gigawatt.paths import SupplySeries


def regional_gap(
    blocks: "Sequence[BlockPlan]",
    supply: "Sequence[SupplySeries]",
    options: Options,
    probabilities: "Sequence[float]" = (0.1, 0.5, 0.9),
) -> "dict[str, np.ndarray]":
    """Region -> quantiles of the power gap [W], shape (probability, month).

    Two runs with common random numbers: power lifted (what would be on if the grid were no limit) less as it is. The
    difference of the same draw is what waits for power.
    """
    from dataclasses import replace

    from gigawatt.buildout.simulate import simulate

    by_region = replace(options, groups=("region",), promises=(), exact=True)
    as_is = simulate(blocks, supply, by_region)
    free = simulate(blocks, supply, replace(by_region, relieve=tuple({*options.relieve, "power"})))
    return gap_between(as_is, free, probabilities)


ALL = "all"
"""name of the gap of all regions together"""


def gap_between(
    as_is: "Outcome", free: "Outcome", probabilities: "Sequence[float]" = (0.1, 0.5, 0.9)
) -> "dict[str, np.ndarray]":
    """Region (and `all`) -> quantiles of what a run with power lifted has more [W], shape (probability, month).

    Draw by draw, never below 0: a region that has less there lost chips to others, which is no gap of its own.
    """
    import numpy as np

    found: dict[str, np.ndarray] = {}
    total: np.ndarray | float = 0.0
    for name in as_is.group_names():
        if name.startswith("region:"):
            more = free.draws_of(name) - as_is.draws_of(name)
            total = total + more
            found[name.partition(":")[2]] = np.quantile(np.maximum(more, 0.0), list(probabilities), axis=0)
    if found:
        found[ALL] = np.quantile(np.maximum(total, 0.0), list(probabilities), axis=0)
    return found


def demand_gap(
    demand: "Parameter",
    supplies: "Sequence[Parameter]",
    seed: int = 1,
    draws: int = 10_000,
    probabilities: "Sequence[float]" = (0.1, 0.5, 0.9),
) -> "np.ndarray":
    """Quantiles of demand less all supplies, never below 0 [W], shape (probability,)."""
    import numpy as np

    have = sum((one.draw(seed, draws) for one in supplies), start=np.zeros(draws))
    return np.quantile(np.maximum(demand.draw(seed, draws) - have, 0.0), list(probabilities))


def published_gaps(seed: int = 1, book: "ParameterBook | None" = None) -> "dict[str, dict[str, list[float]]]":
    """Published gaps recomputed from their parts [W], P10, P50, P90 by case (`us_2028` is the 13 to 44 GW kind).

    Per case `before`: demand less what runs, what is under construction and what the grid can give; `after`, where
    quick supply is named: less turbines, fuel cells and sites at nuclear plants as well.
    """
    from gigawatt.buildout.supply import supply_book

    book = book or supply_book()
    cases: dict[str, dict[str, Parameter]] = {}
    for parameter in book:
        if parameter.key.startswith(GAP_PREFIX):
            case, _, part = parameter.key.removeprefix(GAP_PREFIX).partition(".")
            cases.setdefault(case, {})[part] = parameter
    found: dict[str, dict[str, list[float]]] = {}
    for case, parts in cases.items():
        have = [p for name, p in parts.items() if name.startswith("have_")]
        quick = [p for name, p in parts.items() if name.startswith("quick_")]
        found[case] = {"before": demand_gap(parts["demand"], have, seed).tolist()}
        if quick:
            found[case]["after"] = demand_gap(parts["demand"], [*have, *quick], seed).tolist()
    return found
