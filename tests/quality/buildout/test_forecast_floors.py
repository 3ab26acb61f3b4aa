"""Floors of the forecasts on the given vintages, rolling origin: own figures and the official scorer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gigawatt.buildout.backtest import run

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
