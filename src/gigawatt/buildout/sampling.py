"""One pass over the draws of all blocks: from random words to the month construction ends and the power that is built.

Each draw of a block owns one Philox step of four words (time, power, class, cancellation), so that draws do not depend
on chunks. The loops run over tiles of draws without branches, so that they become vector instructions.
"""

import numpy as np
from numba import njit

from gigawatt.buildout.constants import TILE_DRAWS
from gigawatt.buildout.elementary import exponential, inverse_normal, normal_below, uniforms

NEVER, ON, WAITING, AHEAD, ON_TARGET = 0, 1, 2, 3, 4
"""how a block's month comes about: cancelled; on already; no target or a target passed; target ahead; on target"""
SHARE, HORIZON, GROWTH, CLASS_WEIGHT, POWER, BELOW, ABOVE, BY_STAGE, SLIP = 0, 1, 2, 3, 4, 5, 6, 7, 12
"""columns of a block's numbers: root of its own share of the variance, months to the target, factor on a slip, chance
of following the class; middle power [W] and its log deviations; then twice (median [months], log deviation below,
above, F(spent), months spent) of the class's wait and of the slip"""
COLUMNS = 17
COMMON, ON_TIME, HAZARD, CANCEL = 0, 1, 2, 3
"""columns of a block's rows: its weighted sum of common factors; its class's parameters"""
_EDGE = 1e-12
_FAR = 7.05


@njit(cache=True, nogil=True, error_model="numpy")
def _normals(p: np.ndarray) -> None:
    """Probabilities into standard normal quantiles, in place."""
    for i in range(p.size):
        p[i] = inverse_normal(p[i])


@njit(cache=True, nogil=True, error_model="numpy")
def sample_blocks(
    keys: np.ndarray,
    modes: np.ndarray,
    numbers: np.ndarray,
    rows: np.ndarray,
    shared: np.ndarray,
    at: int,
    start: int,
    offset: float,
    never: float,
    ready: np.ndarray,
    power: np.ndarray,
) -> None:
    """Fill ready [month axis] and power [W], shape (block, draw), for draws start.. of each block's stream.

    keys: (block, 2) words. modes: (block,). numbers: (block, COLUMNS). rows: (block, 4), rows of `shared`
    (row, draw), which holds common factors and drawn parameters, those of the first draw in column `at`. offset: the
    as-of day on the month axis.
    """
    draws = ready.shape[1]
    u = np.empty((5, TILE_DRAWS))
    for b in range(keys.shape[0]):
        mode = modes[b]
        own, horizon, growth, weight, middle, below, above = numbers[b, :BY_STAGE]
        w_median, w_low, w_high, w_passed, w_spent = numbers[b, BY_STAGE:SLIP]
        s_median, s_low, s_high, s_passed, s_spent = numbers[b, SLIP:COLUMNS]
        ahead = max(horizon, 0.0)
        if mode == NEVER:
            ready[b], power[b] = never, middle
            continue
        for first in range(0, draws, TILE_DRAWS):
            size = min(TILE_DRAWS, draws - first)
            when, watts = ready[b, first : first + size], power[b, first : first + size]
            time, spread, group, gone = u[0, :size], u[1, :size], u[2, :size], u[3, :size]
            uniforms(keys[b], start + first, u[:4, :size])
            if below == 0.0 and above == 0.0:
                watts[:] = middle
            else:
                _normals(spread)
                for i in range(size):
                    watts[i] = middle * exponential((below if spread[i] < 0.0 else above) * spread[i])
            if mode == ON:
                when[:] = offset + horizon
                continue
            cancel = shared[rows[b, CANCEL], at + first : at + first + size]
            if mode == ON_TARGET:
                for i in range(size):
                    when[i] = never if gone[i] < cancel[i] else ahead + offset
                continue
            common = shared[rows[b, COMMON], at + first : at + first + size]
            _normals(time)
            for i in range(size):
                z = min(max(common[i] + own * time[i], -_FAR), _FAR)
                time[i] = min(max(normal_below(z), _EDGE), 1.0 - _EDGE)
            rank, kept = spread, u[4, :size]
            if mode == WAITING:
                for i in range(size):
                    passed = w_passed if group[i] < weight else s_passed
                    rank[i] = passed + (1.0 - passed) * time[i]
            else:
                on_time = shared[rows[b, ON_TIME], at + first : at + first + size]
                hazard = shared[rows[b, HAZARD], at + first : at + first + size]
                for i in range(size):
                    kept[i] = on_time[i] * exponential(-hazard[i] * horizon)
                    late = min(max((time[i] - kept[i]) / max(1.0 - kept[i], _EDGE), _EDGE), 1.0 - _EDGE)
                    rank[i] = w_passed + (1.0 - w_passed) * time[i] if group[i] < weight else late
            _normals(rank)
            for i in range(size):
                slow = group[i] < weight
                low, high = w_low if slow else s_low, w_high if slow else s_high
                rank[i] = (w_median if slow else s_median) * exponential((low if rank[i] < 0.0 else high) * rank[i])
            if mode == WAITING:
                for i in range(size):
                    when[i] = max(rank[i] - (w_spent if group[i] < weight else s_spent), 0.0) + offset
            else:
                for i in range(size):
                    slipped = horizon + (growth * rank[i] if time[i] >= kept[i] else 0.0)
                    when[i] = (max(rank[i] - w_spent, ahead) if group[i] < weight else slipped) + offset
            for i in range(size):
                when[i] = never if gone[i] < cancel[i] else when[i]
