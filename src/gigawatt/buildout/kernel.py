"""The month-by-month kernel: finished blocks queue for shared supplies and are energised as they get them.

Scenario lanes are innermost, so that a block-month is one vector operation. Each lane is computed on its own and sums
run in block order: a lane's numbers do not depend on its neighbours, on threads or on chunks.

Per month and lane, for each kind of supply in turn (power, capital, chips): the month's release joins the pool's
stock; blocks that wait ask for all they still need; the pool is shared out by the rule; what a block gets moves on to
the next kind; what leaves the last kind is energised.
"""

import numpy as np
from numba import njit

PRO_RATA, FIRST_COME, PREPAID_FIRST, WEIGHTED = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def _share_one_lane(
    rule: int,
    lane: int,
    kind: int,
    pool: int,
    stock: float,
    queue: np.ndarray,
    pools: np.ndarray,
    per_w: np.ndarray,
    ready: np.ndarray,
    order: np.ndarray,
    weight: np.ndarray,
    prepaid: np.ndarray,
    granted: np.ndarray,
) -> float:
    """Share one pool among the waiting blocks of one lane by a rule other than pro rata; returns the rest."""
    blocks = pools.shape[0]
    if rule == FIRST_COME:
        for place in range(blocks):
            b = order[place, lane]
            if pools[b, kind] != pool or queue[kind, b, lane] <= 0.0:
                continue
            want = queue[kind, b, lane]
            asked = want * per_w[b, kind]
            if asked <= stock:
                granted[b, lane] = want
                stock -= asked
            else:
                granted[b, lane] = stock / per_w[b, kind]
                stock = 0.0
        return stock
    if rule == PREPAID_FIRST:
        for turn in range(2):
            demand = 0.0
            for b in range(blocks):
                if pools[b, kind] == pool and prepaid[b] == 1 - turn:
                    demand += queue[kind, b, lane] * per_w[b, kind]
            if demand <= 0.0:
                continue
            factor = 1.0 if demand <= stock else stock / demand
            for b in range(blocks):
                if pools[b, kind] == pool and prepaid[b] == 1 - turn:
                    granted[b, lane] = queue[kind, b, lane] * factor
            stock = 0.0 if factor < 1.0 else stock - demand
        return stock
    for b in range(blocks):
        if pools[b, kind] == pool:
            granted[b, lane] = 0.0
    while stock > 0.0:  # weighted: each round at least one block is served in full or the stock is gone
        total = 0.0
        for b in range(blocks):
            if pools[b, kind] == pool and granted[b, lane] < queue[kind, b, lane]:
                total += weight[b] * (queue[kind, b, lane] - granted[b, lane]) * per_w[b, kind]
        if total <= 0.0:
            return stock
        factor = stock / total
        filled = False
        spent = 0.0
        for b in range(blocks):
            if pools[b, kind] == pool and granted[b, lane] < queue[kind, b, lane]:
                if weight[b] * factor >= 1.0:
                    filled = True
                    spent += (queue[kind, b, lane] - granted[b, lane]) * per_w[b, kind]
                    granted[b, lane] = queue[kind, b, lane]
        if filled:
            stock -= spent
            continue
        for b in range(blocks):
            if pools[b, kind] == pool and granted[b, lane] < queue[kind, b, lane]:
                granted[b, lane] += (queue[kind, b, lane] - granted[b, lane]) * weight[b] * factor
        return 0.0
    return stock


