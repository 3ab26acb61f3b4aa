"""What a simulation gives back: paths of groups, dates and binding constraints of blocks, probabilities of promises."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gigawatt.buildout.groups import Groups
from gigawatt.buildout.types import BINDINGS, Binding, BlockPlan, Options
from gigawatt.errors import InputError
from gigawatt.paths import Paths, month_index

if TYPE_CHECKING:
    import numpy as np


@dataclass(slots=True)
class Outcome:
    """Result of `simulate`.

    months: labels, month 0 is the month of the as-of day; values are those at the end of a month.
    paths: block paths of the first `options.keep_draws` draws, metric `facility_power_w`.
    group_w: (row, month, draw) float32 of all draws, rows as in `groups`; None in a bounded-memory run.
    counts: (row, month, bin) of a bounded-memory run with the value of one bin per row in `bin_size`; else None.
    energised_month: (block, draw) int16, first month with all of the block's power on, -1 never within the horizon.
    binding: (block, draw) int8, position in BINDINGS of what cost the block most time.
    dates: (block, month + 1) counts of draws per energised month, last column never.
    bound: (block, len(BINDINGS)) counts of draws.
    met: per promise id the share of draws in which it is met by its month.
    """

    blocks: tuple[BlockPlan, ...]
    options: Options
    months: tuple[str, ...]
    groups: Groups
    paths: Paths
    dates: "np.ndarray"
    bound: "np.ndarray"
    scenario_hash: str
    inputs: tuple[str, ...] = ()
    group_w: "np.ndarray | None" = None
    counts: "np.ndarray | None" = None
    bin_size: "np.ndarray | None" = None
    energised_month: "np.ndarray | None" = None
    binding: "np.ndarray | None" = None
    met: dict[str, float] = field(default_factory=dict)

    def group_names(self) -> tuple[str, ...]:
        """Names of all groups: `fleet`, `programme:ID`, ..."""
        return self.groups.names

    def _row(self, group: str, metric: str) -> int:
        try:
            return self.groups.row_of(group, metric)
        except KeyError:
            raise InputError(
                "group-unknown", got=f"{metric} of {group}", expected=", ".join(self.groups.names)
            ) from None

    def draws_of(self, group: str, metric: str = "facility_power_w") -> "np.ndarray":
        """All draws of a group's path, shape (draw, month), in the metric's unit."""
        if self.group_w is None:
            raise InputError("draws-not-kept", where=group, hint="run with exact=True or with fewer draws")
        return self.group_w[self._row(group, metric)].T

    def quantiles(
        self, group: str, probabilities: Sequence[float] = (0.1, 0.5, 0.9), metric: str = "facility_power_w"
    ) -> "np.ndarray":
        """Quantiles of a group's path over the draws, shape (probability, month), in the metric's unit.

        Order statistics without interpolation: the smallest value that at least that share of the draws does not
        exceed (a step function stays a step function). A bounded-memory run is exact to one bin.
        """
        import numpy as np

        row = self._row(group, metric)
        total = self.options.draws
        ranks = [min(max(int(np.ceil(p * total - 1e-9)), 1), total) - 1 for p in probabilities]
        if self.group_w is not None:
            values = np.sort(self.group_w[row], axis=1)[:, ranks]  # vectorised, so faster than a partition
            return values.T.astype(np.float64)
        assert self.counts is not None and self.bin_size is not None
        below = np.cumsum(self.counts[row], axis=1)
        picked = np.stack([np.argmax(below > rank, axis=1) for rank in ranks])
        return picked * self.bin_size[row]

    def mean(self, group: str, metric: str = "facility_power_w") -> "np.ndarray":
        """Mean path of a group, shape (month,)."""
        import numpy as np

        row = self._row(group, metric)
        if self.group_w is not None:
            return self.group_w[row].mean(axis=1, dtype=np.float64)
        assert self.counts is not None and self.bin_size is not None
        return self.counts[row] @ np.arange(self.counts.shape[2]) * self.bin_size[row] / self.options.draws

    def promise_probability(self, group: str, amount: float, by: str, metric: str = "facility_power_w") -> float | None:
        """Share of draws in which the group has at least `amount` at the end of the month of `by`.

        None when the month lies beyond the horizon; the value of month 0 for a day in the past.
        """
        month = max(month_index(self.months[0], by), 0)
        if month >= len(self.months):
            return None
        row = self._row(group, metric)
        if self.group_w is not None:
            return float((self.group_w[row, month] >= _float32_below(amount)).mean())
        assert self.counts is not None and self.bin_size is not None
        first = int(amount / self.bin_size[row] - 1e-9) if self.bin_size[row] > 0 else 0
        return float(self.counts[row, month, first:].sum() / self.options.draws)

    def promise_dates(
        self,
        group: str,
        amount: float,
        probabilities: Sequence[float] = (0.1, 0.5, 0.9),
        metric: str = "facility_power_w",
    ) -> tuple[str | None, ...]:
        """Month by which the group reaches `amount` with each probability; None: not within the horizon."""
        reached = [self.promise_probability(group, amount, month, metric) or 0.0 for month in self.months]
        return tuple(
            next((m for m, r in zip(self.months, reached, strict=True) if r >= p - 1e-12), None) for p in probabilities
        )

    def block_dates(self, block: str, probabilities: Sequence[float] = (0.1, 0.5, 0.9)) -> tuple[str | None, ...]:
        """Month in which all of a block's power is on with each probability; None: not within the horizon."""
        import numpy as np

        number = self._block(block)
        share = np.cumsum(self.dates[number, :-1]) / self.options.draws
        found = []
        for p in probabilities:
            hit = np.nonzero(share >= p - 1e-12)[0]
            found.append(self.months[int(hit[0])] if hit.size else None)
        return tuple(found)

    def block_probability(self, block: str, by: str) -> float | None:
        """Share of draws in which a block is fully on by the end of the month of `by`; None beyond the horizon."""
        month = max(month_index(self.months[0], by), 0)
        if month >= len(self.months):
            return None
        return float(self.dates[self._block(block), : month + 1].sum() / self.options.draws)

    def _block(self, block: str) -> int:
        for number, one in enumerate(self.blocks):
            if one.id == block:
                return number
        raise InputError("block-unknown", got=block)

    def binding_shares(self, group: str = "fleet") -> dict[Binding, float]:
        """Share of draws, weighted by the power counted for the group, in which each constraint binds a block most.

        Blocks that are on already are left out; an empty dictionary when nothing is left to build.
        """
        weights = dict.fromkeys(BINDINGS, 0.0)
        total = 0.0
        for number, share in self.groups.block_shares(group).items():
            block = self.blocks[number]
            if block.stage == "operational" or block.operational_on:
                continue
            power = share * block.facility_power_w
            total += power
            for place, name in enumerate(BINDINGS):
                weights[name] += power * float(self.bound[number, place]) / self.options.draws
        return {name: weight / total for name, weight in weights.items()} if total > 0 else {}


def _float32_below(amount: float) -> float:
    """The amount less the rounding of a float32 sum, so that a promise met exactly counts as met."""
    return amount * (1.0 - 1e-6)
