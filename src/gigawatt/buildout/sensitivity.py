"""What moves a promise: allocation rules compared, constraints lifted, a tornado, and what must be true.

All runs share their random numbers (streams keyed by seed and name), so differences are those of the input alone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from gigawatt.buildout.durations import CLASS_OF_STAGE, Durations
from gigawatt.buildout.outcome import Outcome
from gigawatt.buildout.simulate import simulate
from gigawatt.buildout.types import LABEL_OF_RESOURCE, RULES, BlockPlan, Options, PromiseAsked
from gigawatt.paths import SupplySeries, month_index

SEARCH_DRAWS = 1000
"""draws of a search; the answer is checked to the same precision"""
SEARCH_STEPS = 7
BEST_FACTOR = 0.05
"""an unfavourable input is shrunk to no less than this share of itself"""


@dataclass(frozen=True, slots=True)
class Case:
    """What is simulated: blocks, supply, options."""

    blocks: Sequence[BlockPlan]
    supply: Sequence[SupplySeries]
    options: Options

    def run(self, **changes: Any) -> Outcome:
        """The outcome with changed options."""
        return simulate(self.blocks, self.supply, replace(self.options, **changes))

    def smaller(self, draws: int) -> "Case":
        """The same case with fewer draws: the first ones."""
        count = min(draws, self.options.draws)
        supply = [s if s.amount.shape[0] == 1 else replace(s, amount=s.amount[:count]) for s in self.supply]
        return Case(self.blocks, supply, replace(self.options, draws=count, keep_draws=0))


def _year_ends(outcome: Outcome, group: str) -> dict[str, dict[str, float]]:
    low, middle, high = outcome.quantiles(group)
    return {
        month: {"p10": float(low[i]), "p50": float(middle[i]), "p90": float(high[i])}
        for i, month in enumerate(outcome.months)
        if month.endswith("-12")
    }


def compare_rules(case: Case, group: str = "fleet") -> dict[str, Any]:
    """Quantiles at year ends by allocation rule [W], and the spread of the medians between rules: model risk."""
    found, by_block = {}, {}
    for rule in RULES:
        outcome = case.run(rule=rule)
        found[rule] = _year_ends(outcome, group)
        by_block[rule] = {b.id: outcome.block_dates(b.id, (0.5,))[0] for b in outcome.blocks}
    months = next(iter(found.values()))
    spread = {
        m: max(found[r][m]["p50"] for r in RULES) - min(found[r][m]["p50"] for r in RULES) for m in months
    }  # fmt: skip
    return {"rules": found, "median_spread_w": spread, "block_p50": by_block}


def constraints(blocks: Sequence[BlockPlan]) -> tuple[str, ...]:
    """What can be lifted: construction, and the labels and single kinds of supply that some block needs."""
    used = {need.kind for block in blocks for need in block.needs}
    labels = dict.fromkeys(LABEL_OF_RESOURCE[kind] for kind in LABEL_OF_RESOURCE if kind in used)
    single = (kind for kind in LABEL_OF_RESOURCE if kind in used and kind not in labels)
    return tuple(dict.fromkeys((*labels, "construction", *single)))


def relief_values(case: Case, group: str = "fleet") -> dict[str, Any]:
    """By constraint: what lifting it alone adds to the mean at year ends [W], and to each promise's probability."""
    base = case.run()
    found = {}
    for kind in constraints(case.blocks):
        lifted = case.run(relieve=tuple({*case.options.relieve, kind}))
        gain = lifted.mean(group) - base.mean(group)
        found[kind] = {
            "mean_gain_w": {m: float(gain[i]) for i, m in enumerate(base.months) if m.endswith("-12")},
            "promise_gain": {p.id: lifted.met[p.id] - base.met[p.id] for p in case.options.promises},
        }
    return found


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: an input, its low and high value, the promise's probability at each."""

    input: str
    low: float
    high: float
    probability_low: float
    probability_high: float

    @property
    def swing(self) -> float:
        """How far the probability moves."""
        return abs(self.probability_high - self.probability_low)

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary."""
        return asdict(self) | {"swing": self.swing}


def _judged(
    case: Case,
    promise: PromiseAsked,
    overrides: dict[str, float],
    supply_factor: dict[str, float],
    probability: float = 0.5,
) -> tuple[float, float]:
    """The promise's probability, and the amount that its group reaches by its month with the probability asked."""
    supply = [
        replace(s, amount=s.amount * supply_factor[s.key.partition(":")[0]])
        if s.key.partition(":")[0] in supply_factor
        else s
        for s in case.supply
    ]
    options = replace(
        case.options, promises=(promise,), durations={**case.options.durations, **overrides}, groups=_kinds(promise)
    )
    outcome = simulate(case.blocks, supply, options)
    month = month_index(outcome.months[0], promise.month) if promise.month else len(outcome.months) - 1
    place = min(max(month, 0), len(outcome.months) - 1)
    amount = outcome.quantiles(promise.group, (1.0 - probability,), promise.metric)[0, place]
    return outcome.met[promise.id], float(amount)


def _probability(
    case: Case, promise: PromiseAsked, overrides: dict[str, float], supply_factor: dict[str, float]
) -> float:
    return _judged(case, promise, overrides, supply_factor)[0]


def _kinds(promise: PromiseAsked) -> tuple[str, ...]:
    return (promise.group.partition(":")[0],)


def _open_blocks(case: Case, promise: PromiseAsked) -> list[BlockPlan]:
    """The group's blocks that are still to be built."""
    kind, _, name = promise.group.partition(":")
    return [
        b for b in case.blocks
        if b.stage in CLASS_OF_STAGE and not b.operational_on and (
            kind == "fleet" or (kind == "programme" and name in dict(b.programmes)) or
            (kind != "programme" and getattr(b, kind, None) == name)
        )
    ]  # fmt: skip


