"""Draws per block: the month in which construction ends, the power that is built, and whether it is built at all.

Correlated risk: a block's standard normal is the weighted sum of common factors (market, region, supplier, owner) and
its own part; the weights are square roots of variance shares. Streams are keyed by name, so each block's draws stay as
they are whatever else is simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import DAYS_PER_MONTH, NEVER_MONTH
from gigawatt.buildout.durations import CLASS_OF_STAGE, FACTORS, Durations
from gigawatt.buildout.types import BlockPlan, Options
from gigawatt.errors import InputError
from gigawatt.params import Z90
from gigawatt.schema import day_bounds
from gigawatt.streams import normals, uniforms

if TYPE_CHECKING:
    import numpy as np


def middle_ordinal(day: str) -> float:
    """Ordinal day number of an ISO day; the middle of the month or year when no day is given."""
    from datetime import date

    first, last = day_bounds(day)
    return (date.fromisoformat(first).toordinal() + date.fromisoformat(last).toordinal()) / 2


def target_ordinal(day: str) -> float:
    """Ordinal day by which something is promised: the last day of a month or year that is named without a day."""
    from datetime import date

    return float(date.fromisoformat(day_bounds(day)[1]).toordinal())


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns days into months from the as-of day and into positions on the month axis (0 = first of its month)."""

    as_of: str

    def ordinal(self) -> float:
        """Ordinal of the as-of day."""
        return target_ordinal(self.as_of)

    def months_to(self, ordinal: float) -> float:
        """Months from the as-of day to an ordinal day; negative for the past."""
        return (ordinal - self.ordinal()) / DAYS_PER_MONTH

    def offset(self) -> float:
        """Position of the as-of day on the month axis, in [0, 1)."""
        from datetime import date

        day = date.fromordinal(int(self.ordinal()))
        return (day.day - 1) / DAYS_PER_MONTH


def z_of_block(
    block: BlockPlan, durations: Durations, seed: int, count: int, start: int, cache: dict[str, "np.ndarray"]
) -> "np.ndarray":
    """The block's standard normals, shape (count,): common factors by variance share plus its own part."""
    import numpy as np

    names = {
        "market": "market",
        "region": f"region:{block.region}" if block.region else "",
        "supplier": f"supplier:{block.supplier}" if block.supplier else "",
        "owner": f"owner:{block.owner}" if block.owner else "",
    }
    total = np.zeros(count)
    left = 1.0
    for factor in FACTORS:
        share = durations.value(f"risk.share.{factor}")
        if not names[factor] or share <= 0:
            continue
        key = f"factor:{names[factor]}"
        if key not in cache:
            cache[key] = normals(seed, key, count, start)
        total += np.sqrt(share) * cache[key]
        left -= share
    if left < 0:
        raise InputError("risk-shares", got=f"sum {1 - left:.3f}", expected="shares of common risk that sum to <= 1")
    return total + np.sqrt(left) * normals(seed, f"block:{block.id}:time", count, start)


def power_draws(
    block: BlockPlan, durations: Durations, seed: int, count: int, start: int, cache: dict[str, "np.ndarray"]
) -> "np.ndarray":
    """Facility power that is built [W], shape (count,).

    Blocks that are on keep their power within the tracker's error; planned ones are drawn between low and high
    (two-piece lognormal) and re-rated with a common and an own part.
    """
    import numpy as np

    sigma = durations.value("rerating.sigma")
    z = normals(seed, f"block:{block.id}:power", count, start)
    if block.facility_power_w <= 0:
        return np.zeros(count)
    power = np.full(count, block.facility_power_w)
    low = block.facility_power_low_w if block.facility_power_low_w else block.facility_power_w
    high = block.facility_power_high_w if block.facility_power_high_w else block.facility_power_w
    if low > block.facility_power_w or high < block.facility_power_w or low <= 0:
        raise InputError(
            "block-power",
            where=block.id,
            got=f"{low:g}, {block.facility_power_w:g}, {high:g} W",
            expected="0 < low <= mid <= high",
        )
    if high > low:
        below, above = np.log(block.facility_power_w / low) / Z90, np.log(high / block.facility_power_w) / Z90
        return power * np.exp(np.where(z < 0, below, above) * z)
    if block.stage == "operational" or block.operational_on:
        return power
    return power * np.exp(sigma * z)


