"""Who draws on what: the supplies of a run as arrays, and the lines in which blocks wait for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gigawatt.buildout.groups import Groups
from gigawatt.buildout.types import LABEL_OF_RESOURCE, RESOURCES, BlockPlan, Options, Rule
from gigawatt.errors import FaultList, InputError
from gigawatt.paths import SupplySeries, month_labels

if TYPE_CHECKING:
    import numpy as np


class Pools:
    """The supplies as arrays, and for each block which pool it draws on per kind."""

    def __init__(self, blocks: Sequence[BlockPlan], supply: Sequence[SupplySeries], options: Options) -> None:
        import numpy as np

        months = month_labels(options.as_of[:7], options.months)
        faults: list[InputError] = []
        index: dict[str, int] = {}
        self.series: list[np.ndarray] = []
        kind_of: dict[str, str] = {}
        for one in supply:
            if one.key in index:
                faults.append(InputError("supply-twice", where=one.key, expected="each pool once"))
                continue
            if tuple(one.months[: len(months)]) != months:
                faults.append(
                    InputError(
                        "supply-months",
                        where=one.key,
                        got=f"{one.months[:1]} x {len(one.months)}",
                        expected=f"{len(months)} months from {months[0]}",
                    )  # fmt: skip
                )
                continue
            amount = np.asarray(one.amount)[:, : len(months)]
            if not np.isfinite(amount).all() or (amount < 0).any():
                faults.append(InputError("supply-amount", where=one.key, expected="finite amounts of at least 0"))
                continue
            if amount.shape[0] not in (1, options.draws) and amount.shape[0] < options.draws:
                faults.append(
                    InputError("supply-draws", where=one.key, got=amount.shape[0], expected=f"1 or {options.draws}")
                )
                continue
            index[one.key] = len(self.series)
            self.series.append(amount)
        self.pool = np.full((len(blocks), len(RESOURCES)), -1, dtype=np.int64)
        self.per_w = np.ones((len(blocks), len(RESOURCES)))
        for number, block in enumerate(blocks):
            for need in block.needs:
                label = LABEL_OF_RESOURCE.get(need.kind, "")
                if need.kind in options.relieve or label in options.relieve or need.per_w == 0.0:
                    continue
                if need.kind not in RESOURCES:
                    faults.append(InputError("need-kind", where=block.id, got=need.kind, expected=", ".join(RESOURCES)))
                elif need.pool not in index:
                    known = ", ".join(sorted(index)) or "none"
                    faults.append(InputError("supply-unknown", where=block.id, got=need.pool, expected=known))
                elif self.pool[number, RESOURCES.index(need.kind)] >= 0:
                    faults.append(InputError("need-twice", where=block.id, got=need.kind, expected="one pool per kind"))
                elif kind_of.setdefault(need.pool, need.kind) != need.kind:
                    faults.append(InputError("pool-kind", where=need.pool, got=f"{kind_of[need.pool]}, {need.kind}"))
                else:
                    self.pool[number, RESOURCES.index(need.kind)] = index[need.pool]
                    self.per_w[number, RESOURCES.index(need.kind)] = need.per_w
        if faults:
            raise FaultList(faults)
        self.carry = np.array([options.carry.get(kind_of.get(key, ""), 1.0) for key in index], dtype=np.float64)
        self.by_lane = any(one.shape[0] > 1 for one in self.series)

    def release(self, months: int, start: int, count: int) -> "np.ndarray":
        """Releases (pool, month, draw or 1) for draws start..start+count-1."""
        import numpy as np

        if not self.by_lane:
            flat = np.zeros((len(self.series), months, 1))
            for number, one in enumerate(self.series):
                flat[number, :, 0] = one[0]
            return flat
        out = np.empty((len(self.series), months, count))
        for number, one in enumerate(self.series):
            out[number] = one[start : start + count].T if one.shape[0] > 1 else one[0][:, None]
        return out


class Lines:
    """Blocks of a pool that are served alike, and classes of blocks that wait in the same lines for the same amounts.

    pro rata: one line per pool; prepaid first: two, in turn; weighted: one per weight; first come: one per block.
    Lines run by kind, pool and turn. kinds: numbers in RESOURCES of the kinds that any block needs. class_of:
    (block,). line_of (the number of lines: needs none of
    that kind), per_w: (kind, class). pool_of, weight: (line,). kind_start: (kind + 1,).
    """

    def __init__(self, blocks: Sequence[BlockPlan], pools: Pools, rule: Rule) -> None:
        import numpy as np

        self.kinds = [k for k in range(len(RESOURCES)) if (pools.pool[:, k] >= 0).any()] or [0]
        claims = {
            "pro_rata": lambda number, block: 0.0,
            "prepaid_first": lambda number, block: 0.0 if block.prepaid else 1.0,
            "weighted": lambda number, block: block.weight,
            "first_come": lambda number, block: float(number),
        }
        claim = [claims[rule](number, block) for number, block in enumerate(blocks)]
        waits = [
            [
                (k, int(pools.pool[b, kind]), claim[b]) if pools.pool[b, kind] >= 0 and not block.is_on else None
                for b, block in enumerate(blocks)
            ]
            for k, kind in enumerate(self.kinds)
        ]
        names = sorted({name for row in waits for name in row if name is not None})
        line = {name: number for number, name in enumerate(names)}
        classes: dict[tuple[object, ...], int] = {}
        class_of, line_of, per_w = [], [], []
        for b in range(len(blocks)):
            lines = [line[row[b]] if row[b] is not None else len(names) for row in waits]
            amounts = [need if one < len(names) else 0.0 for one, need in zip(lines, pools.per_w[b, self.kinds].tolist(), strict=True)]
            key = (*lines, *amounts)
            if key not in classes:
                classes[key] = len(classes)
                line_of.append(lines)
                per_w.append(amounts)
            class_of.append(classes[key])
        self.class_of: np.ndarray = np.array(class_of, dtype=np.int64)
        self.line_of: np.ndarray = np.array(line_of, dtype=np.int64).T.copy()
        self.per_w: np.ndarray = np.array(per_w, dtype=np.float64).T.copy()
        self.pool_of: np.ndarray = np.array([pool for _, pool, _ in names], dtype=np.int64)
        self.weight: np.ndarray = np.array([value for _, _, value in names], dtype=np.float64)
        start = [sum(k < kind for k, _, _ in names) for kind in range(len(self.kinds) + 1)]
        self.kind_start: np.ndarray = np.array(start, dtype=np.int64)

    def cells(self, groups: Groups) -> tuple["np.ndarray", "np.ndarray", "np.ndarray", "np.ndarray", "np.ndarray"]:
        """Blocks of one class that are counted alike, as run_draws takes them: (cell_start, cell_block, member_start,
        member_group, member_share)."""
        import numpy as np

        found: dict[tuple[int, tuple[tuple[int, float], ...]], list[int]] = {}
        for number, counted in enumerate(groups.members):
            found.setdefault((int(self.class_of[number]), counted), []).append(number)
        cells = dict(sorted(found.items()))
        flat = [member for _, counted in cells for member in counted]
        return (
            np.cumsum([0, *map(len, cells.values())]),
            np.array([b for inside in cells.values() for b in inside], dtype=np.int64),
            np.cumsum([0, *(len(counted) for _, counted in cells)]),
            np.array([row for row, _ in flat], dtype=np.int64),
            np.array([share for _, share in flat], dtype=np.float64),
        )
