"""Who draws on what: the supplies of a run as arrays, and the lines in which blocks wait for them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gigawatt.buildout.groups import Groups
from gigawatt.buildout.types import LABEL_OF_RESOURCE, RESOURCES, BlockPlan, Options, Rule
from gigawatt.errors import FaultList, InputError
from gigawatt.paths import SupplySeries, month_labels

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.buildout.kernel import Cells
    from gigawatt.buildout.serving import Queues


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

    def shape(self, months: int, count: int) -> tuple[int, int, int]:
        """(pool, month, draw) of the releases of so many draws; one draw when no pool differs between draws."""
        return len(self.series), months, count if self.by_lane else 1

    def release(self, months: int, start: int, count: int, out: "np.ndarray | None" = None) -> "np.ndarray":
        """Releases (pool, month, draw or 1) for draws start..start+count-1, written to `out` if one is given."""
        import numpy as np

        filled = np.empty(self.shape(months, count)) if out is None else out
        for number, one in enumerate(self.series):
            filled[number] = one[start : start + count].T if one.shape[0] > 1 else one[0][:, None]
        return filled


def make_queues(blocks: Sequence[BlockPlan], pools: Pools, rule: Rule) -> "tuple[list[int], Queues]":
    """(Numbers in RESOURCES of the kinds that any block needs, the lines and classes of the rule).

    A line is the blocks of a pool that are served alike: pro rata all of them; prepaid first two, in turn; weighted
    one per weight; first come one per block.
    """
    import numpy as np

    from gigawatt.buildout.serving import Queues

    kinds = [k for k in range(len(RESOURCES)) if (pools.pool[:, k] >= 0).any()] or [0]
    claims: dict[str, Callable[[int, BlockPlan], float]] = {
        "pro_rata": lambda number, block: 0.0,
        "prepaid_first": lambda number, block: 0.0 if block.prepaid else 1.0,
        "weighted": lambda number, block: block.weight,
        "first_come": lambda number, block: float(number),
    }
    needs = [
        {
            k: ((k, int(pools.pool[b, kind]), claims[rule](b, block)), float(pools.per_w[b, kind]))
            for k, kind in enumerate(kinds)
            if pools.pool[b, kind] >= 0 and not block.is_on
        }
        for b, block in enumerate(blocks)
    ]
    names = sorted({name for found in needs for name, _ in found.values()})
    line = {name: number for number, name in enumerate(names)}
    nothing = (len(names), 0.0)
    classes: dict[tuple[tuple[int, float], ...], int] = {}
    class_of = []
    for found in needs:
        key = tuple((line[found[k][0]], found[k][1]) if k in found else nothing for k in range(len(kinds)))
        class_of.append(classes.setdefault(key, len(classes)))
    return kinds, Queues(
        class_of=np.array(class_of, dtype=np.int64),
        line_of=np.array([[one[0] for one in key] for key in classes], dtype=np.int64).T.copy(),
        per_w=np.array([[one[1] for one in key] for key in classes], dtype=np.float64).T.copy(),
        pool_of=np.array([pool for _, pool, _ in names], dtype=np.int64),
        kind_start=np.array([sum(k < kind for k, _, _ in names) for kind in range(len(kinds) + 1)], dtype=np.int64),
        weight=np.array([value for _, _, value in names], dtype=np.float64),
    )


def make_cells(groups: Groups, class_of: "np.ndarray") -> "Cells":
    """Blocks of one class that are counted alike, in an order that keeps few rows open at once."""
    import numpy as np

    from gigawatt.buildout.kernel import Cells

    found: dict[tuple[tuple[tuple[int, float], ...], int], list[int]] = {}
    for number, counted in enumerate(groups.members):
        found.setdefault((counted, int(class_of[number])), []).append(number)
    cells = sorted(found.items(), key=lambda one: (one[0][0][::-1], one[0][1]))
    last = {row: i for i, ((counted, _), _) in enumerate(cells) for row, _ in counted}
    slot: dict[int, int] = {}
    free: list[int] = []
    members: list[tuple[int, float, int, bool, bool]] = []
    slots = 0
    for i, ((counted, _), _) in enumerate(cells):
        for row, share in counted:
            opens = row not in slot
            if opens:
                slot[row] = free.pop() if free else slots
                slots = max(slots, slot[row] + 1)
            members.append((row, share, slot[row], opens, last[row] == i))
        free += [slot[row] for row, _ in counted if last[row] == i]
    classes = [np.nonzero(class_of == c)[0] for c in range(int(class_of.max()) + 1)]
    return Cells(
        class_start=np.cumsum([0, *map(len, classes)]),
        class_block=np.concatenate(classes),
        start=np.cumsum([0, *(len(inside) for _, inside in cells)]),
        block=np.array([b for _, inside in cells for b in inside], dtype=np.int64),
        member_start=np.cumsum([0, *(len(counted) for (counted, _), _ in cells)]),
        row=np.array([one[0] for one in members], dtype=np.int64),
        share=np.array([one[1] for one in members], dtype=np.float64),
        slot=np.array([one[2] for one in members], dtype=np.int64),
        opens=np.array([one[3] for one in members], dtype=np.bool_),
        closes=np.array([one[4] for one in members], dtype=np.bool_),
        empty=np.array([row for row in range(len(groups)) if row not in slot], dtype=np.int64),
        slots=slots,
    )
