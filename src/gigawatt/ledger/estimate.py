"""Claims about one quantity -> a distribution, by a small explicit likelihood on a grid.

p(x) is proportional to the product over independent clusters c of L_c(x), where a cluster has one vote however many
claims it holds: log L_c(x) = sum_i v_i log L_i(x), v_i = w_i / max(1, sum of w in the cluster). A claim of weight w
contributes

    L_i(x) = (1 - e) f_i(x) + e g

with e the chance that the claim is altogether wrong, g the flat density of the grid, and f_i
  a number v:      normal density of u(x) around u(v) with the printing error of the claim;
  a range (a, b):  Phi((u(x)-u(a))/s) - Phi((u(x)-u(b))/s), normalised;
  a bound (> a):   censored: Phi((u(x)-u(a))/s), times exp(-(u(x)-u(a))/r) beyond the bound, normalised;
  a denial:        1 - d f_i(x)/max f_i.
u is the logarithm when all numbers are positive, else the number itself over the largest one; dates are days.
Weights, errors and reaches are parameters (`catalogue/evidence/weights.toml`).
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.errors import InputError
from gigawatt.ledger.exchange import Rates, default_rates
from gigawatt.ledger.records import Held, Judgement, content_hash
from gigawatt.ledger.scope import CONVERTIBLE, Interval, dimension, interval, name_key, status_class

if TYPE_CHECKING:
    import numpy as np

GRID = 4001
"""points of the grid; p10, p50 and p90 move by less than 0.1 % of the spread when it is doubled"""
REACH_SIGMA = 8.0
"""printing errors by which the grid reaches beyond the outermost number"""


@dataclass(frozen=True)
class Weights:
    """The parameters of the likelihood by the last part of their key."""

    values: Mapping[str, float]

    def __getitem__(self, key: str) -> float:
        return self.values[key]


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """P50 of the weights in the catalogue."""
    from gigawatt.params import read_parameters

    path = Path(str(files("gigawatt") / "catalogue" / "evidence" / "weights.toml"))
    return Weights({p.key.removeprefix("evidence."): p.p50 for p in read_parameters([path])})


@dataclass(frozen=True)
class Ballot:
    """One claim's part in an estimate: its weight after the cluster has been held to one vote, and why."""

    claim: str
    weight: float
    cluster: str
    factors: tuple[tuple[str, float], ...]
    """(name of the parameter, factor)"""


@dataclass(frozen=True)
class Estimate:
    """A distribution for one quantity, and the claims it rests on. Values in base units; dates as ISO days."""

    unit: str
    p10: float | str
    p50: float | str
    p90: float | str
    ballots: tuple[Ballot, ...]
    clusters: int
    grid: tuple[float, ...]
    """values of the grid"""
    cumulative: tuple[float, ...]
    """probability that the quantity is at most the value of the grid"""

    @property
    def id(self) -> str:
        """Content hash of claims, weights and quantiles."""
        body = {"claims": [[b.claim, round(b.weight, 9)] for b in self.ballots], "unit": self.unit,
                "quantiles": [self.p10, self.p50, self.p90]}  # fmt: skip
        return f"estimate:{content_hash(body)}"

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims it rests on."""
        return tuple(ballot.claim for ballot in self.ballots)

    def quantile(self, probability: "np.ndarray | float") -> "np.ndarray":
        """Values at probabilities, in the unit (days since year 1 for dates), same shape as given."""
        import numpy as np

        return np.interp(np.asarray(probability, dtype=float), self.cumulative, self.grid)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: quantiles, clusters and ballots, without the grid."""
        return {
            "id": self.id, "unit": self.unit, "p10": self.p10, "p50": self.p50, "p90": self.p90,
            "clusters": self.clusters,
            "claims": [{"id": b.claim, "weight": b.weight, "cluster": b.cluster, "factors": dict(b.factors)}
                       for b in self.ballots],
        }  # fmt: skip


def _voice(held: Held) -> str:
    claim = held.claim
    if not claim.speaker:
        return "voice.unnamed"
    own = claim.subject is not None and name_key(claim.speaker) == name_key(claim.subject)
    return "voice.own" if own else "voice.third"


