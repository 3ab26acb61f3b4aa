"""Proper scores and calibration: CRPS of draws and of points, clipped waits, energy score, coverage, PIT, bootstrap."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from gigawatt.streams import uniforms

if TYPE_CHECKING:
    import numpy as np


def crps_draws(draws: "np.ndarray", truth: float) -> float:
    """CRPS of an ensemble by probability-weighted moments (fair for the number of draws), in the unit of the truth.

    E|X - y| + E X - 2 E[X F(X)] with the last mean estimated by sum (i - 1) x_(i) / (n (n - 1)); equal to the `pwm`
    estimator of scoringrules, which is the oracle in the tests (importing it compiles for seconds).
    """
    import numpy as np

    ordered = np.sort(np.asarray(draws, dtype=float))
    count = ordered.size
    weighted = float(np.arange(count) @ ordered) / (count * max(count - 1, 1))
    return float(np.abs(ordered - truth).mean() + ordered.mean() - 2.0 * weighted)


def crps_two_points(first: float, second: float, truth: float) -> float:
    """CRPS of the half-and-half mixture of two points: (|a - y| + |b - y|) / 2 - |a - b| / 4."""
    return (abs(first - truth) + abs(second - truth)) / 2 - abs(first - second) / 4


def crps_clipped(draws: "np.ndarray", truth: float | None, horizon: float) -> float:
    """CRPS of min(X, c) against min(y, c): proper for waits that may lie beyond the horizon c; None is beyond it."""
    import numpy as np

    return crps_draws(np.minimum(draws, horizon), min(truth, horizon) if truth is not None else horizon)


def energy_score(draws: "np.ndarray", truth: "np.ndarray") -> float:
    """Energy score of joint draws, shape (draw, item): E|X - y| - E|X - X'| / 2, with X' the draws shifted by half."""
    import numpy as np

    half = draws.shape[0] // 2
    near = np.linalg.norm(draws - truth, axis=1).mean()
    apart = np.linalg.norm(draws[:half] - draws[half : 2 * half], axis=1).mean()
    return float(near - apart / 2)


def randomised_pit(draws: "np.ndarray", truth: float, key: str, seed: int = 1) -> float:
    """Probability integral transform, uniform between the shares of draws below and not above the truth."""
    tolerance = 1e-9 * max(abs(truth), 1.0)
    low = float((draws < truth - tolerance).mean())
    high = float((draws <= truth + tolerance).mean())
    return low + (high - low) * float(uniforms(seed, f"pit:{key}", 1)[0])


def bootstrap(
    by_cluster: Mapping[str, Sequence[float]],
    statistic: Callable[["np.ndarray"], float],
    repeats: int = 400,
    seed: int = 1,
) -> tuple[float, float]:
    """10 and 90 % points of a statistic when whole clusters (sites) are drawn with replacement."""
    import numpy as np

    names = sorted(by_cluster)
    if len(names) < 2:
        return float("nan"), float("nan")
    picks = (uniforms(seed, "bootstrap", repeats * len(names)).reshape(repeats, -1) * len(names)).astype(int)
    values = [np.asarray(by_cluster[name], dtype=float) for name in names]
    found = [statistic(np.concatenate([values[i] for i in row])) for row in picks]
    known = [x for x in found if x == x]
    if not known:
        return float("nan"), float("nan")
    return float(np.quantile(known, 0.1)), float(np.quantile(known, 0.9))
