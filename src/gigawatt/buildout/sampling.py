"""One pass over the draws of a block: from random words to the month construction ends and the power that is built.

Each draw of a block owns one Philox step of four 64-bit words (time, power, class, cancellation), so that draws do not
depend on chunks. Normal distribution function by erfc, its inverse by Wichura's AS 241 (relative error about 1e-16).
"""

import math

import numpy as np
from numba import njit

_TINY = 2.0**-53
_ROOT_HALF = math.sqrt(0.5)


@njit(cache=True, nogil=True)
def inverse_normal(p: float) -> float:
    """Standard normal quantile at p in (0, 1); Wichura (1988), algorithm AS 241, PPND16."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                  + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
               + 133.14166789178437745) * r + 3.387132872796366608  # fmt: skip
        low = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                  + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
               + 42.313330701600911252) * r + 1.0  # fmt: skip
        return q * top / low
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        top = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
                  + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
               + 4.6303378461565452959) * r + 1.42343711074968357734  # fmt: skip
        low = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                  + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
               + 2.05319162663775882187) * r + 1.0  # fmt: skip
    else:
        r -= 5.0
        top = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                  + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
               + 5.4637849111641143699) * r + 6.6579046435011037772  # fmt: skip
        low = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                  + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
               + 0.59983220655588793769) * r + 1.0  # fmt: skip
    return top / low if q > 0.0 else -top / low


@njit(cache=True, nogil=True)
def _uniform(word: np.uint64) -> float:
    return (np.float64(word >> np.uint64(11)) + 0.5) * _TINY


@njit(cache=True, nogil=True)
def _spread(u: float, median: float, low: float, high: float) -> float:
    z = inverse_normal(u)
    return median * math.exp((low if z < 0.0 else high) * z)


@njit(cache=True, nogil=True)
def sample_block(
    words: np.ndarray,
    common: np.ndarray,
    own_share: float,
    mode: int,
    horizon: float,
    offset: float,
    never: float,
    by_class: np.ndarray,
    slip: np.ndarray,
    on_time: np.ndarray,
    hazard: np.ndarray,
    scale: float,
    class_weight: float,
    cancel: np.ndarray,
    power: np.ndarray,
    ready_out: np.ndarray,
    power_out: np.ndarray,
) -> None:
    """Fill ready_out [month axis] and power_out [W], shape (draw,).

    words: (draw, 4). common: weighted sum of the common factors. mode: 0 on already, 1 no target, 2 target ahead,
    3 target passed, 4 built on the target day. by_class, slip: (median [months], log deviation below, above, F(spent),
    spent [months]); slip's last two are F and the time already lost when the target has passed. power: (middle [W],
    log deviation below, above).
    """
    root = math.sqrt(own_share)
    for i in range(words.shape[0]):
        z = inverse_normal(_uniform(words[i, 1]))
        power_out[i] = power[0] * math.exp((power[1] if z < 0.0 else power[2]) * z)
        if mode == 0:
            ready_out[i] = offset + horizon
            continue
        u = 0.5 * math.erfc(-(common[i] + root * inverse_normal(_uniform(words[i, 0]))) * _ROOT_HALF)
        u = min(max(u, 1e-12), 1.0 - 1e-12)
        if _uniform(words[i, 3]) < cancel[i]:
            ready_out[i] = never
            continue
        if mode == 4:
            ready_out[i] = max(horizon, 0.0) + offset
            continue
        if mode == 1 or _uniform(words[i, 2]) < class_weight:
            passed = by_class[3]
            months = _spread(passed + (1.0 - passed) * u, by_class[0], by_class[1], by_class[2]) - by_class[4]
            months = max(months, max(horizon, 0.0) if mode == 2 else 0.0)
        elif mode == 3:
            passed = slip[3]
            months = max(_spread(passed + (1.0 - passed) * u, slip[0], slip[1], slip[2]) - slip[4], 0.0)
        else:
            kept = on_time[i] * math.exp(-hazard[i] * horizon)
            months = horizon
            if u >= kept:
                late = min(max((u - kept) / (1.0 - kept), 1e-12), 1.0 - 1e-12)
                months += scale * _spread(late, slip[0], slip[1], slip[2])
        ready_out[i] = months + offset
