"""The kernel over a chunk of draws: rows, dates and waits, in buffers that the next chunk fills again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gigawatt.buildout.constants import DONE_FRACTION, LANES
from gigawatt.buildout.groups import Groups
from gigawatt.buildout.pools import Pools, make_cells, make_queues
from gigawatt.buildout.types import RULES, BlockPlan, Options

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Chunk:
    """Result for a chunk of draws, until the next one is run.

    tiles: (tile of LANES draws, row, month, lane) float32, the order in which it is made, since neighbours in memory
    are written several times faster; lanes beyond the last draw hold nothing. blocks: (block, month, draw) [W] float32
    of the first draws. when: (block, draw) int16, first month with all power on, -1 if none. waited: (kind, block,
    draw) [months] float32, the kinds being numbers in RESOURCES.
    """

    tiles: "np.ndarray"
    blocks: "np.ndarray"
    when: "np.ndarray"
    waited: "np.ndarray | None" = None
    kinds: Sequence[int] = ()

    def copy_to(self, groups: "np.ndarray") -> None:
        """Fill groups (row, month, draw)."""
        for number, tile in enumerate(self.tiles):
            lanes = groups[:, :, number * LANES : (number + 1) * LANES]
            lanes[:] = tile[:, :, : lanes.shape[2]]

    def row(self, row: int, month: int) -> "np.ndarray":
        """All draws of one row in one month, shape (draw,) float32."""
        return self.tiles[:, row, month].reshape(-1)[: self.when.shape[1]]


class Runner:
    """Blocks, pools and groups as the kernel takes them, made once."""

    def __init__(self, blocks: Sequence[BlockPlan], pools: Pools, groups: Groups, options: Options) -> None:
        self._blocks, self._rows, self._options, self._carry = len(blocks), len(groups), options, pools.carry
        self._kinds, self._queues = make_queues(blocks, pools, options.rule)
        self._cells = make_cells(groups, self._queues.class_of)
        self._buffers: dict[str, np.ndarray] = {}

    def _buffer(self, name: str, kind: str, *shape: int) -> "np.ndarray":
        """An array of that shape, in memory that is kept for the next call: fresh pages cost more than the sums."""
        import math

        import numpy as np

        size = math.prod(shape)
        if name not in self._buffers or self._buffers[name].size < size:
            self._buffers[name] = np.empty(size, dtype=kind)
        return self._buffers[name][:size].reshape(shape)

    def release(self, pools: Pools, start: int, count: int) -> "np.ndarray":
        """Releases (pool, month, draw or 1) for draws start..start+count-1."""
        months = self._options.months
        return pools.release(months, start, count, self._buffer("release", "f8", *pools.shape(months, count)))

    def run(self, ready: "np.ndarray", power: "np.ndarray", release: "np.ndarray", keep: int = 0) -> Chunk:
        """Energise blocks by (ready month, power [W]), each (block, draw), from releases (pool, month, draw or 1).

        keep: draws whose block paths are wanted.
        """
        from concurrent.futures import ThreadPoolExecutor

        from gigawatt.buildout.kernel import run_draws

        blocks, count = ready.shape
        months = release.shape[1]
        done = Chunk(
            tiles=self._buffer("tiles", "f4", -(-count // LANES), self._rows, months, LANES),
            blocks=self._buffer("blocks", "f4", blocks, months, keep),
            when=self._buffer("when", "i2", blocks, count),
            waited=self._buffer("waited", "f4", len(self._kinds), blocks, count),
            kinds=self._kinds,
        )

        def work(first: int) -> None:
            run_draws(
                first, min(first + size, count), ready, power, RULES.index(self._options.rule), self._queues, release,
                self._carry, self._cells, 1.0 - DONE_FRACTION, done.tiles, done.blocks, done.when, done.waited,
            )  # fmt: skip

        threads = self._options.threads
        size = -(-count // (threads * LANES)) * LANES
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work, range(0, count, size)))
        else:
            work(0)
        return done
