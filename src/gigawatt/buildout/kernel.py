"""The month-by-month kernel: finished blocks queue for shared supplies and are energised as they get them.

Per month, for each kind of supply in turn (power, capital, chips): the month's release joins the pool's stock; blocks
that wait ask for all they still need; the pool is shared out by the rule; what a block gets moves on to the next kind;
what leaves the last kind is energised.

serving.py finds the share of its claim that each line keeps waiting in each month. All watts of a class see the same
shares, whoever owns them, so the rest is linear: `_fates` goes backwards through the months and says, per class, how a
watt that becomes ready in a month will fare; `_energise` takes the watts of each cell (blocks counted alike) forwards.
Draws lie side by side in the last axis, LANES at a time, and each is computed on its own: a draw's numbers do not
depend on its neighbours, on threads or on chunks.
"""

import numpy as np
from numba import njit

from gigawatt.buildout.constants import LANES
from gigawatt.buildout.serving import arrivals, serve


@njit(cache=True, nogil=True, error_model="numpy")
def _fates(
    c: int, line_of: np.ndarray, kept: np.ndarray, clear: np.ndarray, remain: np.ndarray, wait: np.ndarray,
    clear_of: np.ndarray, remain_of: np.ndarray, wait_of: np.ndarray,
) -> None:  # fmt: skip
    """How a watt of class c fares that becomes ready in month m, for every m; (month, lane).

    clear_of: month in which the last part of it is energised, the number of months if it never is. remain_of: the
    share of it that still waits when that month begins. wait_of (month, kind, lane): mean months it waits for a kind.
    clear, remain (kind + 1, lane) and wait (kind, kind, lane) are room to work in.

    With s the share kept waiting by kind k in month m, and next the fate of what kind k lets go to kind k + 1:
    clear_k(m) = clear_k(m + 1) if s > 0 else clear_next(m);
    remain_k(m) = s remain_k(m + 1) + (1 - s) remain_next(m), the latter where it clears in the same month;
    wait_kk(m) = s (1 + wait_kk(m + 1)); wait_kj(m) = s wait_kj(m + 1) + (1 - s) wait_next,j(m) for j > k.
    """
    kinds, months = line_of.shape[0], kept.shape[1]
    clear[:] = months
    remain[:] = 1.0
    wait[:] = 0.0
    for m in range(months - 1, -1, -1):
        clear[kinds] = m
        for k in range(kinds - 1, -1, -1):
            i = line_of[k, c]
            for x in range(LANES):
                s = kept[i, m, x]
                soon, late = clear[k + 1, x], clear[k, x]
                month = late if s > 0.0 else soon
                with_it = remain[k + 1, x] if soon == month else 0.0
                clear[k, x] = month
                remain[k, x] = s * remain[k, x] + (1.0 - s) * with_it
            for x in range(LANES):
                wait[k, k, x] = kept[i, m, x] * (1.0 + wait[k, k, x])
            for j in range(k + 1, kinds):
                for x in range(LANES):
                    s = kept[i, m, x]
                    wait[k, j, x] = s * wait[k, j, x] + (1.0 - s) * wait[k + 1, j, x]
        for x in range(LANES):
            clear_of[m, x] = clear[0, x]
            remain_of[m, x] = remain[0, x]
        for j in range(kinds):
            for x in range(LANES):
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
    for k in range(line_of.shape[0]):
        i = line_of[k, c]
        if i == kept.shape[0] - 1:
            continue
        queue[:] = 0.0
        for m in range(first, stop):
            for x in range(LANES):
                asked = queue[x] + flow[m, x]
                rest = asked * kept[i, m, x]
                queue[x] = rest
                flow[m, x] = asked - rest


