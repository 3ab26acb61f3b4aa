"""Exact dispatch of one store against a merit order, compiled.

With the capacities fixed, the year is a one-dimensional convex dynamic programme. F_t(e), the least cost of holding
`e` at the end of step t, is convex and piecewise linear; its slopes are kept as a sorted list (value, length). One
step merges the list with the slopes of that step's merit order (discharging displaces supply below the load, charging
climbs above it) and trims both ends to [0, E]. The first and last slope that remain, lo_t and hi_t, are all that a
backward sweep needs: mu_t = clip(mu_{t+1}, lo_t, hi_t) is the price of stored energy.

Given mu, the bus price of each step follows from three prices of the merit order (at the load less the store's power,
at the load, at the load plus it), and the dual objective is linear in the capacities, for any mu: a valid bound and a
cut at once (weak duality), whatever rounding did to mu.

The merit order does not depend on the capacities: `rank_supply` sorts it once for all plants.
Units: energies per step [Wh], the store [Wh], money [USD]; the code is scale-free. `fastmath` stays off: equality of
copied prices decides which steps are indifferent.
"""
# ruff: noqa: ANN001, ANN201, ANN202  (array arguments are typed by the compiler)

import numpy as np
from numba import njit

NO_ROOM = -1  # the slope buffers were too small; call again with larger ones


@njit(cache=True, error_model="numpy", nogil=True)
def rank_supply(avail, cost, adder, voll, order, price, reach):
    """Sort the supply of every step by price; what is dearer than voll is left with nothing to give.

    Fills order, shape (T, K + 1), the slot at each place (K: the free supply); price, shape (T, K + 2), the last one
    voll; reach, shape (T, K + 1), energy per W of the slot [Wh/W] (1 for the free supply, whose width is its own).
    """
    slots = avail.shape[0]
    for t in range(avail.shape[1]):
        order[t, 0] = slots
        price[t, 0] = 0.0
        reach[t, 0] = 1.0
        for k in range(slots):
            c = cost[k, t] + adder[k]
            w = avail[k, t]
            if c >= voll:
                c = voll
                w = 0.0
            i = k + 1
            while i > 0 and price[t, i - 1] > c:
                price[t, i] = price[t, i - 1]
                reach[t, i] = reach[t, i - 1]
                order[t, i] = order[t, i - 1]
                i -= 1
            price[t, i] = c
            reach[t, i] = w
            order[t, i] = k
        price[t, slots + 1] = voll


@njit(cache=True, error_model="numpy", nogil=True)
def stack_supply(free, order, reach, cap, segment_of, ends):
    """Fills ends, shape (T, K + 2): energy of the merit order up to and with each place [Wh]; the last has no end."""
    slots = cap.shape[0]
    for t in range(free.shape[0]):
        segment = segment_of[t]
        end = 0.0
        for i in range(slots + 1):
            k = order[t, i]
            end += free[t] if k == slots else reach[t, i] * cap[k, segment]
            ends[t, i] = end
        ends[t, slots + 1] = np.inf


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
def slope_limits(load, price, ends, power, energy, eta_c, eta_d, wear, warm, lo, hi, marginal, room):
    """Forward pass: fills lo and hi, the first and last slope of F_t on [0, energy], shape (T,); 0 or NO_ROOM.

    Fills marginal, shape (3, T), too: the price of the merit order at the load less power, at the load, and at the
    load plus power. A discharging slope never exceeds a charging one of the same step, so the step splits in two:
    insert the discharging slopes and keep the highest `energy` of the list, then insert the charging slopes and keep
    the lowest.
    """
    into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    steps = load.shape[0]
    v, w = np.empty(room), np.empty(room)
    head = room // 2
    tail = head + 1
    v[head] = 0.0
    w[head] = energy
    margin = 2 * ends.shape[1] + 6
    t = (-warm) % steps - 1
    for _ in range(warm + steps):
        t = t + 1 if t + 1 < steps else 0
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
        # discharging slopes: the merit order from the load down to `low`, dearest first, until one is not worth it
        i = 0
        while ends[t, i] <= demand:
            i += 1
        at_load = i
        marginal[1, t] = price[t, i]
        low = demand - power
        stop = demand
        floor = max(low, 0.0)
        while stop > floor:
            value = (price[t, i] - wear) * eta_d
            if value <= v[head]:
                break
            begin = max(ends[t, i - 1], floor) if i > 0 else floor
            if stop > begin:
                head = _raise_low(value, (stop - begin) * out, v, w, head, tail)
            stop = begin
            i -= 1
        i = 0
        if low >= 0.0:
            while ends[t, i] <= low:
                i += 1
            marginal[0, t] = price[t, i]
        else:
            marginal[0, t] = -np.inf
        # charging slopes: from the load up to `high`, cheapest first, until one is not worth it
        high = demand + power
        begin = demand
        i = at_load
        while begin < high:
            value = price[t, i] * into
            if value >= v[tail - 1]:
                break
            end = ends[t, i]
            stop = min(end, high)
            if stop > begin:
                tail = _lower_high(value, (stop - begin) * eta_c, v, w, head, tail)
            begin = stop
            if end <= high:
                i += 1
        while ends[t, i] <= high:
            i += 1
        marginal[2, t] = price[t, i]
        lo[t] = v[head]
        hi[t] = v[tail - 1]
    return 0