# no NaN and no infinity ever enters: minima, maxima and selects may become vector instructions; sums keep their order
@njit(cache=True, nogil=True, error_model="numpy", fastmath={"nnan", "ninf", "nsz"})
def run_lanes(
    ready: np.ndarray,
    power: np.ndarray,
    exists: np.ndarray,
    pools: np.ndarray,
    per_w: np.ndarray,
    release: np.ndarray,
    lane_release: int,
    storable: np.ndarray,
    rule: int,
    order: np.ndarray,
    weight: np.ndarray,
    prepaid: np.ndarray,
    member_start: np.ndarray,
    member_group: np.ndarray,
    member_share: np.ndarray,
    group_out: np.ndarray,
    block_out: np.ndarray,
    energised: np.ndarray,
    waited: np.ndarray,
    done_fraction: float,
    first_lane: int,
) -> None:
    """Advance all lanes through all months.

    ready [month], power [W]: (block, lane). exists: 1 when the block is on already and asks for nothing.
    pools, per_w: (block, kind), pool -1 = needs none. release: (pool, month, lane or 1) in pool units; lane_release 1
    when it has lanes. Written from position `first_lane` of the last axis on: group_out (group, month, draw)
    [W x share]; block_out (block, month, draw) [W] for as many draws as it has; energised (block, draw): first month
    with all power on, -1 if none; waited (kind, block, draw) [months]: mean months that the block's watts waited for
    that kind (unserved watts wait until the horizon).
    """
    blocks, lanes = ready.shape
    kinds = pools.shape[1]
    count = release.shape[0]
    groups, months = group_out.shape[0], group_out.shape[1]
    keep = min(max(block_out.shape[2] - first_lane, 0), lanes) if block_out.shape[0] > 0 else 0
    queue = np.zeros((kinds, blocks, lanes))
    wait = np.zeros((kinds, blocks, lanes))
    on = np.zeros((blocks, lanes))
    when = np.full((blocks, lanes), -1.0)
    stock = np.zeros((count, lanes))
    demand = np.zeros((count, lanes))
    factor = np.zeros((count, lanes))
    granted = np.zeros((blocks, lanes))
    level = np.zeros((groups, lanes))
    flow = np.zeros(lanes)
    served = np.zeros(count, dtype=np.bool_)
    waiting = np.zeros((kinds, blocks), dtype=np.bool_)
    # arrivals by month: counting sort of (block, lane) on the ready month, in block order
    begin = np.zeros(months + 1, dtype=np.int64)
    for b in range(blocks):
        for x in range(lanes):
            if ready[b, x] < months:
                begin[np.int64(max(ready[b, x], 0.0)) + 1] += 1
    for m in range(months):
        begin[m + 1] += begin[m]
    place = begin[:months].copy()
    who = np.empty(begin[months], dtype=np.int32)
    for b in range(blocks):
        for x in range(lanes):
            if ready[b, x] < months:
                m = np.int64(max(ready[b, x], 0.0))
                who[place[m]] = b * lanes + x
                place[m] += 1
    for m in range(months):
        for p in range(count):
            carry = storable[p]
            for x in range(lanes):
                stock[p, x] = stock[p, x] * carry + release[p, m, (first_lane + x) * lane_release]
        for j in range(begin[m], begin[m + 1]):
            b = who[j] // lanes
            x = who[j] - b * lanes
            if exists[b] == 1:
                on[b, x] = power[b, x]
                when[b, x] = m
                for i in range(member_start[b], member_start[b + 1]):
                    level[member_group[i], x] += power[b, x] * member_share[i]
            else:
                queue[0, b, x] += power[b, x]
                waiting[0, b] = True
        for k in range(kinds):
            used = False
            for p in range(count):
                for x in range(lanes):
                    demand[p, x] = 0.0
            for b in range(blocks):
                if waiting[k, b] and pools[b, k] >= 0:
                    used = True
                    p = pools[b, k]
                    need = per_w[b, k]
                    for x in range(lanes):
                        demand[p, x] += queue[k, b, x] * need
            if used:
                for p in range(count):
                    served[p] = True
                    for x in range(lanes):
                        d = demand[p, x]
                        if d > stock[p, x]:
                            served[p] = False
                    if rule == PRO_RATA:
                        for x in range(lanes):
                            d = demand[p, x]
                            s = stock[p, x]
                            factor[p, x] = 1.0 if d <= s else s / d
                            stock[p, x] = max(s - d, 0.0)
                    else:
                        for x in range(lanes):
                            if demand[p, x] > 0.0:
                                stock[p, x] = _share_one_lane(
                                    rule, x, k, p, stock[p, x], queue, pools, per_w, ready, order, weight, prepaid,
                                    granted,
                                )  # fmt: skip
            for b in range(blocks):
                if not waiting[k, b]:
                    continue
                p = pools[b, k]
                if p < 0 or served[p]:
                    for x in range(lanes):
                        flow[x] = queue[k, b, x]
                        queue[k, b, x] = 0.0
                        granted[b, x] = 0.0
                    waiting[k, b] = False
                elif rule == PRO_RATA:
                    for x in range(lanes):
                        q = queue[k, b, x]
                        f = q * factor[p, x]
                        q = max(q - f, 0.0)
                        flow[x] = f
                        queue[k, b, x] = q
                        wait[k, b, x] += q
                else:
                    for x in range(lanes):
                        q = max(queue[k, b, x] - granted[b, x], 0.0)
                        flow[x] = granted[b, x]
                        granted[b, x] = 0.0
                        queue[k, b, x] = q
                        wait[k, b, x] += q
                if k + 1 < kinds:
                    waiting[k + 1, b] = True
                    for x in range(lanes):
                        queue[k + 1, b, x] += flow[x]
                    continue
                for x in range(lanes):
                    now = on[b, x] + flow[x]
                    on[b, x] = now
                    done = (when[b, x] < 0.0) & (flow[x] > 0.0) & (now >= power[b, x] * done_fraction)
                    when[b, x] = m if done else when[b, x]
                for j in range(member_start[b], member_start[b + 1]):
                    g = member_group[j]
                    share = member_share[j]
                    for x in range(lanes):
                        level[g, x] += flow[x] * share
        for g in range(groups):
            for x in range(lanes):
                group_out[g, m, first_lane + x] = level[g, x]
        if keep > 0:
            for b in range(blocks):
                for x in range(keep):
                    block_out[b, m, first_lane + x] = on[b, x]
    for b in range(blocks):
        for x in range(lanes):
            energised[b, first_lane + x] = np.int16(when[b, x])
        for k in range(kinds):
            for x in range(lanes):
                if power[b, x] > 0.0:
                    waited[k, b, first_lane + x] = wait[k, b, x] / power[b, x]
