"""Figures from an outcome: bands by year end, curves, dates and probabilities of promises, what binds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gigawatt.assess.plans import FLEET, Plans, main_promise, promise_power_w
from gigawatt.assess.tracing import TraceBook
from gigawatt.atlas.build import Atlas
from gigawatt.atlas.types import Programme, Promise
from gigawatt.buildout.types import BlockPlan
from gigawatt.paths import month_index
from gigawatt.report.view import Band, Binding, Constraint, Curve, DateBand, Number, PromiseRow, Text, YearRow
from gigawatt.schema import day_bounds

if TYPE_CHECKING:
    import numpy as np

    from gigawatt.assess.citations import Citations
    from gigawatt.buildout.outcome import Outcome

CONSTRAINTS: tuple[Constraint, ...] = ("power", "chips", "construction", "capital")
SIMULATION = "rule:simulation"


def group_of(programme: str | None) -> str:
    """Name of a programme's group in the outcome; None is what the fleet counts."""
    return f"programme:{programme or FLEET}"


class Results:
    """Reads figures off one outcome and registers each with its trace."""

    def __init__(self, atlas: Atlas, plans: Plans, outcome: "Outcome", trace: TraceBook) -> None:
        self.atlas, self.plans, self.outcome, self.trace = atlas, plans, outcome, trace
        self.months: tuple[str, ...] = outcome.months
        self._per_it = atlas.parameters["funding.facility_per_it"].base()
        self._bands: dict[str, np.ndarray] = {}
        self._inputs: dict[str | None, list[str]] = {}
        self._promised: dict[str | None, list[float]] = {}
        blocks = [block for campus in atlas.campuses.values() for block in campus.blocks]
        self._derived = {block.id for block in blocks if block.derived}
        self._tracker_dated = {block.id for block in blocks if block.target and block.target_from == "tracker"}
        self._members: dict[str, list[tuple[BlockPlan, float]]] = {}
        for plan in plans.blocks:
            for name, share in plan.programmes:
                self._members.setdefault(name, []).append((plan, share))

    def members(self, programme: str | None) -> list[tuple[BlockPlan, float]]:
        """(plan, share) of the blocks counted for a programme, or for the fleet."""
        return self._members.get(programme or FLEET, [])

    def inputs(self, programme: str | None) -> list[str]:
        """Trace ids under the simulation of a programme: the figures of its blocks' plans and the rule."""
        if programme not in self._inputs:
            nodes = (self.block_node(plan) for plan, _ in self.members(programme))
            self._inputs[programme] = [SIMULATION, *nodes]
        return self._inputs[programme]

    def block_node(self, plan: BlockPlan) -> str:
        """Trace id of what a block's plan says."""
        where = plan.campus or "no site yet"
        says = f"plan of {plan.id} ({where}): {plan.facility_power_w / 1e6:,.0f} MW facility, stage {plan.stage}"
        return self.trace.node(f"rule:plan.{plan.id}", says, plan.inputs)

    def _quantiles(self, programme: str | None) -> "np.ndarray":
        """P10, P50, P90 by month, shape (3, month), computed once per group."""
        name = group_of(programme)
        if name not in self._bands:
            self._bands[name] = self.outcome.quantiles(name)
        return self._bands[name]

    def now_w(self, programme: str | None) -> float:
        """Power that the plans say is switched on at the as-of day [W]."""
        return sum(share * plan.facility_power_w for plan, share in self.members(programme) if _is_on(plan))

    def promised_path(self, programme: str | None) -> list[float]:
        """Promised power by month [W]: what is on, plus each plan at its announced month.

        Plans without a day never fall due; plans whose power is derived, not stated, are no promise.
        """
        if programme in self._promised:
            return self._promised[programme]
        path = self._promised[programme] = [0.0] * len(self.months)
        for plan, share in self.members(programme):
            if plan.id in self._derived:
                continue
            day = plan.operational_on or plan.target
            month = 0 if _is_on(plan) else None if day is None else month_index(self.months[0], day_bounds(day)[1])
            if month is None or month >= len(path):
                continue
            for index in range(max(month, 0), len(path)):
                path[index] += share * plan.facility_power_w
        return path

    def tracker_dated_w(self) -> float:
        """Power of the fleet whose day was estimated by a tracker, not said by its owner [W]."""
        return sum(s * plan.facility_power_w for plan, s in self.members(None) if plan.id in self._tracker_dated)

    def curve(self, programme: str | None) -> Curve | None:
        """Promised steps against probable band; None when the programme has no blocks."""
        if not self.members(programme):
            return None
        name = programme or "fleet"
        low, mid, high = self._quantiles(programme)
        figure = self.trace.figure(
            f"{name}.curve_w", None, "W", self.inputs(programme), formula="P10, P50, P90 over draws, by month",
            label=f"{name}: switched on by month", band=(float(low[-1]), float(mid[-1]), float(high[-1])),
        )  # fmt: skip
        promised = self.promised_path(programme)
        promised_figure = self.trace.figure(
            f"{name}.promised_curve_w", promised[-1], "W", self.inputs(programme)[1:],
            formula="sum of plans at their announced month", label=f"{name}: promised by month",
        )  # fmt: skip
        return Curve(
            figure, self.months, tuple(map(float, low)), tuple(map(float, mid)), tuple(map(float, high)),
            tuple(promised), promised_figure,
        )  # fmt: skip

    def band(self, programme: str | None, month: int, label: str) -> Band:
        """Probable power at the end of a month [W]."""
        name = programme or "fleet"
        low, mid, high = (float(q[month]) for q in self._quantiles(programme))
        figure = self.trace.figure(
            f"{name}.probable_w.{label}", None, "W", self.inputs(programme), formula="P10, P50, P90 over draws",
            label=f"{name}: switched on by the end of {self.months[month]}", band=(low, mid, high),
        )  # fmt: skip
        return Band(figure, low, mid, high)

    def promised(self, programme: str | None, month: int, label: str) -> Number:
        """Promised power at the end of a month [W]."""
        name = programme or "fleet"
        value = self.promised_path(programme)[month]
        figure = self.trace.figure(
            f"{name}.promised_w.{label}", value, "W", self.inputs(programme)[1:],
            formula="sum of plans whose announced month has passed", label=f"{name}: promised by {self.months[month]}",
        )  # fmt: skip
        return Number(figure, value)

    def years(self, programme: str | None, count: int = 6) -> tuple[YearRow, ...]:
        """Promised and probable at the ends of the next `count` years."""
        if not self.members(programme):
            return ()
        rows = []
        for month, label in enumerate(self.months):
            if label.endswith("-12") and len(rows) < count:
                year = label[:4]
                rows.append(
                    YearRow(int(year), self.promised(programme, month, year), self.band(programme, month, year))
                )
        return tuple(rows)

    def year_of_share(self, share: float) -> str:
        """The last month of the year by which that share of the dated promises has fallen due."""
        path = self.promised_path(None)
        ends = [i for i, label in enumerate(self.months) if label.endswith("-12")]
        reached = next((i for i in ends if path[i] >= share * path[-1]), ends[-1])
        return self.months[reached]

    def binding(self, programme: str | None) -> tuple[Binding, ...]:
        """Share of draws, weighted by power still to be built, in which each constraint costs most time."""
        if not self.members(programme):
            return ()
        shares = self.outcome.binding_shares(group_of(programme))
        name = programme or "fleet"
        rows = []
        for constraint in CONSTRAINTS:
            value = shares.get(constraint)
            figure = self.trace.figure(
                f"{name}.binding.{constraint}", value, "fraction", self.inputs(programme),
                formula="share of draws in which it costs a block most months, weighted by power",
                label=f"{name}: held back by {constraint}",
            )  # fmt: skip
            rows.append(Binding(figure, constraint, value))
        return tuple(rows)

    def promise(self, programme: Programme, promise: Promise, citations: "Citations") -> PromiseRow:
        """One promise with the chance that it is kept and when its amount is really reached."""
        watts = promise_power_w(promise, self._per_it)
        fact = f"fact:{promise.id}"
        cited = citations.facts([fact])
        name = f"{programme.id}.promise.{promise.id}"
        below = [fact, *(["parameter:funding.facility_per_it"] if promise.power_basis in ("it", "critical") else [])]
        figure = self.trace.figure(name, watts, "W", below, formula="as stated", label=f"{programme.name}: promise")
        what = Text(_promise_words(promise, "en"), _promise_words(promise, "zh"))
        row = PromiseRow(
            figure, what, promise.status, None if watts is None else Number(figure, watts), promise.power_basis,
            promise.by, citations=cited,
        )  # fmt: skip
        if watts is None or not self.members(programme.id):
            return replace(row, why_not=Text("not a promise of power on known blocks", "并非针对已知区块的功率承诺"))
        dates = self.outcome.promise_dates(group_of(programme.id), watts)
        inputs = [figure, *self.inputs(programme.id)]
        date_figure = self.trace.figure(
            f"{name}.date", None, "month", inputs, formula="first month with the promised power on, over draws",
            label=f"{programme.name}: promise reached", band=dates,
        )  # fmt: skip
        date = DateBand(date_figure, *dates)
        if promise.by is None:
            return replace(row, why_not=Text("no day was promised", "未承诺日期"), date=date)
        by = day_bounds(promise.by)[1]
        if by <= self.atlas.day:
            return replace(row, why_not=Text("the day has passed", "承诺日期已过"), date=date)
        chance = self.outcome.promise_probability(group_of(programme.id), watts, by)
        if chance is None:
            return replace(row, why_not=Text("beyond the horizon", "超出预测期"), date=date)
        chance_figure = self.trace.figure(
            f"{name}.probability", chance, "fraction", inputs, formula="share of draws in which it is kept by that day",
            label=f"{programme.name}: promise kept by {promise.by}",
        )  # fmt: skip
        return replace(row, probability=Number(chance_figure, chance), date=date)

    def promised_total(self, programme: Programme) -> tuple[Number, Promise] | None:
        """The largest stated power promise of a programme, never a derived one."""
        found = main_promise(programme, self._per_it)
        if found is None:
            return None
        figure = self.trace.figure(
            f"{programme.id}.promised_w", found[1], "W", [f"fact:{found[0].id}"], formula="largest stated promise",
            label=f"{programme.name}: promised power",
        )  # fmt: skip
        return Number(figure, found[1]), found[0]