@njit(cache=True, error_model="numpy", nogil=True)
def stored_prices(lo, hi, start, mu):
    """Backward sweep, twice round the year: fills mu with the price of stored energy after each step, shape (T,)."""
    m = start
    for _ in range(2):
        for t in range(lo.shape[0] - 1, -1, -1):
            m = min(max(m, lo[t]), hi[t])
            if mu[t] == m and _ == 1:
                return  # from here on the second round repeats the first
            mu[t] = m


@njit(cache=True, error_model="numpy", nogil=True)
def bus_prices(marginal, power, eta_c, eta_d, wear, mu, bus):
    """Bus price of each step for stored-energy prices mu: fills bus, shape (T,).

    The price at which supply, with the store, meets the load: the store charges below mu * eta_c and discharges above
    mu / eta_d + wear. Returns (gain per Wh of power and step, gain per Wh of store) of the cut.
    """
    out = 1.0 / eta_d
    power_gain = 0.0
    store_gain = 0.0
    after = mu[0]
    for t in range(mu.shape[0] - 1, -1, -1):
        m = mu[t]
        charge_below = m * eta_c
        discharge_above = m * out + wear
        lam = min(charge_below, marginal[2, t])
        lam = max(lam, marginal[1, t])
        lam = min(lam, discharge_above)
        lam = max(lam, marginal[0, t])
        bus[t] = lam
        power_gain += max(charge_below - lam, 0.0) + max(lam - discharge_above, 0.0)
        store_gain += max(after - m, 0.0)
        after = m
    return power_gain, store_gain


@njit(cache=True, error_model="numpy", nogil=True)
def slot_gains(avail, cost, adder, segment_of, bus, gain):
    """Fills gain, shape (K, M): sum of avail * (bus - cost)+ of each slot over the steps of each segment."""
    gain[:, :] = 0.0
    single = gain.shape[1] == 1
    for k in range(avail.shape[0]):
        extra = adder[k]
        if single:
            total = 0.0
            for t in range(bus.shape[0]):
                total += avail[k, t] * max(bus[t] - (cost[k, t] + extra), 0.0)
            gain[k, 0] = total
        else:
            for t in range(bus.shape[0]):
                gain[k, segment_of[t]] += avail[k, t] * max(bus[t] - (cost[k, t] + extra), 0.0)


@njit(cache=True, error_model="numpy", nogil=True)
def weighted_sums(profiles, weights, sums):
    """Fills sums, shape (K,), with profiles @ weights, in one thread and always in the same order."""
    for k in range(profiles.shape[0]):
        total = 0.0
        for t in range(weights.shape[0]):
            total += profiles[k, t] * weights[t]
        sums[k] = total


@njit(cache=True, error_model="numpy", nogil=True)
def combined(profiles, sizes, total):
    """Fills total, shape (T,), with sizes @ profiles, in one thread."""
    total[:] = 0.0
    for k in range(profiles.shape[0]):
        for t in range(total.shape[0]):
            total[t] += profiles[k, t] * sizes[k]
