"""Rolling-origin test: from each vintage, with it and earlier ones only, forecast later days; score by later vintages.

Facility power in MW. Truth is the latest vintage's word on a day (`truth_first_mw`: that of the first vintage at or
after it). Baselines: the vintage's own plan; persistence; the plan shifted by the mean slip seen in earlier pairs; and
the half-and-half mixture of plan and persistence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.buildout.constants import DAYS_PER_MONTH, NEVER_MONTH
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.epoch import ATTRIBUTION, read_vintages
from gigawatt.buildout.forecast import Forecaster, SiteDraws, quantiles
from gigawatt.buildout.join import join_vintages
from gigawatt.buildout.scores import crps_clipped, crps_draws, crps_two_points, randomised_pit
from gigawatt.buildout.slips import SlipModel, fit
from gigawatt.buildout.steps import Comparison, Move, compare, compare_all
from gigawatt.buildout.vintages import Join, Site, Vintage
from gigawatt.errors import InputError

if TYPE_CHECKING:
    import numpy as np

HORIZONS_MONTHS = (3, 6, 9, 12)
NAMES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
DRAWS = 4000
WORDS = 300
"""characters of a row's status words that are repeated in the result"""


@dataclass(slots=True)
class Backtest:
    """All results of a rolling-origin test; `as_dict()` is the JSON of `gigawatt backtest --json`."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    milestones: list[dict[str, Any]] = field(default_factory=list)
    fleet: list[dict[str, Any]] = field(default_factory=list)
    unmatched: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    model: list[dict[str, Any]] = field(default_factory=list)
    joint: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`vintage:line` -> site, day, facility MW and status words of the row that a case or milestone rests on"""
    summary: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionary with the attribution."""
        return {
            "attribution": ATTRIBUTION, "cases": self.cases, "milestones": self.milestones, "fleet": self.fleet,
            "unmatched": self.unmatched, "findings": self.findings, "model": self.model, "rows": self.rows,
            "summary": self.summary,
        }  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    import calendar

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def comparisons_up_to(vintages: Sequence[Vintage], join: Join, durations: Durations) -> list[Comparison]:
    """Comparisons of each vintage with the next, for sites that are in both."""
    found = []
    recent = durations.value("recent.months")
    for first, second in zip(vintages, vintages[1:], strict=False):
        later = {join.name(second.day, name): site for name, site in second.sites.items()}
        pairs = [
            (canonical, site, later[canonical], first.day, second.day)
            for name, site in first.sites.items()
            if (canonical := join.name(first.day, name)) in later
        ]
        found += compare_all(pairs, recent)
    return found


def fit_on(vintages: Sequence[Vintage], join: Join, durations: Durations) -> tuple[SlipModel, list[Comparison]]:
    """The slip model fitted on these vintages only, and the comparisons under it."""
    comparisons = comparisons_up_to(vintages, join, durations)
    return fit(comparisons, durations), comparisons


def run(
    folder: Path,
    as_of: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    durations: Durations | None = None,
) -> Backtest:
    """The test over `folder/<day>/data_center_timelines.csv`; vintages after `as_of` are not read into anything."""
    vintages = read_vintages(folder)
    if as_of is not None:
        vintages = [v for v in vintages if v.day.isoformat() <= as_of]
        if not vintages:
            raise InputError("as-of-too-early", got=as_of, expected="a day on or after the first vintage")
    return run_on(vintages, draws, seed, durations)


def run_on(
    vintages: Sequence[Vintage], draws: int = DRAWS, seed: int = 1, durations: Durations | None = None
) -> Backtest:
    """The test over vintages in order of day."""
    from gigawatt.buildout.summary import summarise

    durations = durations or Durations()
    result = Backtest()
    last = vintages[-1]
    full = join_vintages(vintages)
    result.unmatched += full.unmatched
    truth = {full.name(last.day, name): site for name, site in last.sites.items()}
    for number, vintage in enumerate(vintages):
        result.findings += [{"vintage": str(vintage.day)} | f.as_dict() for f in vintage.findings]
        known = vintages[: number + 1]
        join = join_vintages(known)
        model, comparisons = fit_on(known, join, durations)
        result.model.append({"vintage": str(vintage.day), "estimates": [e.as_dict() for e in model.estimates]})
        forecaster = Forecaster(model, vintage.day, draws, seed)
        slip = mean_slip_months(comparisons)
        drawn = {name: forecaster.site(join.name(vintage.day, name), site) for name, site in vintage.sites.items()}
        days = sorted({v.day for v in vintages[number + 1 :]} | {add_months(vintage.day, m) for m in HORIZONS_MONTHS})
        for target in days:
            _cases(result, vintages, number, full, truth, drawn, target, slip, model.settling_months)
        for name, site_draws in drawn.items():
            _milestones(result, vintage, last, full.name(vintage.day, name), truth, site_draws, slip)
        for name in vintage.sites:
            if full.name(vintage.day, name) not in truth and vintage is not last:
                result.unmatched.append(
                    {"vintage": str(vintage.day), "site": name, "why": f"not in the latest vintage, {last.day}"}
                )
    _keep_rows(result, vintages)
    result.unmatched = [dict(t) for t in dict.fromkeys(tuple(sorted(u.items())) for u in result.unmatched)]
    result.summary = summarise(result, seed)
    return result


def _keep_rows(result: Backtest, vintages: Sequence[Vintage]) -> None:
    """Keep the rows that any case or milestone rests on, with their words: the end of the trace."""
    used = {ref for one in (*result.cases, *result.milestones) for ref in one["rows"]}
    for vintage in vintages:
        for site in vintage.sites.values():
            for row in site.rows:
                if (ref := f"{vintage.day}:{row.line}") in used:
                    result.rows[ref] = {
                        "site": site.name, "day": str(row.day), "facility_mw": row.facility_mw,
                        "words": row.status[:WORDS],
                    }  # fmt: skip


def mean_slip_months(comparisons: Sequence[Comparison]) -> float:
    """Mean shift of the steps that fell due between two vintages, 0 when there is none; the pooled empirical slip."""
    shifts = [m.shift_months for c in comparisons for m in c.moves if m.due and m.shift_months is not None]
    return sum(shifts) / len(shifts) if shifts else 0.0


def _shifted(site: Site, day: date, months: float, vintage: date) -> float:
    """The plan with all steps after the vintage's day put off by the pooled slip."""
    moved = day - timedelta(days=round(months * DAYS_PER_MONTH))
    return site.at(max(moved, min(vintage, day)))


