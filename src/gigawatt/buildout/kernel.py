"""The month-by-month kernel: finished blocks queue for shared supplies and are energised as they get them.

Per month, for each kind of supply in turn (power, capital, chips): the month's release joins the pool's stock; blocks
that wait ask for all they still need; the pool is shared out by the rule; what a block gets moves on to the next kind;
what leaves the last kind is energised.

serving.py finds the share of its claim that each line keeps waiting in each month. All watts of a class see the same
shares, whoever owns them, so the rest is linear: `_fates` goes backwards through the months and says, per class, how a
watt that becomes ready in a month will fare; `_energise` takes the watts of each cell forwards. A cell is the blocks of
one class that are counted alike; a row of the result is open from its first cell to its last and then written.
Draws lie side by side in the last axis, LANES at a time, and each is computed on its own: a draw's numbers do not
depend on its neighbours, on threads or on chunks.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from gigawatt.buildout.constants import LANES
from gigawatt.buildout.serving import Queues, arrivals, serve


class Cells(NamedTuple):
    """Blocks of a class, blocks of a cell, and the rows that cells count for.

    Blocks of class c: class_block[class_start[c]:class_start[c + 1]]; of cell i: block[start[i]:start[i + 1]], which
    count for the rows row[member_start[i]:member_start[i + 1]] with `share` per watt. Meanwhile a row is summed up in
    `slot`; `opens` and `closes` mark its first and last cell. empty: rows that no cell counts for.
    """

    class_start: np.ndarray
    class_block: np.ndarray
    start: np.ndarray
    block: np.ndarray
    member_start: np.ndarray
    row: np.ndarray
    share: np.ndarray
    slot: np.ndarray
    opens: np.ndarray
    closes: np.ndarray
    empty: np.ndarray
    slots: int


@njit(cache=True, nogil=True, error_model="numpy")
def _fates(
    c: int, first: int, stop: int, line_of: np.ndarray, kept: np.ndarray, clear: np.ndarray, remain: np.ndarray,
    wait: np.ndarray, clear_of: np.ndarray, remain_of: np.ndarray, wait_of: np.ndarray,
) -> None:  # fmt: skip
    """How a watt of class c fares that becomes ready in month m, for m from `first` on; (month, lane).

    From month `stop` on nobody of the class is kept waiting.

    clear_of: month in which the last part of it is energised, the number of months if it never is. remain_of: the
    share of it that still waits when that month begins. wait_of (month, kind, lane): mean months it waits for a kind.
    clear, remain (kind + 1, lane) and wait (kind, kind, lane) are room to work in.

    With s the share kept waiting by kind k in month m, and next the fate of what kind k lets go to kind k + 1:
    clear_k(m) = clear_k(m + 1) if s > 0 else clear_next(m);
    remain_k(m) = s remain_k(m + 1) + (1 - s) remain_next(m), the latter where it clears in the same month;
    wait_kk(m) = s (1 + wait_kk(m + 1)); wait_kj(m) = s wait_kj(m + 1) + (1 - s) wait_next,j(m) for j > k.
    """
    kinds, (_, months, lanes) = line_of.shape[0], kept.shape
    clear[:] = stop
    remain[:] = 1.0
    wait[:] = 0.0
    for m in range(stop, months):
        clear_of[m], remain_of[m], wait_of[m] = m, 1.0, 0.0
    for m in range(stop - 1, first - 1, -1):
        clear[kinds] = m
        for k in range(kinds - 1, -1, -1):
            i = line_of[k, c]
            for x in range(lanes):
                s = kept[i, m, x]
                soon, late = clear[k + 1, x], clear[k, x]
                month = late if s > 0.0 else soon
                with_it = remain[k + 1, x] if soon == month else 0.0
                clear[k, x] = month
                remain[k, x] = s * remain[k, x] + (1.0 - s) * with_it
            for x in range(lanes):
                wait[k, k, x] = kept[i, m, x] * (1.0 + wait[k, k, x])
            for j in range(k + 1, kinds):
                for x in range(lanes):
                    s = kept[i, m, x]
                    wait[k, j, x] = s * wait[k, j, x] + (1.0 - s) * wait[k + 1, j, x]
        for x in range(lanes):
            clear_of[m, x] = clear[0, x]
            remain_of[m, x] = remain[0, x]
        for j in range(kinds):
            for x in range(lanes):
                wait_of[m, j, x] = wait[0, j, x]


@njit(cache=True, nogil=True, error_model="numpy")
def _first_month_on(c: int, m: int, lane: int, line_of: np.ndarray, kept: np.ndarray, missing: float) -> int:
    """First month in which all but the share `missing` of a watt of class c is energised that is ready in month m."""
    kinds, months = line_of.shape[0], kept.shape[1]
    queue = np.zeros(kinds + 1)
    queue[0] = 1.0
    while m < months:
        left = 0.0
        for k in range(kinds):
            rest = queue[k] * kept[line_of[k, c], m, lane]
            queue[k + 1] += queue[k] - rest
            queue[k] = rest
            left += rest
        if left <= missing:
            return m
        m += 1
    return -1


@njit(cache=True, nogil=True, error_model="numpy")
def _energise(
    c: int, first: int, stop: int, line_of: np.ndarray, kept: np.ndarray, queue: np.ndarray, flow: np.ndarray
) -> None:
    """Turn flow (month, lane) [W per month] of months first..stop-1 from watts of class c that become ready into watts
    that are energised."""
    lanes = queue.size
    for k in range(line_of.shape[0]):
        i = line_of[k, c]
        if i == kept.shape[0] - 1:
            continue
        queue[:] = 0.0
        for m in range(first, stop):
            for x in range(lanes):
                asked = queue[x] + flow[m, x]
                rest = asked * kept[i, m, x]
                queue[x] = rest
                flow[m, x] = asked - rest


@njit(cache=True, nogil=True, error_model="numpy")
def _look_up(
    c: int, first: int, size: int, missing: float, near: np.ndarray, cells: Cells, line_of: np.ndarray,
    kept: np.ndarray, clear_of: np.ndarray, remain_of: np.ndarray, wait_of: np.ndarray, last_of: np.ndarray,
    energised: np.ndarray, waited: np.ndarray,
) -> None:  # fmt: skip
    """Dates and waits of the blocks of class c from the fates of its watts; last_of: month after their last flow."""
    months = kept.shape[1]
    for place in range(cells.class_start[c], cells.class_start[c + 1]):
        b = cells.class_block[place]
        stop = 0
        for x in range(size):
            m = near[b, x]
            if m == months:
                energised[b, first + x] = -1
                continue
            month = np.int64(clear_of[m, x])
            stop = max(stop, min(month + 1, months))
            if remain_of[m, x] <= missing:
                month = _first_month_on(c, m, x, line_of, kept, missing)
            energised[b, first + x] = month if month < months else -1
        last_of[b] = stop
        for k in range(waited.shape[0]):
            for x in range(size):
                waited[k, b, first + x] = wait_of[min(near[b, x], months - 1), k, x] if near[b, x] < months else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _write(level: np.ndarray, size: int, total: np.ndarray, out: np.ndarray) -> None:
    """Write the running sum over the months of level (month, lane) to the first `size` lanes of out (month, lane)."""
    total[:] = 0.0
    for m in range(level.shape[0]):
        for x in range(size):
            so_far = total[x] + level[m, x]
            total[x] = so_far
            out[m, x] = so_far


@njit(cache=True, nogil=True, error_model="numpy")
def run_draws(
    first_draw: int,
    stop_draw: int,
    ready: np.ndarray,
    power: np.ndarray,
    rule: int,
    queues: Queues,
    release: np.ndarray,
    carry: np.ndarray,
    cells: Cells,
    missing: float,
    tiles: np.ndarray,
    block_out: np.ndarray,
    energised: np.ndarray,
    waited: np.ndarray,
) -> None:
    """Advance draws first_draw..stop_draw-1 through all months; first_draw is a multiple of LANES.

    ready [month], power [W]: (block, draw). release: (pool, month, draw or 1) in pool units; carry: share of a stock
    that lasts to the next month. Written: tiles (tile of LANES draws, row, month, lane) [W x share]; block_out (block,
    month, draw) [W] for as many draws as it has; energised (block, draw): first month with all but the share `missing`
    of the power on, -1 if none; waited (kind, block, draw) [months]: mean months that the block's watts waited for that
    kind (unserved watts wait until the horizon).
    """
    line_of = queues.line_of
    blocks, kinds = ready.shape[0], line_of.shape[0]
    months = tiles.shape[2]
    by_draw = release.shape[2] > 1
    lanes = min(LANES, stop_draw - first_draw)  # not a constant: the compiler would unroll instead of vectorise
    near, watts = np.empty((blocks, lanes), dtype=np.int64), np.empty((blocks, lanes))
    begin = np.zeros((lanes, months + 1), dtype=np.int64)
    who = np.zeros((lanes, blocks), dtype=np.int64)
    kept = np.zeros((queues.pool_of.size + 1, months, lanes))
    open_of = np.zeros(queues.pool_of.size + 1, dtype=np.int64)
    supply = np.zeros((release.shape[0], months, lanes))
    clear, remain = np.zeros((kinds + 1, lanes)), np.ones((kinds + 1, lanes))
    wait = np.zeros((kinds, kinds, lanes))
    clear_of, remain_of = np.zeros((months, lanes)), np.zeros((months, lanes))
    wait_of = np.zeros((months, kinds, lanes))
    last_of = np.zeros(blocks, dtype=np.int64)
    flow, queue = np.zeros((months, lanes)), np.zeros(lanes)
    level = np.zeros((cells.slots, months, lanes))
    for row in cells.empty:
        tiles[first_draw // LANES : -(-stop_draw // LANES), row] = 0.0
    if not by_draw:
        for p in range(release.shape[0]):
            for m in range(months):
                supply[p, m] = release[p, m, 0]
    for first in range(first_draw, stop_draw, lanes):
        size = min(lanes, stop_draw - first)
        if size < lanes:
            near[:], watts[:] = months, 0.0
        for b in range(blocks):
            for x in range(size):
                near[b, x] = np.int64(min(max(ready[b, first + x], 0.0), months))
                watts[b, x] = power[b, first + x]
        for x in range(lanes):
            arrivals(near, ready, x, first + x, rule, begin[x], who[x])
        if by_draw:
            for p in range(release.shape[0]):
                for m in range(months):
                    for x in range(size):
                        supply[p, m, x] = release[p, m, first + x]
        serve(rule, watts, queues, supply, carry, begin, who, kept, open_of)
        for c in range(line_of.shape[1]):
            start, stop = months, 0
            for place in range(cells.class_start[c], cells.class_start[c + 1]):
                for x in range(size):
                    start = min(start, near[cells.class_block[place], x])
            for k in range(kinds):
                stop = max(stop, open_of[line_of[k, c]])
            _fates(c, start, stop, line_of, kept, clear, remain, wait, clear_of, remain_of, wait_of)
            _look_up(
                c, first, size, missing, near, cells, line_of, kept, clear_of, remain_of, wait_of, last_of, energised,
                waited,
            )  # fmt: skip
        for i in range(cells.start.size - 1):
            start, stop = months, 0
            flow[:] = 0.0
            for place in range(cells.start[i], cells.start[i + 1]):
                b = cells.block[place]
                stop = max(stop, last_of[b])
                for x in range(size):
                    m = near[b, x]
                    if m < months:
                        flow[m, x] += watts[b, x]
                        start = min(start, m)
            _energise(queues.class_of[cells.block[cells.start[i]]], start, stop, line_of, kept, queue, flow)
            for j in range(cells.member_start[i], cells.member_start[i + 1]):
                slot, share = cells.slot[j], cells.share[j]
                if cells.opens[j]:
                    level[slot] = 0.0
                for m in range(start, stop):
                    for x in range(lanes):
                        level[slot, m, x] += flow[m, x] * share
                if cells.closes[j]:
                    _write(level[slot], size, queue, tiles[first // LANES, cells.row[j]])
        shown = min(size, block_out.shape[2] - first)
        if shown > 0:
            for b in range(blocks):
                flow[:] = 0.0
                for x in range(size):
                    if near[b, x] < months:
                        flow[near[b, x], x] = watts[b, x]
                _energise(queues.class_of[b], 0, months, line_of, kept, queue, flow)
                _write(flow, shown, queue, block_out[b, :, first : first + shown])