def ready_draws(
    block: BlockPlan,
    durations: Durations,
    options: Options,
    count: int,
    start: int,
    cache: dict[str, "np.ndarray"],
) -> "np.ndarray":
    """Position on the month axis at which construction ends, shape (count,); NEVER_MONTH when never built.

    With a target h months away: on time with probability p exp(-hazard h), else late by a lognormal slip that grows
    with h; for a target that has passed, the slip is left-truncated at the time already lost. With the reference
    weight the block follows its class instead: months from its stage, left-truncated at the time already spent, and
    never before the target. Without a target it always follows the class.
    """
    import numpy as np
    from scipy.special import ndtr

    clock = Clock(options.as_of)
    seed = options.seed
    if block.stage == "cancelled":
        return np.full(count, NEVER_MONTH)
    if block.operational_on or block.stage == "operational":
        when = clock.months_to(middle_ordinal(block.operational_on)) if block.operational_on else -1.0
        return np.full(count, min(when, 0.0) + clock.offset())
    if block.stage not in CLASS_OF_STAGE:
        raise InputError("stage-unknown", where=block.id, got=block.stage, expected=", ".join(CLASS_OF_STAGE))
    group = CLASS_OF_STAGE[block.stage]
    u = np.clip(ndtr(z_of_block(block, durations, seed, count, start, cache)), 1e-12, 1 - 1e-12)
    seen = (
        middle_ordinal(block.stage_on or block.started_on) if (block.stage_on or block.started_on) else clock.ordinal()
    )
    spent = max(-clock.months_to(seen), 0.0)
    by_class = durations.duration(block.stage).beyond(spent, u)
    if block.target is None:
        months = by_class
    else:
        horizon = clock.months_to(target_ordinal(block.target))
        months = _by_target(horizon, group, durations, u, seed, count, start, cache)
        follow = uniforms(seed, f"block:{block.id}:class", count, start) < durations.value(
            f"slip.reference_weight.{group}"
        )
        months = np.where(follow, np.maximum(by_class, max(horizon, 0.0)), months)
        if "construction" in options.relieve:
            months = np.full(count, max(horizon, 0.0))
    lost = uniforms(seed, f"block:{block.id}:cancel", count, start) < _cached(
        f"cancel.{group}", durations, seed, count, start, cache
    )
    return np.where(lost, NEVER_MONTH, months + clock.offset())


def _cached(
    key: str, durations: Durations, seed: int, count: int, start: int, cache: dict[str, "np.ndarray"]
) -> "np.ndarray":
    if key not in cache:
        cache[key] = durations.draw(key, seed, count, start)
    return cache[key]


def _by_target(
    horizon: float,
    group: str,
    durations: Durations,
    u: "np.ndarray",
    seed: int,
    count: int,
    start: int,
    cache: dict[str, "np.ndarray"],
) -> "np.ndarray":
    """Months from now to the end of construction by the slip model, shape (count,)."""
    import numpy as np

    slip = durations.spread(f"slip.months.{group}")
    growth = durations.value("slip.growth")
    scale = (1.0 + max(horizon, 0.0) / durations.value("slip.growth_months")) ** growth
    if horizon < 0:
        late = slip.beyond(-horizon, u)
        return np.maximum(late, 0.0)
    on_time = _cached(f"slip.on_time.{group}", durations, seed, count, start, cache)
    hazard = _cached(f"slip.hazard.{group}", durations, seed, count, start, cache)
    kept = on_time * np.exp(-hazard * horizon)
    beyond = np.clip((u - kept) / (1.0 - kept), 1e-12, 1.0 - 1e-12)
    return horizon + np.where(u < kept, 0.0, scale * slip.quantile(beyond))


def draw_blocks(
    blocks: Sequence[BlockPlan], durations: Durations, options: Options, count: int, start: int = 0
) -> tuple["np.ndarray", "np.ndarray"]:
    """(ready month, power [W]) of all blocks, each shape (block, count), for draws start..start+count-1."""
    import numpy as np

    cache: dict[str, np.ndarray] = {}
    ready = np.empty((len(blocks), count))
    power = np.empty((len(blocks), count))
    for number, block in enumerate(blocks):
        ready[number] = ready_draws(block, durations, options, count, start, cache)
        power[number] = power_draws(block, durations, options.seed, count, start, cache)
    return ready, power