def _cases(
    result: Backtest,
    vintages: Sequence[Vintage],
    number: int,
    join: Join,
    truth: dict[str, Site],
    drawn: dict[str, SiteDraws],
    target: date,
    slip: float,
    settling: float,
) -> None:
    import numpy as np

    vintage, last = vintages[number], vintages[-1]
    months = (target - vintage.day).days / DAYS_PER_MONTH
    first_after = next((v for v in vintages[number + 1 :] if v.day >= target), None)
    scored = target <= last.day
    total, total_plan, total_truth = 0.0, 0.0, 0.0
    joint: list[np.ndarray] = []
    truths: list[float] = []
    for name, site_draws in drawn.items():
        site, canonical = site_draws.site, join.name(vintage.day, name)
        mw = site_draws.power_mw(months, settling)
        plan, persistence = site.at(target), site.at(vintage.day)
        plan_slip = _shifted(site, target, slip, vintage.day)
        case: dict[str, Any] = {
            "vintage": str(vintage.day), "target_day": str(target), "site": name, "canonical": canonical,
            "months": round(months, 3), "truth_mw": None, "truth_first_mw": None,
            **dict(zip(NAMES, quantiles(mw), strict=True)), "mean": float(mw.mean()), "plan_mw": plan,
            "persistence_mw": persistence, "plan_slip_mw": plan_slip, "crps": None, "crps_plan": None,
            "crps_persistence": None, "crps_plan_slip": None, "crps_blend": None, "pit": None,
            "rows": _rows(vintage.day, site_draws, target),
        }  # fmt: skip
        if scored and canonical in truth:
            actual = truth[canonical].at(target)
            case |= {
                "truth_mw": actual, "crps": crps_draws(mw, actual), "crps_plan": abs(plan - actual),
                "crps_persistence": abs(persistence - actual), "crps_plan_slip": abs(plan_slip - actual),
                "crps_blend": crps_two_points(plan, persistence, actual),
                "pit": randomised_pit(mw, actual, f"{vintage.day}:{target}:{canonical}"),
            }  # fmt: skip
            total_truth += actual
            joint.append(mw)
            truths.append(actual)
            if first_after is not None:
                for other, found in first_after.sites.items():
                    if join.name(first_after.day, other) == canonical:
                        case["truth_first_mw"] = found.at(target)
        if not scored or canonical in truth:
            total = total + mw
            total_plan += plan
        result.cases.append(case)
    if isinstance(total, float):
        return
    low, middle, high = quantiles(total, (0.1, 0.5, 0.9))
    result.fleet.append(
        {
            "vintage": str(vintage.day),
            "target_day": str(target),
            "truth_mw": total_truth if scored else None,
            "p10": low,
            "p50": middle,
            "p90": high,
            "mean": float(total.mean()),
            "plan_mw": total_plan,
            "sites": len(joint) if scored else len(drawn),
        }  # fmt: skip
    )
    if scored and len(joint) > 1:
        from gigawatt.buildout.scores import energy_score

        together = np.stack(joint, axis=1)
        apart = np.stack([np.roll(one, 131 * (i + 1)) for i, one in enumerate(joint)], axis=1)
        actual_all = np.array(truths)
        result.joint.append(
            {
                "vintage": str(vintage.day),
                "target_day": str(target),
                "sites": len(truths),
                "energy": energy_score(together, actual_all),
                "energy_independent": energy_score(apart, actual_all),
                "fleet_crps": crps_draws(together.sum(axis=1), float(actual_all.sum())),
                "fleet_crps_independent": crps_draws(apart.sum(axis=1), float(actual_all.sum())),
            }  # fmt: skip
        )


