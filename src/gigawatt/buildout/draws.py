"""Draws per block: the month in which construction ends, the power that is built, and whether it is built at all.

Correlated risk: a block's standard normal is the weighted sum of common factors (market, region, supplier, owner) and
its own part; the weights are square roots of variance shares. Streams are keyed by name, so each block's draws stay as
they are whatever else is simulated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import DAYS_PER_MONTH, NEVER_MONTH, PASSED_LIMIT, SPAN_DRAWS
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


def _key(seed: int, name: str) -> "np.ndarray":
    """The two words that key the stream (seed, name)."""
    import hashlib

    import numpy as np

    digest = hashlib.blake2b(f"{seed}\x00{name}".encode(), digest_size=16).digest()
    return np.frombuffer(digest, dtype=np.uint64)


def _factors(block: BlockPlan, durations: Durations) -> tuple[tuple[str, float], ...]:
    """(stream, weight) of the common factors that touch the block; the weights are roots of variance shares."""
    import math

    names = {
        "market": "market",
        "region": f"region:{block.region}" if block.region else "",
        "supplier": f"supplier:{block.supplier}" if block.supplier else "",
        "owner": f"owner:{block.owner}" if block.owner else "",
    }
    shares = {names[factor]: durations.value(f"risk.share.{factor}") for factor in FACTORS if names[factor]}
    if sum(shares.values()) > 1 or min(shares.values()) < 0:
        got = f"sum {sum(shares.values()):.3f}"
        raise InputError("risk-shares", got=got, expected="shares of common risk >= 0, sum <= 1")
    return tuple((f"factor:{name}", math.sqrt(share)) for name, share in shares.items())


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


def _truncated(spread: Spread, spent_months: float) -> tuple[float, ...]:
    """(median, deviation below, above, F(spent), spent) of a wait that has lasted `spent_months`."""
    passed = min(spread.below(spent_months), PASSED_LIMIT)
    return spread.median_months, spread.sigma_low, spread.sigma_high, passed, max(spent_months, 0.0)


class Sampler:
    """The blocks of a run as arrays, made once; draw() then fills any range of draws.

    With a target h months away a block is on time with probability p exp(-hazard h), else late by a lognormal slip
    that grows with h; for a target that has passed, the slip is left-truncated at the time already lost. With the
    reference weight the block follows its class instead: months from its stage, left-truncated at the time already
    spent, and never before the target. Without a target it always follows the class.
    """

    def __init__(self, blocks: Sequence[BlockPlan], durations: Durations, options: Options) -> None:
        import numpy as np

        from gigawatt.buildout.sampling import COLUMNS

        self._durations = durations
        self._seed, self._draws = options.seed, options.draws
        self._clock = Clock(options.as_of)
        self._relieved = "construction" in options.relieve
        self._sums: dict[tuple[tuple[str, float], ...], int] = {}
        """row of each weighted sum of common factors"""
        self._drawn: dict[str, int] = {}
        """number of each parameter that is drawn; their rows follow those of the sums"""
        self._keys = np.array([_key(options.seed, f"block:{block.id}") for block in blocks])
        self._modes = np.zeros(len(blocks), dtype=np.int64)
        self._numbers = np.zeros((len(blocks), COLUMNS))
        self._rows = np.zeros((len(blocks), 4), dtype=np.int64)
        self._span: tuple[int, np.ndarray] = (0, np.zeros((1, 0)))
        for number, block in enumerate(blocks):
            self._add(number, block)
        self._rows[:, 1:] += len(self._sums)

    def _add(self, number: int, block: BlockPlan) -> None:
        from gigawatt.buildout import sampling as columns

        durations, clock = self._durations, self._clock
        row, rows = self._numbers[number], self._rows[number]
        row[columns.POWER] = block.facility_power_w
        if block.stage == "cancelled":
            self._modes[number] = columns.NEVER
            return
        row[columns.POWER : columns.ABOVE + 1] = _power_spread(block, durations)
        if block.operational_on or block.stage == "operational":
            when = clock.months_to(middle_ordinal(block.operational_on)) if block.operational_on else -1.0
            self._modes[number], row[columns.HORIZON] = columns.ON, min(when, 0.0)
            return
        if block.stage not in CLASS_OF_STAGE:
            raise InputError("stage-unknown", where=block.id, got=block.stage, expected=", ".join(CLASS_OF_STAGE))
        group = CLASS_OF_STAGE[block.stage]
        factors = _factors(block, durations)
        row[columns.SHARE] = max(1.0 - sum(weight * weight for _, weight in factors), 0.0) ** 0.5
        rows[columns.COMMON] = self._sums.setdefault(factors, len(self._sums))
        for place, name in (
            (columns.ON_TIME, "slip.on_time"),
            (columns.HAZARD, "slip.hazard"),
            (columns.CANCEL, "cancel"),
        ):
            rows[place] = self._drawn.setdefault(f"{name}.{group}", len(self._drawn))
        sign = block.stage_on or block.started_on
        spent = max(-clock.months_to(middle_ordinal(sign)), 0.0) if sign else 0.0
        horizon, mode, lost = 0.0, columns.WAITING, 0.0
        if block.target is not None:
            horizon = clock.months_to(target_ordinal(block.target))
            mode = columns.AHEAD if horizon >= 0 else columns.WAITING
            lost = max(-horizon, 0.0)
        relieved = self._relieved and block.target is not None
        self._modes[number], row[columns.HORIZON] = columns.ON_TARGET if relieved else mode, horizon
        growth = durations.value("slip.growth")
        row[columns.GROWTH] = (1.0 + max(horizon, 0.0) / durations.value("slip.growth_months")) ** growth
        weight = durations.value(f"slip.reference_weight.{group}")
        row[columns.CLASS_WEIGHT] = weight if block.target is not None else 1.0
        row[columns.BY_STAGE : columns.SLIP] = _truncated(durations.duration(block.stage), spent)
        row[columns.SLIP : columns.COLUMNS] = _truncated(durations.spread(f"slip.months.{group}"), lost)

    def _span_of(self, count: int, start: int) -> "tuple[int, np.ndarray]":
        """(First draw, weighted sums of common factors and then drawn parameters (row, draw)), for many chunks."""
        import numpy as np

        begin, have = self._span
        if not begin <= start <= start + count <= begin + have.shape[1]:
            many = max(count, min(SPAN_DRAWS, self._draws - start))
            have = np.zeros((max(len(self._sums) + len(self._drawn), 1), many))
            factors: dict[str, np.ndarray] = {}
            for weights, row in self._sums.items():
                for name, weight in weights:
                    if name not in factors:
                        factors[name] = normals(self._seed, name, many, start)
                    have[row] += weight * factors[name]
            for key, number in self._drawn.items():
                have[len(self._sums) + number] = self._durations.draw(key, self._seed, many, start)
            self._span = begin, have = start, have
        return begin, have

    def draw(self, count: int, start: int = 0) -> tuple["np.ndarray", "np.ndarray"]:
        """(Month in which construction ends, power [W]), each shape (block, count), for draws start..start+count-1.

        The month is NEVER_MONTH when the block is not built.
        """
        import numpy as np

        from gigawatt.buildout.sampling import sample_blocks

        ready = np.empty((len(self._keys), count))
        power = np.empty((len(self._keys), count))
        begin, shared = self._span_of(count, start)
        sample_blocks(
            self._keys, self._modes, self._numbers, self._rows, shared, start - begin, start, self._clock.offset(),
            NEVER_MONTH, ready, power,
        )  # fmt: skip
        return ready, power


class KeptDraws(Sampler):
    """A sampler that keeps what it drew, for runs over the same futures that differ in their supply alone."""

    def __init__(self, blocks: Sequence[BlockPlan], durations: Durations, options: Options) -> None:
        super().__init__(blocks, durations, options)
        self._kept: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def draw(self, count: int, start: int = 0) -> tuple["np.ndarray", "np.ndarray"]:
        """As Sampler.draw; the arrays are shared between runs and must not be written to."""
        if (count, start) not in self._kept:
            self._kept[count, start] = super().draw(count, start)
        return self._kept[count, start]
