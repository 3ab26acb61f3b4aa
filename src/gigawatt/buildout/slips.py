"""How planned days slip and powers are re-rated: estimated from pairs of vintages, starting from outside base rates.

Small closed-form or Laplace posteriors, each with the rows it rests on:
- a step that falls due slips with probability q: logit q = mean + class + owner + on-site power, Gaussian priors
  (partial pooling), Laplace approximation at the maximum;
- before it is due a day is put off at a rate per month (gamma-Poisson), so a step h months away is on time with
  probability (1 - q) exp(-rate h);
- the length of a slip is lognormal (normal posterior of the mean log, prior and data pooled in the variance);
- a slip ends in removal, and a step comes in parts, with a beta probability each;
- a power is re-rated at a rate per site-month (gamma-Poisson) by a lognormal factor, its tails as far apart as the
  base rate says (claims that are looked at again mostly shrink).
The spread of lengths and factors is itself uncertain: drawn with as many degrees of freedom as it has cases, so that
forecasts have the heavier tails of a Student distribution.
A day that nobody looked at again counts as exposure to the rate, never as an on-time arrival, until it is due.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gigawatt.buildout.constants import DAYS_PER_MONTH
from gigawatt.buildout.durations import CLASSES, Durations
from gigawatt.buildout.steps import Comparison, Evidence, Move
from gigawatt.buildout.vintages import Step
from gigawatt.params import Z90

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient: middle, standard error (on its own scale), cases it rests on, and their rows."""

    key: str
    mean: float
    sd: float
    cases: int
    rows: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary with the 10-90 % interval."""
        return {
            "key": self.key, "mean": self.mean, "p10": self.mean - Z90 * self.sd, "p90": self.mean + Z90 * self.sd,
            "cases": self.cases, "rows": list(self.rows),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogSpread:
    """A lognormal between cases: mean log and its standard error, log deviation and the cases it rests on.

    low, high: deviations below and above the middle, relative to the deviation.
    """

    mean: float
    error: float
    deviation: float
    cases: float
    low: float = 1.0
    high: float = 1.0

    def drawn_deviation(self, u: "np.ndarray") -> "np.ndarray":
        """Log deviation at probabilities u, same shape: its square is scaled inverse chi-square."""
        import numpy as np
        from scipy.special import gammaincinv

        half = self.cases / 2
        return self.deviation * np.sqrt(half / gammaincinv(half, 1.0 - u))

    def sides(self, z: "np.ndarray") -> "np.ndarray":
        """Standard normals stretched by side, same shape."""
        import numpy as np

        return np.where(z < 0, self.low, self.high) * z


@dataclass(frozen=True, slots=True)
class SlipModel:
    """The fitted model.

    names: columns of the design of logit q; coefficients and covariance of their posterior. rate, rerate: gamma
    (shape, exposure [months]). recent, removed, split: beta (a, b).
    """

    names: tuple[str, ...]
    coefficients: "np.ndarray"
    covariance: "np.ndarray"
    rate: tuple[float, float]
    recent: tuple[float, float]
    removed: tuple[float, float]
    split: tuple[float, float]
    length: LogSpread
    rerate: tuple[float, float]
    factor: LogSpread
    recent_months: float
    settling_months: float
    share_site: float
    share_market: float
    size_mw: float
    rerate_again: float
    just_rerated: frozenset[str]
    revision: float
    """how far the newest release was a revision of the whole table, 0 to 1"""
    estimates: tuple[Estimate, ...]

    def rerate_scale(self, site: str) -> float:
        """Rate of re-rating of a site relative to others.

        One that has just been re-rated is not soon re-rated again; after a release that revised the whole table
        neither are those that it left as they were, nor those that it brought.
        """
        looked = 1.0 if site in self.just_rerated else self.revision
        return 1.0 - (1.0 - self.rerate_again) * looked

    def design(self, evidence: Evidence, owner: str, step: Step) -> "np.ndarray":
        """Row of the design for a step, shape (column,)."""
        import numpy as np

        return np.array([_column(name, evidence, owner, step, self.size_mw) for name in self.names])


def row_label(move: Move) -> str:
    """Where a move stands: vintage, line of the table, site."""
    return f"{move.vintage}:{move.step.row.line} {move.site}"


def fit(comparisons: Sequence[Comparison], durations: Durations | None = None) -> SlipModel:
    """The posterior from the comparisons (may be empty: then the base rates alone)."""
    durations = durations or Durations()
    moves = [m for c in comparisons for m in c.moves]
    due = [m for m in moves if m.due]
    names, coefficients, covariance = _fit_due(due, durations)
    cases = durations.value("weight.cases")
    ahead = [m for m in moves if m.step.day > m.later_vintage]
    put_off = [m for m in ahead if m.slipped]
    rate = _gamma(durations, "prior.slip.rate", ahead, put_off)
    recent_ones = [m for m in moves if m.step.day <= m.vintage]
    recent_late = [m for m in recent_ones if m.new_day is not None and m.slipped]
    recent = _beta(durations.value("prior.slip.recent"), cases, len(recent_late), len(recent_ones))
    slipped = [m for m in due + ahead if m.slipped]
    gone = [m for m in slipped if m.new_day is None]
    removed = _beta(durations.value("prior.slip.removed"), cases, len(gone), len(slipped))
    reached = [m for m in moves if m.new_day is not None]
    parted = [m for m in reached if m.split]
    split = _beta(durations.value("prior.slip.split"), cases, len(parted), len(reached))
    lengths = [math.log(m.shift_months) for m in slipped + recent_late if m.shift_months is not None]
    length = _lognormal(durations, "prior.slip.months", cases, lengths)
    rated = [c for c in comparisons if c.level_mw > 0]
    changed = [c for c in rated if c.rerated]
    rerate = _gamma(durations, "prior.rerate.rate", rated, changed)
    factor = _lognormal(
        durations, "prior.rerate.factor", cases, [math.log(c.factor) for c in changed if c.factor > 0],
        _weights([c for c in changed if c.factor > 0], durations),
    )  # fmt: skip
    newest = max((c.later_vintage for c in comparisons), default=None)
    looked = [c for c in rated if c.later_vintage == newest]
    share = sum(c.rerated for c in looked) / len(looked) if looked else 0.0
    named = tuple(f"{c.vintage} {c.site}" for c in changed)
    estimates = (
        *(
            Estimate(f"slip.due.{name}", float(coefficients[i]), float(covariance[i, i]) ** 0.5, len(due),
                     tuple(row_label(m) for m in due if name == "mean" or _applies(name, m)))
            for i, name in enumerate(names)
        ),
        Estimate("slip.rate", rate[0] / rate[1], rate[0] ** 0.5 / rate[1], len(ahead), tuple(map(row_label, put_off))),
        _beta_estimate("slip.recent", recent, len(recent_ones), tuple(map(row_label, recent_late))),
        _beta_estimate("slip.removed", removed, len(slipped), tuple(map(row_label, gone))),
        _beta_estimate("slip.split", split, len(reached), tuple(map(row_label, parted))),
        Estimate("slip.length.log", length.mean, length.error, len(lengths),
                 tuple(map(row_label, slipped + recent_late))),
        Estimate("rerate.rate", rerate[0] / rerate[1], rerate[0] ** 0.5 / rerate[1], len(rated), named),
        Estimate("rerate.factor.log", factor.mean, factor.error, len(changed), named),
    )  # fmt: skip
    return SlipModel(
        names, coefficients, covariance, rate, recent, removed, split, length, rerate, factor,
        durations.value("recent.months"), durations.value("prior.rerate.settling"), durations.value("prior.share.site"),
        durations.value("prior.share.market"), durations.value("step.size") / 1e6,
        durations.value("rerate.again"), frozenset(c.site for c in changed if c.later_vintage == newest),
        min(share / durations.value("rerate.revision_share"), 1.0), estimates,
    )  # fmt: skip


def _column(name: str, evidence: Evidence, owner: str, step: Step, size_mw: float) -> float:
    """Value of a column of the design: 0 or 1, or for `size` the doublings above the usual step."""
    if name == "size":
        return math.log2((step.after_mw - step.before_mw) / size_mw)
    if name == "onsite":
        return float(evidence.onsite_power)
    return float(name in ("mean", f"class:{evidence.group}", f"owner:{owner}"))


def _applies(name: str, move: Move) -> bool:
    return _column(name, move.evidence, move.owner, move.step, 1.0) != 0.0


def _beta(mean: float, weight: float, hits: int, cases: int) -> tuple[float, float]:
    return mean * weight + hits, (1 - mean) * weight + cases - hits


def _gamma(
    durations: Durations, key: str, exposed: Sequence[Move | Comparison], events: Sequence[Move | Comparison]
) -> tuple[float, float]:
    """Gamma posterior (shape, exposure [months]) of a rate.

    What one release says of many sites is one act of looking: n cases of a release count as n / (1 + icc (n - 1)).
    """
    icc = durations.value("weight.icc")
    spread = durations.spread(key)
    variance = ((spread.sigma_low + spread.sigma_high) / 2) ** 2
    mean = spread.median_months * math.exp(variance / 2)
    shape = 1.0 / math.expm1(variance)  # gamma with the mean and the variance of the stated lognormal
    exposure = shape / mean
    for release in sorted({c.vintage for c in exposed}):
        mine = [c for c in exposed if c.vintage == release]
        scale = _discount(len(mine), icc)
        exposure += scale * sum((c.later_vintage - c.vintage).days / DAYS_PER_MONTH for c in mine)
        shape += scale * sum(1 for c in events if c.vintage == release)
    return shape, exposure


def _discount(count: int, icc: float) -> float:
    """Weight of each of `count` cases that one release says together."""
    return 1.0 / (1.0 + icc * (count - 1))


def _weights(found: Sequence[Comparison], durations: Durations) -> list[float]:
    """Weight of each comparison, by how many its release holds."""
    icc = durations.value("weight.icc")
    return [_discount(sum(o.vintage == c.vintage for o in found), icc) for c in found]


def _beta_estimate(key: str, beta: tuple[float, float], cases: int, rows: tuple[str, ...]) -> Estimate:
    a, b = beta
    return Estimate(key, a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5, cases, rows)


def _lognormal(
    durations: Durations, key: str, weight: float, logs: Sequence[float], weights: Sequence[float] | None = None
) -> LogSpread:
    """A prior worth `weight` cases pooled with the data; the sides are those of the prior."""
    spread = durations.spread(key)
    mean, sigma = math.log(spread.median_months), (spread.sigma_low + spread.sigma_high) / 2
    weights = [1.0] * len(logs) if weights is None else weights
    count = weight + sum(weights)
    pooled = (weight * mean + sum(w * x for w, x in zip(weights, logs, strict=True))) / count
    squares = weight * (sigma**2 + (mean - pooled) ** 2)
    squares += sum(w * (x - pooled) ** 2 for w, x in zip(weights, logs, strict=True))
    deviation = math.sqrt(squares / count)
    sides = (spread.sigma_low / sigma, spread.sigma_high / sigma)
    return LogSpread(pooled, deviation / math.sqrt(count), deviation, count, *sides)


def _fit_due(due: Sequence[Move], durations: Durations) -> tuple[tuple[str, ...], "np.ndarray", "np.ndarray"]:
    """Penalised logistic regression of slips of due steps; names, maximum and inverse curvature there."""
    import numpy as np
    from scipy.special import expit

    owners = sorted({m.owner for m in due if m.owner})
    names = ("mean", *(f"class:{c}" for c in CLASSES), "onsite", "size", *(f"owner:{o}" for o in owners))
    low, _, high = durations.book["prior.slip.due"].interval()
    middle = durations.value("prior.slip.due")
    prior_mean = [math.log(middle / (1 - middle))]
    prior_sd = [(math.log(high / (1 - high)) - math.log(low / (1 - low))) / (2 * Z90)]
    for key in (*(f"prior.effect.{c}" for c in CLASSES), "prior.effect.onsite", "prior.effect.size"):
        a, _, c = durations.book[key].interval()
        prior_mean.append(durations.value(key))
        prior_sd.append((c - a) / (2 * Z90))
    prior_mean += [0.0] * len(owners)
    prior_sd += [durations.value("prior.effect.owner")] * len(owners)
    mean = np.array(prior_mean)
    precision = np.diag(1.0 / np.square(prior_sd))
    beta = mean.copy()
    if not due:
        return names, beta, np.linalg.inv(precision)
    size = durations.value("step.size") / 1e6
    design = np.array([[_column(n, m.evidence, m.owner, m.step, size) for n in names] for m in due])
    slipped = np.array([float(m.slipped) for m in due])
    for _ in range(100):
        p = expit(design @ beta)
        gradient = design.T @ (slipped - p) - precision @ (beta - mean)
        curvature = design.T @ (design * (p * (1 - p))[:, None]) + precision
        step = np.linalg.solve(curvature, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    p = expit(design @ beta)
    return names, beta, np.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]) + precision)
