"""Estimates of planted truths: the 80 % interval holds the truth about as often as it says; figures are stored."""

import json

import pytest

from reference.estimate_worlds import STORED, figures


@pytest.fixture(scope="module")
def measured():
    return figures()


def test_the_simulation_gives_the_stored_figures(measured):
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert measured == pytest.approx({name: stored[name] for name in measured}, rel=1e-6)


def test_intervals_hold_the_truth_about_as_often_as_they_say(measured):
    assert 0.75 <= measured["covered_80"] <= 0.92
    assert 0.75 <= measured["covered_80_one_voice"] <= 0.92
    assert measured["covered_50"] < measured["covered_80"] < measured["covered_90"]


def test_several_voices_narrow_the_interval(measured):
    assert measured["median_log_width"] < measured["median_log_width_one_voice"] < 0.5
