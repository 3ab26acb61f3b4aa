"""Regional power gap: load that finished sites would draw against what the region can connect.

gap(region, month) = power of blocks that are built and wait for the grid, per draw. Beside it stand published figures
of the same kind (13 to 44 GW for the US in 2028), recomputed as demand less supply by `demand_gap`.
"""

from typing import TYPE_CHECKING

from gigawatt.buildout.types import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from gigawatt.buildout.types import BlockPlan
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
    demand_w: "tuple[float, float, float]",
    supply_w: "Sequence[tuple[float, float, float]]",
    seed: int = 1,
    draws: int = 10_000,
    probabilities: "Sequence[float]" = (0.1, 0.5, 0.9),
) -> "np.ndarray":
    """Quantiles of demand less all supplies, never below 0 [W]; each given as (P10, P50, P90), two-piece lognormal.

    With demand of 69 GW, 10 GW under construction and 15 GW of grid access it gives the 44 GW that Morgan Stanley
    states for the US in 2028; with the quick supplies added, its 13 GW.
    """
    import numpy as np

    from gigawatt.params import Parameter

    def draw(name: str, band: "tuple[float, float, float]") -> "np.ndarray":
        one = Parameter(
            key=f"gap:{name}", name=name, unit="W", p10=band[0], p50=band[1], p90=band[2], source="assumption",
            reason="given by the caller",
        )  # fmt: skip
        return one.draw(seed, draws)

    need = draw("demand", demand_w)
    have = sum((draw(f"supply {i}", band) for i, band in enumerate(supply_w)), start=np.zeros(draws))
    return np.quantile(np.maximum(need - have, 0.0), list(probabilities))
