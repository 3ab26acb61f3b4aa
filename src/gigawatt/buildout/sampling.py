"""One pass over the draws of all blocks: from random words to the month construction ends and the power that is built.

Each draw of a block owns one Philox step of four words (time, power, class, cancellation), so that draws do not depend
on chunks. The loops run over tiles of draws without branches, so that they become vector instructions.
"""

import numpy as np
from numba import njit

from gigawatt.buildout.constants import TILE_DRAWS
from gigawatt.buildout.elementary import exponential, inverse_normal, normal_below, uniforms

NEVER, ON, BY_CLASS, AHEAD, PASSED, ON_TARGET = 0, 1, 2, 3, 4, 5
"""how a block's month comes about: cancelled; on already; no target; target ahead; target passed; built on target"""
SHARE, HORIZON, GROWTH, CLASS_WEIGHT, POWER, BELOW, ABOVE, BY_STAGE, SLIP = 0, 1, 2, 3, 4, 5, 6, 7, 12
"""columns of a block's numbers: root of its own share of the variance, months to the target, factor on a slip, chance
of following the class; middle power [W] and its log deviations; then twice (median [months], log deviation below,
above, F(spent), months spent) of the class's wait and of the slip"""
COLUMNS = 17
COMMON, ON_TIME, HAZARD, CANCEL = 0, 1, 2, 3
"""columns of a block's rows: its weighted sum of common factors; its class's parameters"""
_EDGE = 1e-12
_FAR = 7.05


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _lognormal(p: float, median: float, low: float, high: float) -> float:
    z = inverse_normal(p)
    return median * exponential((low if z < 0.0 else high) * z)


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
    u = np.empty((4, TILE_DRAWS))
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
            uniforms(keys[b], start + first, u[:, :size])
            if below == 0.0 and above == 0.0:
                watts[:] = middle
            else:
                for i in range(size):
                    watts[i] = _lognormal(spread[i], middle, below, above)
            if mode == ON:
                when[:] = offset + horizon
                continue
            common = shared[rows[b, COMMON], at + first : at + first + size]
            cancel = shared[rows[b, CANCEL], at + first : at + first + size]
            for i in range(size):
                z = common[i] + own * inverse_normal(time[i])
                time[i] = min(max(normal_below(min(max(z, -_FAR), _FAR)), _EDGE), 1.0 - _EDGE)
            if mode == ON_TARGET:
                when[:] = ahead + offset
            elif mode == BY_CLASS:
                for i in range(size):
                    months = _lognormal(w_passed + (1.0 - w_passed) * time[i], w_median, w_low, w_high) - w_spent
                    when[i] = max(months, 0.0) + offset
            elif mode == PASSED:
                for i in range(size):
                    slow = group[i] < weight
                    passed = w_passed if slow else s_passed
                    months = _lognormal(
                        passed + (1.0 - passed) * time[i], w_median if slow else s_median, w_low if slow else s_low,
                        w_high if slow else s_high,
                    )  # fmt: skip
                    when[i] = max(months - (w_spent if slow else s_spent), 0.0) + offset
            else:
                on_time = shared[rows[b, ON_TIME], at + first : at + first + size]
                hazard = shared[rows[b, HAZARD], at + first : at + first + size]
                for i in range(size):
                    slow = group[i] < weight
                    kept = on_time[i] * exponential(-hazard[i] * horizon)
                    late = min(max((time[i] - kept) / max(1.0 - kept, _EDGE), _EDGE), 1.0 - _EDGE)
                    months = _lognormal(
                        w_passed + (1.0 - w_passed) * time[i] if slow else late, w_median if slow else s_median,
                        w_low if slow else s_low, w_high if slow else s_high,
                    )  # fmt: skip
                    slipped = horizon + (growth * months if time[i] >= kept else 0.0)
                    when[i] = (max(months - w_spent, ahead) if slow else slipped) + offset
            for i in range(size):
                when[i] = never if gone[i] < cancel[i] else when[i]