def _is_on(plan: BlockPlan) -> bool:
    return plan.stage == "operational"


_METRIC_WORDS = {
    "power_capacity": ("power", "功率"),
    "chip_count": ("chips", "芯片"),
    "site_count": ("sites", "站点"),
    "capital_commitment": ("money", "资金"),
    "jobs": ("jobs", "就业"),
    "floor_area": ("floor area", "建筑面积"),
}


_COUNTED = {"chip_count", "site_count", "jobs"}
"""metrics whose word names the unit already"""


def _promise_words(promise: Promise, lang: str) -> str:
    """`10 GW power` / `功率 10 GW`: the stated range in the stated unit with the metric's name."""
    word = _METRIC_WORDS[promise.metric][0 if lang == "en" else 1]
    low, high = promise.low, promise.high
    bounds: Sequence[str]
    if low == high:
        bounds = [f"{low:,g}"]
    elif high is None:
        bounds = [f"≥ {low:,g}"]
    elif low is None:
        bounds = [f"≤ {high:,g}"]
    else:
        bounds = [f"{low:,g}–{high:,g}"]
    unit = "" if promise.metric in _COUNTED else f" {promise.unit}"
    value = f"{'≈ ' if promise.approx else ''}{bounds[0]}{unit}"
    return f"{value} {word}" if lang == "en" else f"{word} {value}"