def _status(held: Held) -> str:
    status = held.claim.status
    if status in ("signed", "conditional", "alleged", "rumoured"):
        return f"status.{status}"
    if status == "denied":
        return "status.real"
    return f"status.{status_class(status)}"


def _months_between(early: str, late: str) -> float:
    try:
        days = datetime.date.fromisoformat(late) - datetime.date.fromisoformat(early)
    except ValueError:
        return 0.0
    return max(0.0, days.days / 30.436875)


def ballots(
    held: Sequence[Held],
    *,
    as_of: str | None = None,
    superseded: Iterable[str] = (),
    weights: Weights | None = None,
    changing: bool = True,
) -> list[Ballot]:
    """The weight of each claim: status x voice x recency x headline x copy x superseded, one vote for each cluster.

    Recency counts from the newest claim (or `as_of`), only for quantities that change with time. A copy counts little
    beside what its original says, and in full when the original says nothing of the quantity; machine-spun text always
    counts little.
    """
    weights = weights or default_weights()
    gone = set(superseded)
    newest = as_of or max((one.known_on or "" for one in held), default="")
    told_by_original = {one.voice for one in held if not one.is_copy}
    raw = []
    for one in held:
        factors = [(name, weights[name]) for name in (_status(one), _voice(one))]
        if changing and one.known_on and newest:
            age = _months_between(one.known_on, newest)
            factors.append(("recency.half_life", 0.5 ** (age / weights["recency.half_life"])))
        if one.claim.item is not None and one.claim.quote == one.claim.item:
            factors.append(("headline", weights["headline"]))
        if not one.claim.independent or (one.is_copy and one.voice in told_by_original):
            factors.append(("copy", weights["copy"]))
        if one.id in gone:
            factors.append(("superseded", weights["superseded"]))
        raw.append((one, math.prod(factor for _, factor in factors), tuple(factors)))
    totals: dict[str, float] = defaultdict(float)
    strongest: dict[str, float] = defaultdict(float)
    for one, weight, _ in raw:
        totals[one.voice] += weight
        strongest[one.voice] = max(strongest[one.voice], weight)
    return [
        Ballot(one.id, weight * strongest[one.voice] / totals[one.voice], one.voice, factors)
        for one, weight, factors in raw
    ]


def _in_base(held: Sequence[Held], rates: Rates) -> tuple[list[Interval], str]:
    """Intervals in one unit: the common one, else dollars, or the base unit of time or area."""
    from gigawatt.units import to_base

    found = {one.claim.unit for one in held}
    if len(found) == 1:
        return [interval(one.claim) for one in held], found.pop()
    kinds = {dimension(unit) for unit in found}
    if len(kinds) != 1:
        raise InputError("estimate-units", got=", ".join(sorted(found)), expected="claims of one dimension")
    kind = kinds.pop()
    if kind in CONVERTIBLE:
        bases = {unit: to_base(unit) for unit in found}
        return [interval(one.claim).times(bases[one.claim.unit][0]) for one in held], bases[found.pop()][1]
    if kind != "money":
        return [interval(one.claim) for one in held], kind
    out = []
    for one in held:
        rate, own = rates.usd_per(one.claim.unit), interval(one.claim)
        if rate is None:
            raise InputError("exchange-rate", got=one.claim.unit, hint="add it to catalogue/checks/exchange.toml")
        out.append(replace(own.times(rate), slack=own.slack + rates.spread(one.claim.unit)))
    return out, "USD"


