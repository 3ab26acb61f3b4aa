"""The record of past forecasts, as it stands in the catalogue: scores, coverage and every miss."""

from importlib.resources import files
from pathlib import Path

from pydantic import Field

from gigawatt.assess.tracing import TraceBook
from gigawatt.report.view import Miss, Number, Record, Text
from gigawatt.schema import Strict, read_model


class MissRow(Strict):
    """A forecast whose P10 to P90 did not hold the outcome [MW]."""

    site: str
    from_day: str
    day: str
    p10_mw: float
    p50_mw: float
    p90_mw: float
    actual_mw: float
    plan_mw: float


class Scores(Strict):
    """Scores of a backtest over dated tables; skill = 1 - CRPS / CRPS of the baseline."""

    kind: str
    attribution: str
    from_day: str
    to_day: str
    forecasts: int
    active_forecasts: int
    sites: int
    skill_over_plan: float
    skill_over_plan_interval: tuple[float, float] = Field(strict=False)
    skill_over_blend: float
    skill_over_blend_interval: tuple[float, float] = Field(strict=False)
    coverage_80: float
    coverage_80_interval: tuple[float, float] = Field(strict=False)
    misses: tuple[MissRow, ...] = Field(default=(), strict=False)


class RecordFile(Strict):
    """`catalogue/record/backtest.toml`."""

    record: Scores


def past_forecasts(trace: TraceBook) -> Record:
    """The record of the bundled catalogue, with its figures in the trace."""
    scores = read_model(RecordFile, Path(str(files("gigawatt") / "catalogue" / "record" / "backtest.toml"))).record
    source = trace.node(
        "rule:backtest",
        f"forecasts from each dated table, scored by later ones, {scores.from_day} to {scores.to_day}: "
        f"{scores.forecasts} forecasts for {scores.sites} sites, {scores.active_forecasts} of them in motion; "
        f"{scores.attribution}; see docs/method/buildout-backtest.md",
    )
    low, high = scores.skill_over_plan_interval
    skill = trace.figure(
        "record.skill_over_plan", scores.skill_over_plan, "fraction", [source],
        formula=f"1 - mean CRPS / mean CRPS of the announced plan; 10-90 % interval by site {low:.2f} to {high:.2f}",
        label="skill of past forecasts over the announced plan",
    )  # fmt: skip
    low, high = scores.coverage_80_interval
    coverage = trace.figure(
        "record.coverage_80", scores.coverage_80, "fraction", [source],
        formula=f"share of active outcomes between P10 and P90; 10-90 % interval by site {low:.2f} to {high:.2f}",
        label="coverage of past P10-P90 intervals",
    )  # fmt: skip
    misses = tuple(
        Miss(
            Text(miss.site), f"{miss.p10_mw:,.0f}–{miss.p90_mw:,.0f} MW", f"{miss.actual_mw:,.0f} MW", miss.day
        )
        for miss in scores.misses
    )  # fmt: skip
    return Record(
        n=scores.forecasts,
        skill_against=Text("the announced plan", "公布的计划"),
        skill_fraction=Number(skill, scores.skill_over_plan),
        coverage_fraction=Number(coverage, scores.coverage_80),
        kind="backtest",
        from_day=scores.from_day,
        to_day=scores.to_day,
        misses=misses,
    )
