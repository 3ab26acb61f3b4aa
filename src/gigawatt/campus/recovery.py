"""A plan that can be run, from the prices of stored energy: ranges of optimal change, a path, the balance by merit.

Every function goes over the steps once, compiled. Units as in `kernel`: energies per step [Wh], the store [Wh].
"""
# ruff: noqa: ANN001, ANN201, ANN202  (array arguments are typed by the compiler)

import numpy as np
from numba import njit

ROUNDS = 200  # times round the year in search of a level that comes back to itself


@njit(cache=True, error_model="numpy", nogil=True)
def indifference(load, price, ends, power, eta_c, eta_d, wear, mu, least, most):
    """Fills least and most: the range of the change of the store that is optimal in each step at price mu [Wh]."""
    into, out = 1.0 / eta_c, 1.0 / eta_d  # the same products everywhere: copied prices must compare equal
    for t in range(load.shape[0]):
        demand = load[t]
        low = max(demand - power, 0.0)
        high = demand + power
        position = 0.0
        below = -(demand - low) * out
        equal = 0.0
        i = 0
        while position < high:
            end = ends[t, i]
            c = price[t, i]
            if end > low and position < demand:
                v = (c - wear) * eta_d
                w = (min(end, demand) - max(position, low)) * out
                if v < mu[t]:
                    below += w
                elif v == mu[t]:
                    equal += w
            if end > demand:
                v = c * into
                w = (min(end, high) - max(position, demand)) * eta_c
                if v < mu[t]:
                    below += w
                elif v == mu[t]:
                    equal += w
            position = end
            i += 1
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
        # one price all year: first the levels from which the year can be gone round again and again,
        # then, from the lowest of them, the lowest level that comes back to itself
        anchor = steps - 1
        a = 0.0
        b = energy
        for _ in range(ROUNDS):
            first = a
            last = b
            for t in range(steps - 1, -1, -1):
                low[t] = a
                high[t] = b
                a = max(a - most[t], 0.0)
                b = min(b - least[t], energy)
            if a == first and b == last:
                break
        goal = low[anchor]
        for _ in range(ROUNDS):
            e = goal
            for t in range(steps):
                e = min(max(e + least[t], low[t]), high[t])
            if e <= goal:
                break
            goal = e
    else:
        after = mu[anchor + 1] if anchor + 1 < steps else mu[0]
        goal = energy if after > mu[anchor] else 0.0
    low[anchor] = goal
    high[anchor] = goal
    a = goal
    b = goal
    t = anchor  # step that is undone
    for _ in range(1, steps):
        a = a - most[t]
        b = b - least[t]
        before = t - 1 if t > 0 else steps - 1
        pin_low = 0.0
        pin_high = energy
        if mu[t] > mu[before]:
            pin_low = energy
        elif mu[t] < mu[before]:
            pin_high = 0.0
        a = max(a, pin_low)
        b = min(b, pin_high)
        if a > b:  # rounding: the nearest level that is allowed
            a = min(max(0.5 * (a + b), pin_low), pin_high)
            b = a
        low[before] = a
        high[before] = b
        t = before
    # physical ranges that still reach the goal, so that the year closes even if a pin was missed by rounding
    reach_low = np.empty(steps)
    reach_high = np.empty(steps)
    a = goal
    b = goal
    reach_low[anchor] = goal
    reach_high[anchor] = goal
    t = anchor
    for _ in range(1, steps):
        a = max(a - ceiling[t], 0.0)
        b = min(b - floor[t], energy)
        t = t - 1 if t > 0 else steps - 1
        reach_low[t] = a
        reach_high[t] = b
    e = goal
    t = anchor
    for _ in range(steps):
        t = t + 1 if t + 1 < steps else 0
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
    out = 1.0 / eta_d
    for t in range(load.shape[0]):
        floor[t] = -min(power, load[t]) * out
        ceiling[t] = power * eta_c


@njit(cache=True, error_model="numpy", nogil=True)
def serve(load, order, ends, eta_c, eta_d, level, before, charge, discharge, given, shed):
    """Balance each step by merit for a given path of the store; shed load is the last resort.

    Fills charge, discharge, shed, shape (T,), and given, shape (K+1, T): energy of each slot, the last row the free
    supply used. Charging that supply cannot feed is cut to what there is left, never invented: returns the largest
    such lack [Wh], which is zero for a path made from optimal prices.
    """
    into = 1.0 / eta_c
    lack = 0.0
    e = before
    for t in range(load.shape[0]):
        change = level[t] - e
        if change >= 0.0:
            charge[t] = change * into
            discharge[t] = 0.0
        else:
            charge[t] = 0.0
            discharge[t] = -change * eta_d
        ask = load[t] + charge[t] - discharge[t]
        served = 0.0
        for i in range(order.shape[1]):
            end = min(ends[t, i], max(ask, 0.0))
            given[order[t, i], t] = end - served
            served = end
        need = ask - served
        if need > load[t]:
            lack = max(lack, need - load[t])
        shed[t] = max(need, 0.0)
        if need < -1e-12 * load[t] and discharge[t] > 0.0:
            lack = max(lack, -need)
        e = level[t]
    return lack