def estimate(
    held: Sequence[Held],
    *,
    as_of: str | None = None,
    judgements: Iterable[Judgement] = (),
    weights: Weights | None = None,
    rates: Rates | None = None,
    changing: bool = True,
) -> Estimate:
    """The distribution that claims about one quantity support. InputError when none holds a number.

    judgements: those of kind `revision` mark the older claim as superseded.
    """
    import numpy as np

    weights = weights or default_weights()
    spans, unit = _in_base(held, rates or default_rates())
    usable = [(one, span) for one, span in zip(held, spans, strict=True) if span.middle is not None]
    if not usable:
        raise InputError("estimate-empty", got=f"{len(held)} claims without a number", expected="at least one number")
    gone = [j.left for j in judgements if j.kind == "revision"]
    votes = ballots([one for one, _ in usable], as_of=as_of, superseded=gone, weights=weights, changing=changing)
    denials = [one.claim.status == "denied" or (one.claim.negated and span.point != 0.0) for one, span in usable]
    line = _Line([span for _, span in usable], unit, weights, is_open=all(denials))
    logs = np.zeros(GRID)
    for (one, span), vote, denied in zip(usable, votes, denials, strict=True):
        logs += vote.weight * np.log(line.likelihood(span, one.claim.approx, denied))
    density = np.exp(logs - logs.max())
    cumulative = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(line.u))])
    cumulative /= cumulative[-1]
    keep = np.concatenate([[True], np.diff(cumulative) > 0])
    values, steps = line.values[keep], cumulative[keep]
    shown: list[float | str] = [float(np.interp(p, steps, values)) for p in (0.1, 0.5, 0.9)]
    if unit == "date":
        shown = [datetime.date.fromordinal(max(1, round(float(day)))).isoformat() for day in shown]
    return Estimate(
        unit, *shown, tuple(votes), len({vote.cluster for vote in votes}),
        tuple(float(v) for v in values), tuple(float(v) for v in steps),
    )  # fmt: skip


class _Line:
    """The axis of a quantity: logarithm when all is positive, else the number over the largest; dates in days."""

    def __init__(self, spans: Sequence[Interval], unit: str, weights: Weights, *, is_open: bool) -> None:
        import numpy as np

        ends = [value for span in spans for value in (span.low, span.high) if value is not None]
        self.weights, self.is_date = weights, unit == "date"
        self.is_log = not self.is_date and min(ends) > 0
        self.scale = 365.2425 if self.is_date else (1.0 if self.is_log else max(map(abs, ends)) or 1.0)
        marks = [self.place(value) for value in ends]
        wide = REACH_SIGMA * max(self.sigma(span, False) for span in spans)
        is_open = is_open or any(span.low is None or span.high is None for span in spans)
        reach = 4 * weights["reach.bound"] if is_open else 0.0
        self.u = np.linspace(min(marks) - wide - reach, max(marks) + wide + reach, GRID)
        self.values = np.exp(self.u) if self.is_log else self.u * self.scale

    def place(self, value: float) -> float:
        return math.log(value) if self.is_log else value / self.scale

    def sigma(self, span: Interval, approx: bool) -> float:
        base = self.weights["error.approx"] if approx else self.weights["error.exact"]
        return max(base, span.slack / 2)

    def likelihood(self, span: Interval, approx: bool, denied: bool) -> "np.ndarray":
        """L_i on the grid, shape (GRID,)."""
        import numpy as np
        from scipy.special import ndtr

        u, wrong = self.u, self.weights["error.wrong"]
        if span.point is not None:
            s = self.sigma(span, approx)
            shape = np.exp(-0.5 * ((u - self.place(span.point)) / s) ** 2)
        else:
            s, r = self.weights["error.bound"], self.weights["reach.bound"]
            low = None if span.low is None else self.place(span.low)
            high = None if span.high is None else self.place(span.high)
            above = 1.0 if low is None else ndtr((u - low) / s)
            below = 1.0 if high is None else ndtr((high - u) / s)
            shape = above * below
            if high is None:
                shape = shape * np.exp(-np.maximum(0.0, u - low) / r)
            elif low is None:
                shape = shape * np.exp(-np.maximum(0.0, high - u) / r)
        if denied:
            return 1.0 - self.weights["denial"] * shape / max(float(shape.max()), 1e-300)
        width = float(u[-1] - u[0])
        area = float(np.trapezoid(shape, u))
        flat = 1.0 / width
        return (1.0 - wrong) * shape / max(area, 1e-300) + wrong * flat
