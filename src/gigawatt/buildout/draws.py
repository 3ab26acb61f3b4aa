"""Draws per block: the month in which construction ends, the power that is built, and whether it is built at all.

Correlated risk: a block's standard normal is the weighted sum of common factors (market, region, supplier, owner) and
its own part; the weights are square roots of variance shares. Streams are keyed by name, so each block's draws stay as
they are whatever else is simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import DAYS_PER_MONTH, NEVER_MONTH, PASSED_LIMIT
from gigawatt.buildout.durations import CLASS_OF_STAGE, FACTORS, Durations, Spread
from gigawatt.buildout.types import BlockPlan, Options
from gigawatt.errors import InputError
from gigawatt.params import Z90
from gigawatt.schema import day_bounds
from gigawatt.streams import normals

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


def _words(seed: int, key: str, count: int, start: int) -> "np.ndarray":
    """Random words (draw, 4) of the stream (seed, key): one Philox step per draw."""
    import hashlib

    import numpy as np

    digest = hashlib.blake2b(f"{seed}\x00{key}".encode(), digest_size=16).digest()
    bits = np.random.Philox(key=np.frombuffer(digest, dtype=np.uint64))
    bits.advance(start)
    return bits.random_raw(4 * count).reshape(count, 4)


def _common_risk(
    block: BlockPlan, durations: Durations, seed: int, count: int, start: int, cache: dict[str, "np.ndarray"]
) -> tuple["np.ndarray", float]:
    """Weighted sum of the common factors that touch the block, shape (count,), and the variance share left over."""
    import numpy as np

    names = {
        "market": "market",
        "region": f"region:{block.region}" if block.region else "",
        "supplier": f"supplier:{block.supplier}" if block.supplier else "",
        "owner": f"owner:{block.owner}" if block.owner else "",
    }
    together = "+".join(names[factor] for factor in FACTORS)
    shares = {f: durations.value(f"risk.share.{f}") for f in FACTORS if names[f]}
    left = 1.0 - sum(shares.values())
    if left < 0 or min(shares.values()) < 0:
        raise InputError("risk-shares", got=f"sum {1 - left:.3f}", expected="shares of common risk >= 0, sum <= 1")
    if together not in cache:
        total = np.zeros(count)
        for factor, share in shares.items():
            key = f"factor:{names[factor]}"
            if key not in cache:
                cache[key] = normals(seed, key, count, start)
            total += np.sqrt(share) * cache[key]
        cache[together] = total
    return cache[together], left


def _power_spread(block: BlockPlan, durations: Durations) -> tuple[float, float, float]:
    """(Middle [W], log deviation below, above): the stated range, else re-rating; none for what is on already."""
    import math

    middle = block.facility_power_w
    low, high = block.facility_power_low_w or middle, block.facility_power_high_w or middle
    if middle > 0 and not 0 < low <= middle <= high:
        got = f"{low:g}, {middle:g}, {high:g} W"
        raise InputError("block-power", where=block.id, got=got, expected="0 < low <= middle <= high")
    if high > low:
        return middle, math.log(middle / low) / Z90, math.log(high / middle) / Z90
    if block.stage == "operational" or block.operational_on:
        return middle, 0.0, 0.0
    sigma = durations.value("rerating.sigma")
    return middle, sigma, sigma


def _drawn(
    key: str, durations: Durations, seed: int, count: int, start: int, cache: dict[str, "np.ndarray"]
) -> "np.ndarray":
    if key not in cache:
        cache[key] = durations.draw(key, seed, count, start)
    return cache[key]


def _truncated(spread: Spread, spent_months: float) -> "np.ndarray":
    """(median, deviation below, above, F(spent), spent) of a wait that has lasted `spent_months`."""
    import numpy as np

    passed = min(spread.below(spent_months), PASSED_LIMIT)
    return np.array([spread.median_months, spread.sigma_low, spread.sigma_high, passed, max(spent_months, 0.0)])


def draw_block(
    block: BlockPlan,
    durations: Durations,
    options: Options,
    count: int,
    start: int,
    cache: dict[str, "np.ndarray"],
    ready: "np.ndarray",
    power: "np.ndarray",
) -> None:
    """Fill the month in which construction ends (NEVER_MONTH: never built) and the power [W] of one block.

    With a target h months away: on time with probability p exp(-hazard h), else late by a lognormal slip that grows
    with h; for a target that has passed, the slip is left-truncated at the time already lost. With the reference
    weight the block follows its class instead: months from its stage, left-truncated at the time already spent, and
    never before the target. Without a target it always follows the class.
    """
    import numpy as np

    from gigawatt.buildout.sampling import sample_block

    if block.stage == "cancelled":
        ready[:], power[:] = NEVER_MONTH, block.facility_power_w
        return
    clock = Clock(options.as_of)
    seed = options.seed
    spread = np.array(_power_spread(block, durations))
    words = _words(seed, f"block:{block.id}", count, start)
    common, own = _common_risk(block, durations, seed, count, start, cache)
    if block.operational_on or block.stage == "operational":
        when = clock.months_to(middle_ordinal(block.operational_on)) if block.operational_on else -1.0
        none = np.zeros(5)
        sample_block(
            words, common, own, 0, min(when, 0.0), clock.offset(), NEVER_MONTH, none, none, common, common, 1.0, 0.0,
            common, spread, ready, power,
        )  # fmt: skip
        return
    if block.stage not in CLASS_OF_STAGE:
        raise InputError("stage-unknown", where=block.id, got=block.stage, expected=", ".join(CLASS_OF_STAGE))
    group = CLASS_OF_STAGE[block.stage]
    sign = block.stage_on or block.started_on
    spent = max(-clock.months_to(middle_ordinal(sign)), 0.0) if sign else 0.0
    by_class = _truncated(durations.duration(block.stage), spent)
    horizon, mode, lost = 0.0, 1, 0.0
    if block.target is not None:
        horizon = clock.months_to(target_ordinal(block.target))
        mode = 4 if "construction" in options.relieve else 2 if horizon >= 0 else 3
        lost = max(-horizon, 0.0)
    slip = _truncated(durations.spread(f"slip.months.{group}"), lost)
    growth = (1.0 + max(horizon, 0.0) / durations.value("slip.growth_months")) ** durations.value("slip.growth")
    on_time, hazard, cancel = (
        _drawn(f"{name}.{group}", durations, seed, count, start, cache)
        for name in ("slip.on_time", "slip.hazard", "cancel")
    )
    sample_block(
        words, common, own, mode, horizon, clock.offset(), NEVER_MONTH, by_class, slip, on_time, hazard, growth,
        durations.value(f"slip.reference_weight.{group}"), cancel, spread, ready, power,
    )  # fmt: skip


def draw_blocks(
    blocks: Sequence[BlockPlan], durations: Durations, options: Options, count: int, start: int = 0
) -> tuple["np.ndarray", "np.ndarray"]:
    """(ready month, power [W]) of all blocks, each shape (block, count), for draws start..start+count-1."""
    import numpy as np

    cache: dict[str, np.ndarray] = {}
    ready = np.empty((len(blocks), count))
    power = np.empty((len(blocks), count))
    for number, block in enumerate(blocks):
        draw_block(block, durations, options, count, start, cache, ready[number], power[number])
    return ready, power
