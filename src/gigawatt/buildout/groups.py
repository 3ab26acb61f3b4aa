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
    """What the watts of each block count for: members[b] holds (row, share per watt) of block b.

    A row is one (metric, group); rows run metric by metric in the order of `names`.
    """

    def __init__(self, blocks: Sequence[BlockPlan], kinds: Sequence[str], metrics: Sequence[str]) -> None:
        found = [_groups_of(block, kinds) for block in blocks]
        self.names: tuple[str, ...] = tuple(dict.fromkeys(name for groups in found for name, _ in groups))
        self.metrics = tuple(metrics)
        row_of = {name: number for number, name in enumerate(self.names)}
        self.members = [
            tuple(
                (number * len(self.names) + row_of[name], share * _per_w(block, metric))
                for number, metric in enumerate(self.metrics)
                for name, share in groups
                if share * _per_w(block, metric) > 0
            )
            for block, groups in zip(blocks, found, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.names) * len(self.metrics)

    def row_of(self, group: str, metric: str) -> int:
        """Row of a group in a metric; KeyError when there is none."""
        if group not in self.names or metric not in self.metrics:
            raise KeyError(f"{metric} of {group}")
        return self.metrics.index(metric) * len(self.names) + self.names.index(group)

    def block_shares(self, group: str) -> dict[int, float]:
        """Block number -> share counted for the group (power)."""
        wanted = self.row_of(group, self.metrics[0])
        return {b: share for b, counted in enumerate(self.members) for row, share in counted if row == wanted}
