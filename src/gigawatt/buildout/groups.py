"""Groups of blocks: fleet, programmes with shares, campuses, owners, regions; and what a watt counts in each metric."""

from collections.abc import Sequence

from gigawatt.buildout.types import BlockPlan


def _groups_of(block: BlockPlan, kinds: Sequence[str]) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for kind in kinds:
        if kind == "fleet":
            found.append(("fleet", 1.0))
        elif kind == "programme":
            found += [(f"programme:{name}", share) for name, share in block.programmes]
        else:
            name = getattr(block, kind)
            if name:
                found.append((f"{kind}:{name}", 1.0))
    return found


def _per_w(block: BlockPlan, metric: str) -> float:
    if metric == "facility_power_w":
        return 1.0
    value = {
        "chips_count": block.chips_per_w,
        "h100e_count": block.h100e_per_w,
        "performance_flops": block.flops_per_w,
    }[metric]
    return value or 0.0


class Groups:
    """Membership in compressed rows: for block b the entries start[b]..start[b+1] give row and share.

    A row is one (metric, group); rows run metric by metric in the order of `names`.
    """

    def __init__(self, blocks: Sequence[BlockPlan], kinds: Sequence[str], metrics: Sequence[str]) -> None:
        import numpy as np

        members = [_groups_of(block, kinds) for block in blocks]
        self.names: tuple[str, ...] = tuple(dict.fromkeys(name for found in members for name, _ in found))
        self.metrics = tuple(metrics)
        row_of = {name: number for number, name in enumerate(self.names)}
        start, rows, shares = [0], [], []
        for block, found in zip(blocks, members, strict=True):
            for number, metric in enumerate(self.metrics):
                for name, share in found:
                    weight = share * _per_w(block, metric)
                    if weight > 0:
                        rows.append(number * len(self.names) + row_of[name])
                        shares.append(weight)
            start.append(len(rows))
        self.start: np.ndarray = np.array(start, dtype=np.int64)
        self.row: np.ndarray = np.array(rows, dtype=np.int64)
        self.share: np.ndarray = np.array(shares, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.names) * len(self.metrics)

    def row_of(self, group: str, metric: str) -> int:
        """Row of a group in a metric; KeyError when there is none."""
        if group not in self.names or metric not in self.metrics:
            raise KeyError(f"{metric} of {group}")
        return self.metrics.index(metric) * len(self.names) + self.names.index(group)

    def block_shares(self, group: str) -> dict[int, float]:
        """Block number -> share counted for the group (power)."""
        row = self.row_of(group, self.metrics[0])
        found = {}
        for b in range(len(self.start) - 1):
            for j in range(self.start[b], self.start[b + 1]):
                if self.row[j] == row:
                    found[b] = float(self.share[j])
        return found
