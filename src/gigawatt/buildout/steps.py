"""Steps of a site as they looked on a day: planned day, MW, the physical sign behind them; and what became of them.

evidence(): the class of the latest physical sign, for the buildings that the step's words name.
compare(): a site in one vintage against the same site in the next: how far each step's day moved, whether the power
was re-rated, which steps vanished.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gigawatt.buildout.constants import DAYS_PER_MONTH, MOVED_DAYS, RERATED_LOG, SPLIT_MARGIN
from gigawatt.buildout.durations import CLASS_OF_STAGE
from gigawatt.buildout.status import building_numbers, has_onsite_power, is_seen, later, stages_in
from gigawatt.buildout.vintages import Site, Step


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a step on a day: stage, its class, the day it was seen, the row's line, seen or inferred."""

    stage: str
    group: str
    since: date | None
    line: int
    onsite_power: bool
    seen: bool


def evidence(site: Site, step: Step, day: date) -> Evidence:
    """The latest physical sign for a step, from rows dated on or before `day`.

    Rows that name the buildings that the step adds go before rows that name none; the latter count for the next step
    only, since the last power came on. Rows about other buildings do not count, nor does `operational` (that is
    another block). No sign at all is the class `announced`.
    """
    wanted = building_numbers(step.row.status)
    before = [row for row in site.rows[: step.number] if row.facility_mw > 0 and row.facility_mw <= step.before_mw]
    for row in before:
        wanted = wanted - building_numbers(row.status) or wanted
    next_one = step.before_mw <= site.at(day) * (1 + 1e-9)
    onsite = any(has_onsite_power(row.status) for row in site.rows if row.day <= max(day, step.day))
    named: tuple[str, date, int, bool] | None = None
    general: tuple[str, date, int, bool] | None = None
    for row in site.rows:
        if row.day > day:
            break
        for stage, buildings in stages_in(row.status):
            if stage == "operational":
                continue
            sign = (stage, row.day, row.line, is_seen(row.status))
            if wanted and buildings & wanted:
                named = sign if named is None or later(named[0], stage) == stage else named
            elif not buildings and next_one:
                general = sign if general is None or later(general[0], stage) == stage else general
        if row.facility_mw == step.before_mw > 0:
            general = None  # signs up to the last step belong to what is on already
    sign = named or general
    if sign is None:
        return Evidence("announced", "announced", None, step.row.line, onsite, False)
    return Evidence(sign[0], CLASS_OF_STAGE[sign[0]], sign[1], sign[2], onsite, sign[3])


@dataclass(frozen=True, slots=True)
class Move:
    """What a later vintage says of a step: its new day (None: not reached in it), and by how much it moved."""

    site: str
    vintage: date
    later_vintage: date
    step: Step
    evidence: Evidence
    owner: str
    new_day: date | None
    horizon_months: float
    """months from the vintage's day to the planned day; negative when the step was thought to be on"""
    split: bool = False
    """whether the later vintage lets the step come in parts"""

    @property
    def shift_months(self) -> float | None:
        """Months by which the day moved, None when the step vanished."""
        return None if self.new_day is None else (self.new_day - self.step.day).days / DAYS_PER_MONTH

    @property
    def slipped(self) -> bool:
        """Whether the day moved out by more than MOVED_DAYS, or the step vanished."""
        return self.new_day is None or (self.new_day - self.step.day).days > MOVED_DAYS

    @property
    def due(self) -> bool:
        """Whether the planned day fell between the two vintages."""
        return self.vintage < self.step.day <= self.later_vintage


@dataclass(frozen=True, slots=True)
class Comparison:
    """A site in two vintages: the moves of its steps, and the factor by which its power was re-rated (1: not)."""

    site: str
    vintage: date
    later_vintage: date
    moves: tuple[Move, ...]
    factor: float
    level_mw: float
    """power on the first vintage's day as it then said"""

    @property
    def rerated(self) -> bool:
        """Whether the power was changed by more than rounding."""
        return self.level_mw > 0 and (self.factor <= 0 or abs(math.log(self.factor)) > RERATED_LOG)


def _crossing(site: Site, level_mw: float) -> date | None:
    for row in site.rows:
        if row.facility_mw >= level_mw * (1 - 1e-9):
            return row.day
    return None


def _is_split(site: Site, low_mw: float, high_mw: float) -> bool:
    """Whether some level of the site lies well inside a step."""
    margin = SPLIT_MARGIN * (high_mw - low_mw)
    return any(low_mw + margin < row.facility_mw < high_mw - margin for row in site.rows)


def compare(name: str, first: Site, second: Site, day: date, later_day: date, recent_months: float) -> Comparison:
    """Moves of the steps of `first` that were due after `day` less `recent_months`, judged by `second`.

    A step is reached when the power passes the middle of the step, after re-rating by a factor; of the factors
    {1, ratio on the day, ratio of the final levels} the one is taken that leaves least to explain (days moved, in
    quarters of a year, plus four times the log of the power on the day that remains unexplained).
    """
    level, later_level = first.at(day), second.at(day)
    top = max((row.facility_mw for row in first.rows), default=0.0)
    later_top = max((row.facility_mw for row in second.rows), default=0.0)
    steps = [
        s for s in first.steps()
        if s.after_mw > s.before_mw and (s.day - day).days > -recent_months * DAYS_PER_MONTH
    ]  # fmt: skip
    candidates = [1.0]
    if level > 0 and later_level > 0:
        candidates.append(later_level / level)
    if top > 0 and later_top > 0:
        candidates.append(later_top / top)
    best: tuple[float, float, list[date | None]] | None = None
    for factor in candidates:
        days = [_crossing(second, factor * (s.before_mw + 0.5 * (s.after_mw - s.before_mw))) for s in steps]
        cost = sum(
            abs((d - s.day).days) / (3 * DAYS_PER_MONTH) if d is not None else 4.0
            for d, s in zip(days, steps, strict=True)
        )
        moved_out = sum(
            s.after_mw - s.before_mw
            for d, s in zip(days, steps, strict=True)
            if s.day <= day and (d is None or d > day)
        )
        believed = max(level - moved_out, 0.0) * factor
        if believed > 0 or later_level > 0:
            cost += 4 * abs(math.log(max(later_level, 1.0) / max(believed, 1.0)))
        if best is None or cost < best[0] - 1e-9:
            best = (cost, factor, days)
    assert best is not None
    factor = best[1]
    moves = tuple(
        Move(
            name, day, later_day, s, evidence(first, s, day), first.owner, d, (s.day - day).days / DAYS_PER_MONTH,
            d is not None and _is_split(second, factor * s.before_mw, factor * s.after_mw),
        )
        for s, d in zip(steps, best[2], strict=True)
    )  # fmt: skip
    return Comparison(name, day, later_day, moves, factor, level)


def compare_all(pairs: Sequence[tuple[str, Site, Site, date, date]], recent_months: float) -> list[Comparison]:
    """compare() over (name, first, second, day, later day)."""
    return [compare(*pair, recent_months) for pair in pairs]