def _classes_of(case: Case, promise: PromiseAsked) -> tuple[list[str], list[str]]:
    """Classes and stages of the group's blocks that are still to be built."""
    stages = sorted({b.stage for b in _open_blocks(case, promise)})
    return sorted({CLASS_OF_STAGE[s] for s in stages}), stages


def _pools_of(case: Case, promise: PromiseAsked) -> list[str]:
    """Kinds of pool (`grid_w`, `chips_facility_w`) that those blocks need and that are limited."""
    needed = {need.pool for block in _open_blocks(case, promise) for need in block.needs}
    return sorted({s.key.partition(":")[0] for s in case.supply if s.key in needed})


def tornado(case: Case, promise: PromiseAsked, draws: int = SEARCH_DRAWS) -> list[Bar]:
    """Bars of all inputs that the promise's own blocks lean on, longest first.

    Each parameter is set to its P10 and P90 in turn; supply to 0.5 and 1.5 of itself.
    """
    case = case.smaller(draws)
    durations = Durations(overrides=case.options.durations)
    classes, stages = _classes_of(case, promise)
    keys = [f"{name}.{c}" for c in classes for name in ("slip.months", "slip.on_time", "slip.hazard", "cancel",
                                                          "slip.reference_weight")]  # fmt: skip
    keys += [f"duration.{stage}" for stage in stages] + ["slip.growth", "rerating.sigma"]
    bars = []
    for key in keys:
        low, _, high = durations.book[key].interval()
        bars.append(
            Bar(
                key,
                low,
                high,
                _probability(case, promise, {key: low}, {}),
                _probability(case, promise, {key: high}, {}),
            )
        )
    for prefix in _pools_of(case, promise):
        bars.append(
            Bar(f"supply {prefix}", 0.5, 1.5, _probability(case, promise, {}, {prefix: 0.5}),
                _probability(case, promise, {}, {prefix: 1.5}))
        )  # fmt: skip
    return sorted(bars, key=lambda b: -b.swing)


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one input with which a promise is met with a probability; factor None: none suffices."""

    input: str
    says: str
    factor: float | None
    probability: float
    """reached with the change, or at best"""
    amount: float
    """what the group reaches by the promised month with the probability asked, under the change or at best"""
    missing: float
    """how much of the promised amount that leaves; 0 when it is met"""

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary."""
        return asdict(self)


def _levers(case: Case, promise: PromiseAsked) -> dict[str, tuple[str, Any]]:
    """Name -> (what it says, function of the factor giving overrides and supply factors); 1 changes nothing."""
    durations = Durations(overrides=case.options.durations)
    classes, stages = _classes_of(case, promise)

    def scaled(keys: list[str], factor: float) -> dict[str, float]:
        return {key: durations.value(key) * factor for key in keys}

    def on_time(factor: float) -> dict[str, float]:
        late = {f"slip.on_time.{c}": 1 - (1 - durations.value(f"slip.on_time.{c}")) * factor for c in classes}
        return late | scaled([f"slip.hazard.{c}" for c in classes], factor)

    levers: dict[str, tuple[str, Any]] = {
        "slip length": ("slips last this share of what they do", lambda f: (
            scaled([f"slip.months.{c}" for c in classes], f), {})),
        "slip frequency": ("days are missed this share as often", lambda f: (on_time(f), {})),
        "building time": ("stages take this share of their time", lambda f: (
            scaled([f"duration.{s}" for s in stages], f), {})),
        "cancellation": ("blocks are given up this share as often", lambda f: (
            scaled([f"cancel.{c}" for c in classes], f), {})),
    }  # fmt: skip
    for prefix in _pools_of(case, promise):
        levers[f"supply {prefix}"] = (
            "supply is larger by the inverse of this share", lambda f, p=prefix: ({}, {p: 1 / f})
        )  # fmt: skip

    def together(factor: float) -> tuple[dict[str, float], dict[str, float]]:
        own, pools = {}, {}
        for name, (_, make) in levers.items():
            if name != "all together":
                a, b = make(factor)
                own |= a
                pools |= b
        return own, pools

    levers["all together"] = ("all of these at once, each by this share", together)
    return levers


def must_be_true(case: Case, promise: PromiseAsked, probability: float, draws: int = SEARCH_DRAWS) -> list[Change]:
    """For each input alone (and all together) the factor nearest to 1 with which the promise is met with probability.

    Bisection on the logarithm of the factor; the probability rises as the factor falls. Inputs that cannot do it alone
    are told with what they reach at best and by how much that misses. One that is met already is a single row.
    """
    import math

    case = case.smaller(draws)

    def judged(change: tuple[dict[str, float], dict[str, float]]) -> tuple[float, float]:
        return _judged(case, promise, *change, probability)

    def row(name: str, says: str, factor: float | None, reached: tuple[float, float]) -> Change:
        return Change(name, says, factor, *reached, max(promise.amount - reached[1], 0.0) if factor is None else 0.0)

    base = judged(({}, {}))
    if base[0] >= probability:
        return [row("nothing", "met as things stand", 1.0, base)]
    found = []
    for name, (says, make) in _levers(case, promise).items():
        best = judged(make(BEST_FACTOR))
        if best[0] < probability:
            found.append(row(name, says, None, best))
            continue
        low, high, reached = math.log(BEST_FACTOR), 0.0, best
        for _ in range(SEARCH_STEPS):
            middle = (low + high) / 2
            got = judged(make(math.exp(middle)))
            if got[0] >= probability:
                low, reached = middle, got
            else:
                high = middle
        found.append(row(name, says, math.exp(low), reached))
    return sorted(found, key=lambda c: (c.factor is None, -(c.factor or 0.0), -c.amount))