@njit(cache=True, nogil=True, error_model="numpy")
def run_draws(
    first_draw: int,
    stop_draw: int,
    ready: np.ndarray,
    power: np.ndarray,
    rule: int,
    class_of: np.ndarray,
    line_of: np.ndarray,
    per_w: np.ndarray,
    pool_of: np.ndarray,
    kind_start: np.ndarray,
    weight: np.ndarray,
    release: np.ndarray,
    carry: np.ndarray,
    cell_start: np.ndarray,
    cell_block: np.ndarray,
    member_start: np.ndarray,
    member_group: np.ndarray,
    member_share: np.ndarray,
    missing: float,
    group_out: np.ndarray,
    block_out: np.ndarray,
    energised: np.ndarray,
    waited: np.ndarray,
) -> None:
    """Advance draws first_draw..stop_draw-1 through all months.

    ready [month], power [W]: (block, draw). class_of: (block,). line_of, per_w: (kind, class); the number of lines
    stands for a class that needs none of the kind. pool_of, weight: (line,); lines run by kind, then by pool, then by
    turn; kind_start: (kind + 1,). release: (pool, month, draw or 1) in pool units; carry: share of a stock that lasts
    to the next month. Cells are blocks of one class that are counted alike, cells of a class side by side: those of
    cell i are cell_block[cell_start[i]:cell_start[i + 1]], counted for the rows
    member_group[member_start[i]:member_start[i + 1]] with member_share.
    Written: group_out (group, month, draw) [W x share]; block_out (block, month, draw) [W] for as many draws as it
    has; energised (block, draw): first month with all but the share `missing` of the power on, -1 if none; waited
    (kind, block, draw) [months]: mean months that the block's watts waited for that kind (unserved watts wait until
    the horizon).
    """
    blocks, (kinds, classes) = ready.shape[0], line_of.shape
    groups, months = group_out.shape[0], group_out.shape[1]
    by_draw = release.shape[2] > 1
    near, watts = np.empty((blocks, LANES)), np.empty((blocks, LANES))
    begin = np.zeros((LANES, months + 1), dtype=np.int64)
    who = np.zeros((LANES, blocks), dtype=np.int64)
    kept = np.zeros((pool_of.size + 1, months, LANES))
    supply = np.zeros((release.shape[0], months, LANES))
    clear, remain = np.zeros((kinds + 1, LANES)), np.ones((kinds + 1, LANES))
    wait = np.zeros((kinds, kinds, LANES))
    clear_of, remain_of = np.zeros((months, LANES)), np.zeros((months, LANES))
    wait_of = np.zeros((months, kinds, LANES))
    when = np.zeros((blocks, LANES), dtype=np.int16)
    lost = np.zeros((kinds, blocks, LANES), dtype=np.float32)
    flow, queue = np.zeros((months, LANES)), np.zeros(LANES)
    level = np.zeros((groups, months, LANES))
    for first in range(first_draw, stop_draw, LANES):
        size = min(LANES, stop_draw - first)
        near[:], watts[:] = months, 0.0
        for b in range(blocks):
            for x in range(size):
                near[b, x] = min(ready[b, first + x], months)
                watts[b, x] = power[b, first + x]
        for x in range(LANES):
            arrivals(near, x, rule, begin[x], who[x])
        for p in range(release.shape[0]):
            for m in range(months):
                for x in range(size):
                    supply[p, m, x] = release[p, m, first + x if by_draw else 0]
        serve(rule, watts, class_of, line_of, per_w, pool_of, kind_start, weight, supply, carry, begin, who, kept)
        level[:] = 0.0
        known = -1
        for i in range(cell_start.size - 1):
            c = class_of[cell_block[cell_start[i]]]
            if c != known:
                _fates(c, line_of, kept, clear, remain, wait, clear_of, remain_of, wait_of)
                known = c
            flow[:] = 0.0
            start, stop = months, 0
            for place in range(cell_start[i], cell_start[i + 1]):
                b = cell_block[place]
                for x in range(LANES):
                    when[b, x] = -1
                    for k in range(kinds):
                        lost[k, b, x] = 0.0
                    if near[b, x] >= months:
                        continue
                    m = np.int64(max(near[b, x], 0.0))
                    flow[m, x] += watts[b, x]
                    last = np.int64(clear_of[m, x])
                    start, stop = min(start, m), max(stop, min(last + 1, months))
                    if remain_of[m, x] <= missing:
                        last = _first_month_on(c, m, x, line_of, kept, missing)
                    if last < months:
                        when[b, x] = last
                    for k in range(kinds):
                        lost[k, b, x] = wait_of[m, k, x]
            _energise(c, start, stop, line_of, kept, queue, flow)
            for j in range(member_start[i], member_start[i + 1]):
                g, share = member_group[j], member_share[j]
                for m in range(start, stop):
                    for x in range(LANES):
                        level[g, m, x] += flow[m, x] * share
        for g in range(groups):
            queue[:] = 0.0
            for m in range(months):
                for x in range(LANES):
                    queue[x] += level[g, m, x]
                if size == LANES:
                    for x in range(LANES):
                        group_out[g, m, first + x] = queue[x]
                else:
                    for x in range(size):
                        group_out[g, m, first + x] = queue[x]
        for b in range(blocks):
            for x in range(size):
                energised[b, first + x] = when[b, x]
            for k in range(kinds):
                for x in range(size):
                    waited[k, b, first + x] = lost[k, b, x]
        shown = min(size, block_out.shape[2] - first)
        if shown > 0:
            for b in range(blocks):
                flow[:] = 0.0
                for x in range(LANES):
                    if near[b, x] < months:
                        flow[np.int64(max(near[b, x], 0.0)), x] = watts[b, x]
                _energise(class_of[b], 0, months, line_of, kept, queue, flow)
                queue[:] = 0.0
                for m in range(months):
                    for x in range(shown):
                        queue[x] += flow[m, x]
                        block_out[b, m, first + x] = queue[x]