def _rows(day: date, drawn: SiteDraws, target: date) -> list[str]:
    """Lines of the vintage's table that the case rests on: the level now and the open steps, with their signs."""
    level = [r for r in drawn.site.rows if r.day <= day][-1:]
    lines = {row.line for row in level}
    for one in drawn.steps:
        if one.step.day <= target:
            lines |= {one.step.row.line, one.evidence.line}
    return [f"{day}:{line}" for line in sorted(lines)]


def _milestones(
    result: Backtest,
    vintage: Vintage,
    last: Vintage,
    canonical: str,
    truth: dict[str, Site],
    drawn: SiteDraws,
    slip: float,
) -> None:
    """Open steps of the future: planned day against forecast and, when there is a later vintage, what it says."""
    horizon = (last.day - vintage.day).days / DAYS_PER_MONTH
    moves: dict[int, Move] = {}
    if canonical in truth and vintage is not last:
        compared = compare(canonical, drawn.site, truth[canonical], vintage.day, last.day, 0.0)
        moves = {m.step.number: m for m in compared.moves}
    for one in drawn.steps:
        planned = (one.step.day - vintage.day).days / DAYS_PER_MONTH
        if planned <= 0:
            continue
        move = moves.get(one.step.number)
        months = one.middle_months()
        reached = move.new_day if move and move.new_day and move.new_day <= last.day else None
        waited = None if reached is None else (reached - vintage.day).days / DAYS_PER_MONTH
        scored = canonical in truth and vintage is not last
        result.milestones.append(
            {
                "vintage": str(vintage.day),
                "site": drawn.site.name,
                "canonical": canonical,
                "block": f"{one.step.before_mw:g} to {one.step.after_mw:g} MW",
                "planned_day": str(one.step.day),
                "reached_day": None if reached is None else str(reached),
                **dict(zip(("p10", "p50", "p90"), _days(vintage.day, months), strict=True)),
                "crps_months": crps_clipped(months, waited, horizon) if scored else None,
                "crps_months_plan": _point(planned, waited, horizon) if scored else None,
                "crps_months_plan_slip": _point(planned + slip, waited, horizon) if scored else None,
                "due": scored and planned <= horizon,
                "on_time_probability": float((months <= planned + 1e-9).mean()),
                "on_time": None
                if not scored or planned > horizon
                else waited is not None and waited <= planned + 1 / 3,
                "stage": one.evidence.stage,
                "seen_on": None if one.evidence.since is None else str(one.evidence.since),
                "rows": [f"{vintage.day}:{one.step.row.line}", f"{vintage.day}:{one.evidence.line}"],
            }  # fmt: skip
        )


def _point(planned: float, waited: float | None, horizon: float) -> float:
    return abs(min(planned, horizon) - (horizon if waited is None else min(waited, horizon)))


def _days(day: date, months: "np.ndarray") -> list[str | None]:
    found: list[str | None] = []
    for value in quantiles(months, (0.1, 0.5, 0.9)):
        beyond = value >= NEVER_MONTH / 2
        found.append(None if beyond else str(day + timedelta(days=round(value * DAYS_PER_MONTH))))
    return found
