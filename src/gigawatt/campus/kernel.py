"""Exact dispatch of one store against a merit order, compiled.

With the capacities fixed, the year is a one-dimensional convex dynamic programme. F_t(e), the least cost of holding
`e` at the end of step t, is convex and piecewise linear; its slopes are kept as a sorted list (value, length). One
step merges the list with the slopes of that step's merit order (discharging displaces supply below the load, charging
climbs above it) and trims both ends to [0, E]. The first and last slope that remain, lo_t and hi_t, are all that a
backward sweep needs: mu_t = clip(mu_{t+1}, lo_t, hi_t) is the price of stored energy.

Given mu, each step's bus price is one merit walk and the dual objective is linear in the capacities, for any mu:
a valid bound and a cut at once (weak duality), whatever rounding did to mu.

Units: energies per step [Wh], the store [Wh], money [USD]; the code is scale-free. `fastmath` stays off: equality of
copied prices decides which steps are indifferent.
"""
# ruff: noqa: ANN001, ANN201, ANN202  (array arguments are typed by the compiler)

import numpy as np
from numba import njit

NO_ROOM = -1  # the slope buffers were too small; call again with larger ones


@njit(cache=True, error_model="numpy", inline="always")
def _merit_order(t, load_free, avail, cost, adder, cap, segment, voll, order, price, width):
    """Sort free supply and slots of step t by cost; returns their number (dearer than voll: left out)."""
    slots = avail.shape[0]
    price[0] = 0.0
    width[0] = load_free
    order[0] = -1
    count = 1
    for k in range(slots):
        c = cost[k, t] + adder[k]
        if c >= voll:
            continue
        w = avail[k, t] * cap[k, segment]
        i = count
        while i > 0 and price[i - 1] > c:
            price[i] = price[i - 1]
            width[i] = width[i - 1]
            order[i] = order[i - 1]
            i -= 1
        price[i] = c
        width[i] = w
        order[i] = k
        count += 1
    return count


@njit(cache=True, error_model="numpy", inline="always")
def _raise_low(value, length, v, w, head, tail):
    """Insert a slope and drop as much length from the low end; only what lies above the low end changes the list."""
    left = length
    while head < tail and v[head] < value:
        if w[head] > left:
            w[head] -= left
            left = 0.0
            break
        left -= w[head]
        head += 1
    gained = length - left
    if gained > 0.0:
        i = head
        while i < tail and v[i] < value:
            i += 1
        if i < tail and v[i] == value:
            w[i] += gained
        else:
            head -= 1
            for j in range(head, i - 1):
                v[j] = v[j + 1]
                w[j] = w[j + 1]
            v[i - 1] = value
            w[i - 1] = gained
    return head


@njit(cache=True, error_model="numpy", inline="always")
def _lower_high(value, length, v, w, head, tail):
    """Insert a slope and drop as much length from the high end: the mirror image of `_raise_low`."""
    left = length
    while head < tail and v[tail - 1] > value:
        if w[tail - 1] > left:
            w[tail - 1] -= left
            left = 0.0
            break
        left -= w[tail - 1]
        tail -= 1
    gained = length - left
    if gained > 0.0:
        i = tail
        while i > head and v[i - 1] > value:
            i -= 1
        if i > head and v[i - 1] == value:
            w[i - 1] += gained
        else:
            for j in range(tail, i, -1):
                v[j] = v[j - 1]
                w[j] = w[j - 1]
            v[i] = value
            w[i] = gained
            tail += 1
    return tail


@njit(cache=True, error_model="numpy", nogil=True)
def slope_limits(
    load, free, avail, cost, adder, cap, segment_of, voll, power, energy, eta_c, eta_d, wear, warm, lo, hi, room
):
    """Forward pass: fills lo and hi, the first and last slope of F_t on [0, energy], shape (T,); 0 or NO_ROOM.

    A discharging slope never exceeds a charging one of the same step, so the step splits in two: insert the
    discharging slopes and keep the highest `energy` of the list, then insert the charging slopes and keep the lowest.
    """
    into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    steps = load.shape[0]
    slots = avail.shape[0]
    order = np.empty(slots + 1, np.int64)
    price = np.empty(slots + 1)
    width = np.empty(slots + 1)
    v, w = np.empty(room), np.empty(room)
    head = room // 2
    tail = head + 1
    v[head] = 0.0
    w[head] = energy
    margin = 2 * slots + 6
    for step in range(-warm, steps):
        t = step if step >= 0 else step + steps
        demand = load[t]
        if head < margin or tail > room - margin:
            n = tail - head
            if n > room // 4:
                return NO_ROOM
            start = (room - n) // 2
            if start < head:
                for i in range(n):
                    v[start + i] = v[head + i]
                    w[start + i] = w[head + i]
            else:
                for i in range(n - 1, -1, -1):
                    v[start + i] = v[head + i]
                    w[start + i] = w[head + i]
            head = start
            tail = start + n
        count = _merit_order(t, free[t], avail, cost, adder, cap, segment_of[t], voll, order, price, width)
        low = demand - power
        if low < 0.0:
            low = 0.0
        high = demand + power
        # discharging slopes: the merit order from `low` up to the load
        i = 0
        begin = 0.0
        end = width[0]
        while end <= low and i < count:
            begin = end
            i += 1
            end = begin + width[i] if i < count else np.inf
        if begin < low:
            begin = low
        while begin < demand:
            stop = end if end < demand else demand
            value = ((price[i] if i < count else voll) - wear) * eta_d
            if value > v[head]:
                head = _raise_low(value, (stop - begin) * out, v, w, head, tail)
            begin = stop
            if end <= demand and i < count:
                i += 1
                end = end + width[i] if i < count else np.inf
        # charging slopes: from the load up to `high`
        while begin < high:
            value = (price[i] if i < count else voll) * into
            if value >= v[tail - 1]:
                break
            stop = end if end < high else high
            if stop > begin:
                tail = _lower_high(value, (stop - begin) * eta_c, v, w, head, tail)
            begin = stop
            if i < count:
                i += 1
                end = end + width[i] if i < count else np.inf
        lo[t] = v[head]
        hi[t] = v[tail - 1]
    return 0


