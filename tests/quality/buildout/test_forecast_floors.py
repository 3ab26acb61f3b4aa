"""Floors of the forecasts on the given vintages, rolling origin: own figures and the official scorer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gigawatt.buildout.backtest import run
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.epoch import read_vintages

TOOLS = Path(__file__).resolve().parents[3] / "tools"
pytestmark = pytest.mark.outside_data


@pytest.fixture(scope="module")
def result(data):
    return run(data / "epoch")


def test_floors_of_the_pooled_summary(result):
    pooled = result.summary["pooled"]
    assert pooled["n"] >= 100 and pooled["active_n"] >= 60
    assert pooled["skill_blend"] >= 0.10
    assert pooled["skill_plan_slip"] >= 0.10
    assert pooled["skill_plan"] >= 0.25
    assert 0.70 <= pooled["coverage_80"] <= 0.92
    assert pooled["skill_blend_interval"][0] > 0.0


def test_milestones_beat_plan_and_plan_with_slip(result):
    milestones = result.summary["milestones"]
    assert milestones["crps_months"] < milestones["crps_months_plan"]
    assert milestones["crps_months"] < milestones["crps_months_plan_slip"]
    assert milestones["brier_on_time"] < milestones["brier_plan"]
    assert milestones["censored_share"] > 0.5  # nothing unfinished was dropped


def test_every_site_is_answered_and_every_case_names_its_rows(result):
    assert not [u for u in result.unmatched if "latest" in u["why"]]
    assert all(c["rows"] for c in result.cases if c["p95"] > 0)
    assert all(ref in result.rows for one in (*result.cases, *result.milestones) for ref in one["rows"])
    assert all(result.rows[m["rows"][0]]["words"] for m in result.milestones)


def test_the_official_scorer_agrees(result, data, tmp_path):
    scorer = Path(data).parent / "tools" / "score_backtest.py"
    answers = tmp_path / "backtest.json"
    answers.write_text(json.dumps(result.as_dict()))
    done = subprocess.run(
        [sys.executable, str(scorer), str(data / "epoch"), str(answers), "2025-12-01", "2026-01-21"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 unanswered" in done.stdout


@pytest.fixture(scope="module")
def checks():
    sys.path.insert(0, str(TOOLS))
    try:
        import check_skill
    finally:
        sys.path.remove(str(TOOLS))
    return check_skill


def test_skill_does_not_rest_on_one_vintage_or_on_the_owners_that_were_fitted(data, checks):
    vintages = read_vintages(data / "epoch")
    for left in vintages[:-1]:  # without the last one nothing moves, see docs/method/buildout-backtest.md
        kept = [v for v in vintages if v is not left]
        row = checks.line("", checks.backtested(kept, Durations()))
        assert row["blend"] >= 0.10 and 0.65 <= row["coverage"] <= 0.92, left.day
    blind = checks.line("", checks.backtested(checks.changed(vintages, checks.without_words), Durations()))
    assert blind["blend"] >= 0.05 and blind["coverage"] >= 0.65


def test_forecasts_hold_in_futures_that_differ_from_the_fit(data, checks):
    vintages = read_vintages(data / "epoch")
    names = [
        "as the newest model says", "nothing re-rated", "re-rated three times as often", "slips twice as long",
        "nobody looks: plans come true",
    ]  # fmt: skip
    rows = {n: checks.line(n, s) for n, s in checks.futures(vintages, Durations(), names, worlds=60)}
    for name, row in rows.items():
        assert row["blend"] > (0.0 if name.startswith("nobody") else 0.10), name
        assert 0.70 <= row["coverage"] <= 0.94, name
