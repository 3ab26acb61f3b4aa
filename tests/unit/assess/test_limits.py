"""The section on what holds the build-out back: figures that resolve, order, and agreement with the run itself."""

import pytest

from gigawatt.assess.assess import AssessOptions, assess
from gigawatt.report.limits import gap_spec, relief_spec


@pytest.fixture(scope="module")
def assessment():
    return assess(AssessOptions(draws=300, horizon_months=60))


def test_every_number_of_the_section_has_a_figure_that_leads_to_its_inputs(assessment):
    whole = assessment.as_dict()  # raises when a figure rests on an id that says nothing
    figures = {figure["id"]: figure for figure in whole["figures"]}
    limits = assessment.view.limits
    bands = [b for row in limits.compute for b in (*row.h100e_count, *row.chips_count, *row.performance_flops)]
    bands += [b for row in limits.gaps for b in row.gaps_w]
    bands += [b for row in limits.published for b in (row.before_w, row.after_w) if b]
    assert len(bands) > 40
    for band in bands:
        assert figures[band.figure]["p50"] == band.p50 and band.p10 <= band.p50 <= band.p90
    assert "parameter:compute.h100e.2027" in figures["figure:fleet.h100e_count.2027"]["inputs"]
    assert "parameter:gap.us_2028.demand" in figures["figure:gap.us_2028.before_w"]["inputs"]
    assert {a.key for a in assessment.view.assumptions} >= {"compute.h100e.2027", "gap.us_2028.demand"}


def test_relief_is_sorted_and_power_relief_is_the_mean_gap(assessment):
    limits = assessment.view.limits
    last = [row.gains_w[-1].value for row in limits.relief]
    assert last == sorted(last, reverse=True) and len(last) >= 4
    relief = {row.constraint: row for row in limits.relief}
    assert {"power", "construction", "chips"} <= set(relief)
    assert limits.gaps[0].id == "all"
    # the gap is what the same draws have more when power is lifted, so both have one scale
    assert limits.gaps[0].gaps_w[-1].p90 > relief["power"].gains_w[-1].value > 0


def test_blocks_come_with_dates_and_the_chance_of_their_day(assessment):
    rows = assessment.view.limits.blocks
    powers = [row.planned_w.value for row in rows]
    assert len(rows) == 40 and powers == sorted(powers, reverse=True)
    judged = [row for row in rows if row.on_time is not None]
    assert judged and all(0.0 <= row.on_time.value <= 1.0 for row in judged)


def test_pictures_hold_the_numbers_of_the_tables(assessment):
    limits = assessment.view.limits
    for lang in ("en", "zh"):
        bars = relief_spec(limits, lang)["data"]["values"]
        assert [row["gw"] for row in bars] == [round(r.gains_w[-1].value / 1e9, 3) for r in limits.relief]
        spans = gap_spec(limits, lang)["data"]["values"]
        assert len(spans) == len(limits.gaps) and all(row["p10"] <= row["p90"] for row in spans)
    assert (
        relief_spec(limits, "zh")["data"]["values"][0]["name"] != relief_spec(limits, "en")["data"]["values"][0]["name"]
    )