@njit(cache=True, error_model="numpy", nogil=True)
def stored_prices(lo, hi, start, mu):
    """Backward sweep, twice round the year: fills mu with the price of stored energy after each step, shape (T,)."""
    steps = lo.shape[0]
    m = start
    for t in range(steps - 1, -1, -1):
        m = min(max(m, lo[t]), hi[t])
    for t in range(steps - 1, -1, -1):
        m = min(max(m, lo[t]), hi[t])
        mu[t] = m


@njit(cache=True, error_model="numpy", nogil=True)
def price_and_cut(load, free, avail, cost, adder, cap, segment_of, voll, power, eta_c, eta_d, wear, mu, bus, slot_gain):
    """Bus prices for stored-energy prices mu, and the cut they give.

    Fills bus, shape (T,), and slot_gain, shape (K, M): sum of avail * (bus - cost)+ per slot and segment. Returns
    (constant, gain per Wh of power and step, gain per Wh of store): the year's cost is at least
    constant - free profiles . bus - sum(slot_gain * cap) - power gain * power - store gain * energy, for any capacity.
    """
    _into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    steps = load.shape[0]
    slots = avail.shape[0]
    order = np.empty(slots + 1, np.int64)
    price = np.empty(slots + 1)
    width = np.empty(slots + 1)
    slot_gain[:, :] = 0.0
    constant = 0.0
    power_gain = 0.0
    store_gain = 0.0
    after = mu[0]
    for t in range(steps - 1, -1, -1):
        m = mu[t]
        charge_below = m * eta_c
        discharge_above = m * out + wear
        segment = segment_of[t]
        count = _merit_order(t, free[t], avail, cost, adder, cap, segment, voll, order, price, width)
        # supply and the two battery thresholds in one walk: not charging counts as supply at charge_below
        need = load[t] + power
        lam = voll
        i = 0
        stage = 0
        while True:
            c = price[i] if i < count else voll
            if stage == 0 and charge_below <= c:
                c = charge_below
                need -= power
                stage = 1
            elif stage == 1 and discharge_above <= c:
                c = discharge_above
                need -= power
                stage = 2
            elif i < count:
                need -= width[i]
                i += 1
            else:
                break
            if need <= 0.0:
                lam = c if c < voll else voll
                break
        bus[t] = lam
        constant += lam * load[t]
        for j in range(count):
            k = order[j]
            gain = lam - price[j]
            if k >= 0 and gain > 0.0:
                slot_gain[k, segment] += avail[k, t] * gain
        if charge_below > lam:
            power_gain += charge_below - lam
        if lam > discharge_above:
            power_gain += lam - discharge_above
        if after > m:
            store_gain += after - m
        after = m
    return constant, power_gain, store_gain


@njit(cache=True, error_model="numpy", nogil=True)
def indifference(load, free, avail, cost, adder, cap, segment_of, voll, power, eta_c, eta_d, wear, mu, least, most):
    """Fills least and most: the range of the change of the store that is optimal in each step at price mu [Wh]."""
    into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    steps = load.shape[0]
    slots = avail.shape[0]
    order = np.empty(slots + 1, np.int64)
    price = np.empty(slots + 1)
    width = np.empty(slots + 1)
    for t in range(steps):
        demand = load[t]
        count = _merit_order(t, free[t], avail, cost, adder, cap, segment_of[t], voll, order, price, width)
        low = demand - power
        if low < 0.0:
            low = 0.0
        high = demand + power
        position = 0.0
        below = -(demand - low) * out
        equal = 0.0
        for i in range(count + 1):
            if i < count:
                c = price[i]
                end = position + width[i]
            else:
                c = voll
                end = np.inf
            if end > low and position < demand:
                v = (c - wear) * eta_d
                w = (min(end, demand) - max(position, low)) * out
                if v < mu[t]:
                    below += w
                elif v == mu[t]:
                    equal += w
            if end > demand and position < high:
                v = c * into
                w = (min(end, high) - max(position, demand)) * eta_c
                if v < mu[t]:
                    below += w
                elif v == mu[t]:
                    equal += w
            position = end
            if position >= high:
                break
        least[t] = below
        most[t] = below + equal


