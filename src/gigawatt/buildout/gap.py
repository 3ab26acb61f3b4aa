"""Regional power gap: load that finished sites would draw against what the region can connect.

gap(region, month) = power of blocks that are built and wait for the grid, per draw. Beside it stand published figures
of the same kind (13 to 44 GW for the US in 2028), recomputed from their parts by `published_gap`.
"""

from typing import TYPE_CHECKING

from gigawatt.buildout.types import Options

GAP_PREFIX = "gap.us_2028."

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

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

    import numpy as np

    from gigawatt.buildout.simulate import simulate

    by_region = replace(options, groups=("region",), promises=(), exact=True)
    as_is = simulate(blocks, supply, by_region)
    free = simulate(blocks, supply, replace(by_region, relieve=tuple({*options.relieve, "power"})))
    return {
        name.partition(":")[2]: np.quantile(free.draws_of(name) - as_is.draws_of(name), list(probabilities), axis=0)
        for name in as_is.group_names()
    }


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


def published_gap(seed: int = 1, book: "ParameterBook | None" = None) -> dict[str, list[float]]:
    """The US gap of 2028 of the 13 to 44 GW kind, recomputed from its parts [W]: P10, P50, P90.

    `before`: demand less what is under construction and what the grid can give; `after`: less turbines, fuel cells and
    sites at nuclear plants as well.
    """
    from gigawatt.buildout.supply import supply_book

    book = book or supply_book()
    parts = {p.key.removeprefix(GAP_PREFIX): p for p in book if p.key.startswith(GAP_PREFIX)}
    have = [p for name, p in parts.items() if name.startswith("have_")]
    quick = [p for name, p in parts.items() if name.startswith("quick_")]
    return {
        "before": demand_gap(parts["demand"], have, seed).tolist(),
        "after": demand_gap(parts["demand"], [*have, *quick], seed).tolist(),
    }
