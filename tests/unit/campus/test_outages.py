"""Outages: shares are as the parameters say, common causes and gas take all, maintenance waits for spare power."""

from dataclasses import replace

import numpy as np
import pytest

from gigawatt.campus.outages import Fleet, blocks_up, maintenance, share_down, simulate
from gigawatt.campus.problem import Problem, Source

YEAR = 8760


def test_share_down_is_the_share_asked_for() -> None:
    share = np.mean([share_down(0.05, 40.0, YEAR, 1.0, 1, f"x{draw}").mean() for draw in range(40)])
    assert share == pytest.approx(0.05, abs=0.006)
    assert not share_down(0.0, 40.0, YEAR, 1.0, 1, "x").any()


def test_common_causes_keep_the_share_and_take_all_blocks() -> None:
    fleet = Fleet("gas", 6, 10e6, 0.06, 30.0, common_share=1.0)
    up = np.concatenate([blocks_up(fleet, YEAR, 1.0, 1, draw) for draw in range(30)])
    assert 1.0 - up.mean() / 6 == pytest.approx(0.06, abs=0.015)
    whole = up[(up < 1e-9) | (up > 6 - 1e-9)]
    assert len(whole) > 0.97 * len(up), "only the first and last hour of an outage may be in between"


def test_gas_takes_all_gas_sources_in_the_same_hours() -> None:
    fleets = [Fleet(name, 2, 10e6, 0.0, 1.0, gas_interruption=0.02, gas_hours=50.0) for name in ("a", "b")]
    a, b = (blocks_up(fleet, YEAR, 1.0, 3, 0) for fleet in fleets)
    assert (a < 2).any() and np.array_equal(a, b)


def problem_with_season() -> Problem:
    """A load that is high in the first half of the year, two sources that carry it."""
    load = np.where(np.arange(YEAR) < YEAR // 2, 90e6, 50e6)
    sources = (Source("gas", 0.1, 1.0, 50e-6), Source("grid", 0.1, 1.0, 40e-6, kind="grid"))
    return Problem("season", load, sources, (), 1e-2)


def test_maintenance_waits_for_the_low_season_and_does_not_overlap() -> None:
    problem = problem_with_season()
    fleet = Fleet("gas", 5, 12e6, 0.0, 1.0, planned_outage=0.05)
    out = maintenance(problem, {"gas": 60e6, "grid": 40e6}, [fleet])["gas"]
    width = round(0.05 * YEAR)
    assert out.sum() == pytest.approx(5 * width)
    assert not out[: YEAR // 2].any()
    assert out.max() == 1.0


def test_every_kind_of_outage_only_takes_away_and_the_interval_holds_the_mean() -> None:
    problem = problem_with_season()
    plant = {"gas": 60e6, "grid": 40e6}
    base = Fleet("gas", 5, 12e6, 0.04, 30.0)
    shed = []
    for fleet in (
        replace(base, forced_outage=0.0), base, replace(base, planned_outage=0.05),
        replace(base, planned_outage=0.05, gas_interruption=0.01, gas_hours=20.0),
    ):  # fmt: skip
        found = simulate(problem, plant, [fleet], draws=20)
        shed.append(found.unserved_wh)
        if found.unserved_wh > 0:
            low, high = found.nines_interval
            assert low < found.nines < high
    assert shed[0] == 0.0 and shed == sorted(shed) and shed[1] < shed[3]