@njit(cache=True, error_model="numpy", nogil=True)
def store_path(least, most, floor, ceiling, mu, energy, level):
    """Fills level, the store at the end of each step [Wh]: inside the optimal ranges and on the pins that mu sets.

    Where mu rises after a step the store is full, where it falls it is empty. `floor` and `ceiling` are the physical
    ranges of the change. Returns the level before the first step; the path is cyclic: level[T-1] equals it.
    """
    steps = least.shape[0]
    anchor = -1
    for t in range(steps):
        after = mu[t + 1] if t + 1 < steps else mu[0]
        if after != mu[t]:
            anchor = t
            break
    low = np.empty(steps)  # range of levels after each step from which the goal can be reached
    high = np.empty(steps)
    if anchor < 0:
        anchor = steps - 1
        goal = 0.5 * energy
        rounds = 60
    else:
        after = mu[anchor + 1] if anchor + 1 < steps else mu[0]
        goal = energy if after > mu[anchor] else 0.0
        rounds = 1
    for _ in range(rounds):
        low[anchor] = goal
        high[anchor] = goal
        a = goal
        b = goal
        for back in range(1, steps + 1):
            t = (anchor - back + 1) % steps  # step that is undone
            a = a - most[t]
            b = b - least[t]
            before = (t - 1) % steps
            pin_low = 0.0
            pin_high = energy
            if mu[t] > mu[before]:
                pin_low = energy
            elif mu[t] < mu[before]:
                pin_high = 0.0
            if a < pin_low:
                a = pin_low
            if b > pin_high:
                b = pin_high
            if a > b:  # rounding: the nearest level that is allowed
                middle = min(max(0.5 * (a + b), pin_low), pin_high)
                a = middle
                b = middle
            if back < steps:
                low[before] = a
                high[before] = b
        moved = min(max(goal, a), b)
        if moved == goal:
            break
        goal = moved
    # physical ranges that still reach the goal, so that the year closes even if a pin was missed by rounding
    reach_low = np.empty(steps)
    reach_high = np.empty(steps)
    a = goal
    b = goal
    reach_low[anchor] = goal
    reach_high[anchor] = goal
    for back in range(1, steps):
        t = (anchor - back + 1) % steps
        a = max(a - ceiling[t], 0.0)
        b = min(b - floor[t], energy)
        before = (t - 1) % steps
        reach_low[before] = a
        reach_high[before] = b
    e = goal
    for forward in range(1, steps + 1):
        t = (anchor + forward) % steps
        change = min(max(0.0, least[t]), most[t])
        aim = min(max(e + change, low[t]), high[t])
        aim = min(max(aim, reach_low[t]), reach_high[t])
        aim = min(max(aim, e + floor[t]), e + ceiling[t])
        e = min(max(aim, 0.0), energy)
        level[t] = e
    return level[steps - 1]


@njit(cache=True, error_model="numpy", nogil=True)
def change_limits(load, power, eta_c, eta_d, floor, ceiling):
    """Fills the physical range of the change of the store: discharge within power and load, charge within power."""
    _into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    for t in range(load.shape[0]):
        floor[t] = -min(power, load[t]) * out
        ceiling[t] = power * eta_c


@njit(cache=True, error_model="numpy", nogil=True)
def serve(
    load, free, avail, cost, adder, cap, segment_of, voll, eta_c, eta_d, level, before, charge, discharge, given, shed
):
    """Balance each step by merit for a given path of the store; shed load is the last resort.

    Fills charge, discharge, shed, shape (T,), and given, shape (K+1, T): energy of each slot, the last row the free
    supply used. Charging that supply cannot feed is cut to what there is left, never invented: returns the largest
    such lack [Wh], which is zero for a path made from optimal prices.
    """
    into, _out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    steps = load.shape[0]
    slots = avail.shape[0]
    order = np.empty(slots + 1, np.int64)
    price = np.empty(slots + 1)
    width = np.empty(slots + 1)
    lack = 0.0
    e = before
    for t in range(steps):
        change = level[t] - e
        if change >= 0.0:
            charge[t] = change * into
            discharge[t] = 0.0
        else:
            charge[t] = 0.0
            discharge[t] = -change * eta_d
        need = load[t] + charge[t] - discharge[t]
        count = _merit_order(t, free[t], avail, cost, adder, cap, segment_of[t], voll, order, price, width)
        for k in range(slots + 1):
            given[k, t] = 0.0
        for i in range(count):
            if need <= 0.0:
                break
            take = width[i] if width[i] < need else need
            k = order[i]
            given[k if k >= 0 else slots, t] = take
            need -= take
        if need > load[t]:
            lack = max(lack, need - load[t])
        shed[t] = need if need > 0.0 else 0.0
        if need < -1e-12 * (load[t] + 1e-300) and need < 0.0 and discharge[t] > 0.0:
            lack = max(lack, -need)
        e = level[t]
    return lack
