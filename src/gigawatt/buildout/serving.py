"""Who gets what of a shared supply, month by month: the share of its claim that each line keeps waiting.

Every rule serves *lines*: blocks that draw on one pool with one claim (pro rata all of them, prepaid first one line
per turn, weighted one per weight, first come one per block) get the same share of what they ask for. So whole classes
of blocks (same lines, same need per watt) move through the months together. Draws lie side by side in the last axis,
some at a time, and each is computed on its own.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

FIRST_COME, WEIGHTED = 1, 3
"""positions in types.RULES"""


class Queues(NamedTuple):
    """Which lines the classes of blocks wait in.

    class_of: (block,). line_of, per_w: (kind, class), the number of lines standing for a class that needs none of the
    kind. pool_of, weight: (line,). Lines run by kind, then by pool, then by turn; those of kind k are
    kind_start[k]..kind_start[k + 1] - 1.
    """

    class_of: np.ndarray
    line_of: np.ndarray
    per_w: np.ndarray
    pool_of: np.ndarray
    kind_start: np.ndarray
    weight: np.ndarray


@njit(cache=True, nogil=True, error_model="numpy")
def arrivals(
    near: np.ndarray, ready: np.ndarray, lane: int, draw: int, rule: int, begin: np.ndarray, who: np.ndarray
) -> None:
    """Blocks of a draw by the month they are ready in: those of month m are who[begin[m]:begin[m + 1]].

    Within a month by block number, for first come by the day in ready (block, draw). near: month numbers (block,
    lane), the number of months for a block that is not ready within them.
    """
    months = begin.size - 1
    begin[:] = 0
    for b in range(near.shape[0]):
        if near[b, lane] < months:
            begin[near[b, lane] + 1] += 1
    for m in range(months):
        begin[m + 1] += begin[m]
    for b in range(near.shape[0]):
        m = near[b, lane]
        if m < months:
            who[begin[m]] = b
            begin[m] += 1
    for m in range(months, 0, -1):
        begin[m] = begin[m - 1]
    begin[0] = 0
    if rule == FIRST_COME:
        for m in range(months):
            for i in range(begin[m] + 1, begin[m + 1]):
                b, j = who[i], i
                while j > begin[m] and ready[who[j - 1], draw] > ready[b, draw]:
                    who[j] = who[j - 1]
                    j -= 1
                who[j] = b


@njit(cache=True, nogil=True, error_model="numpy")
def _weigh(
    first: int, stop: int, lane: int, weight: np.ndarray, demand: np.ndarray, stock: float, kept: np.ndarray, m: int
) -> float:
    """Share one pool among its lines first..stop-1 by weight in one lane; returns the rest of the stock.

    Each round serves in full those whose weighted share suffices, or the stock is gone.
    """
    for i in range(first, stop):
        kept[i, m, lane] = 1.0 if demand[i, lane] > 0.0 else 0.0
    while stock > 0.0:
        total = 0.0
        for i in range(first, stop):
            if kept[i, m, lane] > 0.0:
                total += weight[i] * demand[i, lane]
        if total <= 0.0:
            return stock
        factor = stock / total
        spent = 0.0
        for i in range(first, stop):
            if kept[i, m, lane] > 0.0 and weight[i] * factor >= 1.0:
                spent += demand[i, lane]
                kept[i, m, lane] = 0.0
        if spent > 0.0:
            stock = max(stock - spent, 0.0)
            continue
        for i in range(first, stop):
            if kept[i, m, lane] > 0.0:
                kept[i, m, lane] = 1.0 - weight[i] * factor
        return 0.0
    return stock


@njit(cache=True, nogil=True, error_model="numpy")
def serve(
    rule: int,
    power: np.ndarray,
    queues: Queues,
    release: np.ndarray,
    carry: np.ndarray,
    begin: np.ndarray,
    who: np.ndarray,
    kept: np.ndarray,
    open_of: np.ndarray,
) -> None:
    """Fill kept (line + 1, month, lane): the share of what a line asks for in a month that it does not get,
    and open_of (line + 1,): the first month from which on it keeps nobody waiting.

    The last line is that of all who need nothing and stays 0. power [W]: (block, lane). release: (pool, month, lane).
    begin (lane, month + 1) and who (lane, block) as arrivals() gives them.
    """
    class_of, line_of, per_w, pool_of, kind_start, weight = queues
    kinds, classes = line_of.shape
    months, lanes = kept.shape[1:]
    pools = release.shape[0]
    stock, demand = np.zeros((pools, lanes)), np.zeros((pool_of.size, lanes))
    queue = np.zeros((kinds + 1, classes, lanes))
    waiting = np.zeros((kinds + 1, classes), dtype=np.bool_)
    low = np.zeros(lanes, dtype=np.int64)
    kept[:] = 0.0
    open_of[:] = 0
    for m in range(months):
        for p in range(pools):
            for x in range(lanes):
                stock[p, x] = stock[p, x] * carry[p] + release[p, m, x]
        for x in range(lanes):
            for j in range(begin[x, m], begin[x, m + 1]):
                b = who[x, j]
                if power[b, x] > 0.0:
                    queue[0, class_of[b], x] += power[b, x]
                    waiting[0, class_of[b]] = True
        for k in range(kinds):
            if rule == FIRST_COME:
                for x in range(lanes):
                    for j in range(low[x], begin[x, m + 1]):
                        c = class_of[who[x, j]]
                        i = line_of[k, c]
                        if queue[k, c, x] > 0.0 and i < pool_of.size:
                            asked = queue[k, c, x] * per_w[k, c]
                            p = pool_of[i]
                            kept[i, m, x] = 0.0 if asked <= stock[p, x] else 1.0 - stock[p, x] / asked
                            stock[p, x] = max(stock[p, x] - asked, 0.0)
            else:
                for i in range(kind_start[k], kind_start[k + 1]):
                    demand[i] = 0.0
                for c in range(classes):
                    if waiting[k, c] and line_of[k, c] < pool_of.size:
                        i, need = line_of[k, c], per_w[k, c]
                        for x in range(lanes):
                            demand[i, x] += queue[k, c, x] * need
                stop = kind_start[k]
                while stop < kind_start[k + 1]:
                    first, p = stop, pool_of[stop]
                    while stop < kind_start[k + 1] and pool_of[stop] == p:
                        stop += 1
                    if rule == WEIGHTED:
                        for x in range(lanes):
                            stock[p, x] = _weigh(first, stop, x, weight, demand, stock[p, x], kept, m)
                        continue
                    for i in range(first, stop):
                        for x in range(lanes):
                            asked, have = demand[i, x], stock[p, x]
                            kept[i, m, x] = 0.0 if asked <= have else 1.0 - have / asked
                            stock[p, x] = max(have - asked, 0.0)
            for c in range(classes):
                if waiting[k, c]:
                    i = line_of[k, c]
                    left = 0
                    for x in range(lanes):
                        asked = queue[k, c, x]
                        rest = asked * kept[i, m, x]
                        queue[k, c, x] = rest
                        queue[k + 1, c, x] += asked - rest
                        left += 1 if rest > 0.0 else 0
                    waiting[k, c] = left > 0
                    if left > 0:
                        open_of[i] = m + 1
                    waiting[k + 1, c] = True
        if rule == FIRST_COME:
            for x in range(lanes):
                while low[x] < begin[x, m + 1]:
                    rest = 0.0
                    for k in range(kinds):
                        rest += queue[k, class_of[who[x, low[x]]], x]
                    if rest > 0.0:
                        break
                    low[x] += 1
