"""Scores, slip model and rolling origin on made vintages: an optimist loses, the future is not read."""

import numpy as np
import pytest

from gigawatt.buildout.backtest import run
from gigawatt.buildout.durations import Durations
from gigawatt.buildout.scores import (
    bootstrap,
    crps_clipped,
    crps_draws,
    crps_two_points,
    energy_score,
    randomised_pit,
)  # fmt: skip
from gigawatt.buildout.slips import fit
from gigawatt.buildout.summary import record
from gigawatt.errors import InputError
from gigawatt.streams import normals, uniforms

HEADER = "Date,Data center,Construction status,Power (MW)"
DAYS = ("2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01")


def write(tmp_path, tables: dict[str, list[str]]):
    for day, lines in tables.items():
        (tmp_path / day).mkdir()
        (tmp_path / day / "data_center_timelines.csv").write_text("\n".join([HEADER, *lines]) + "\n")
    return tmp_path


def late_world(tmp_path, slip_months: int):
    """Twelve sites whose next step is planned for two months after each vintage; with a slip it never comes."""
    tables = {}
    for number, day in enumerate(DAYS):
        lines = []
        for i in range(12):
            lines.append(f"2024-01-01,S{i},Land clearing begins,0")
            lines.append(f"2024-06-01,S{i},Building 1 operational,{100 + i}")
            planned = number if slip_months else 0
            month, year = 3 + 3 * planned, 2025
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            lines.append(f"{year}-{month:02d}-01,S{i},Building 2 operational,{300 + i}")
        tables[day] = lines
    return write(tmp_path, tables)


def test_crps_is_the_pwm_estimator_of_scoringrules():
    import scoringrules

    draws = normals(3, "crps", 500)
    for truth in (-2.0, 0.1, 3.0):
        assert crps_draws(draws, truth) == pytest.approx(
            float(scoringrules.crps_ensemble(truth, draws, estimator="pwm")), rel=1e-12
        )
    assert crps_two_points(0.0, 10.0, 0.0) == 2.5
    assert crps_clipped(np.array([5.0, 50.0, 60.0]), None, 6.0) < crps_clipped(np.array([1.0, 1.0, 1.0]), None, 6.0)


def test_energy_score_prefers_the_right_dependence():
    shared = normals(5, "shared", 4000)
    together = np.stack([shared, shared + 0.1 * normals(5, "own", 4000)], axis=1)
    apart = np.stack([shared, np.roll(together[:, 1], 17)], axis=1)
    truths = together[:400]
    good = np.mean([energy_score(together, y) for y in truths])
    poor = np.mean([energy_score(apart, y) for y in truths])
    assert good < poor


def test_pit_of_right_forecasts_is_flat_and_ties_are_spread():
    pits = [randomised_pit(np.zeros(100), 0.0, str(i)) for i in range(500)]
    assert 0.4 < np.mean(pits) < 0.6 and min(pits) < 0.05 and max(pits) > 0.95
    low, high = bootstrap({str(i): [x] for i, x in enumerate(uniforms(1, "b", 200))}, lambda x: float(x.mean()))
    assert low < 0.5 < high


def test_without_any_pair_the_model_is_its_base_rates():
    durations = Durations()
    model = fit([], durations)
    assert model.coefficients[0] == pytest.approx(np.log(0.4 / 0.6))
    assert model.just_rerated == frozenset()
    assert all(e.cases == 0 for e in model.estimates)
    bolder = fit([], Durations(overrides={"prior.slip.due": 0.2, "prior.effect.late": -1.0}))
    assert bolder.coefficients[0] == pytest.approx(np.log(0.2 / 0.8)) and bolder.coefficients[4] == -1.0


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    return run(late_world(tmp_path_factory.mktemp("late"), 3), draws=1000)


def test_slips_are_learnt_and_the_plan_loses_where_it_is_always_late(late):
    pooled = late.summary["pooled"]
    assert pooled["skill_plan"] > 0.3
    by = late.summary["by_vintage"]
    assert by[DAYS[3]]["crps"] < by[DAYS[0]]["crps"]
    on_time = {m["vintage"]: m["on_time_probability"] for m in late.milestones}
    assert on_time[DAYS[4]] < 0.5 < on_time[DAYS[0]] + 0.2


def test_a_planted_optimist_loses(late):
    """Somebody who believes every plan, with a little noise, has a worse proper score than the model."""
    optimist, model = [], []
    for case in late.cases:
        if case["crps"] is None:
            continue
        noise = 1.0 + 0.02 * normals(9, case["site"] + case["target_day"], 400)
        optimist.append(crps_draws(case["plan_mw"] * noise, case["truth_mw"]))
        model.append(case["crps"])
    assert np.mean(model) < 0.75 * np.mean(optimist)
    clipped = [crps_clipped(np.zeros(10), None, 6.0), crps_clipped(np.full(10, 6.0), None, 6.0)]
    assert clipped[0] > clipped[1]


def test_punctual_sites_make_the_model_trust_plans(tmp_path):
    result = run(late_world(tmp_path, 0), draws=1000)
    last = [m for m in result.milestones if m["vintage"] == DAYS[0]]
    assert all(m["on_time"] for m in last)
    rate = next(e for e in result.model[-1]["estimates"] if e["key"] == "slip.due.mean")
    first = next(e for e in result.model[0]["estimates"] if e["key"] == "slip.due.mean")
    assert rate["mean"] < first["mean"]


def test_a_forecast_reads_nothing_after_its_vintage(tmp_path, late):
    """Removing later vintages leaves every forecast of the earlier ones as it was; only the scores go."""
    early = run(late_world(tmp_path, 3), as_of=DAYS[2], draws=1000)
    key = lambda c: (c["vintage"], c["target_day"], c["site"])  # noqa: E731
    whole = {key(c): c for c in late.cases}
    shared = [c for c in early.cases if key(c) in whole]
    assert len(shared) > 100
    for case in shared:
        other = whole[key(case)]
        assert [case[k] for k in ("p05", "p50", "p95", "mean")] == [other[k] for k in ("p05", "p50", "p95", "mean")]


def test_unknown_sites_are_told_and_a_too_early_day_is_refused(tmp_path):
    lines = ["2024-01-01,A,Land clearing begins,0", "2025-09-01,A,Building 1 operational,100"]
    gone = lines + ["2024-01-01,Gone,Land clearing begins,0"]
    place = write(tmp_path, {"2025-01-01": gone, "2025-06-01": lines})
    result = run(place, draws=200)
    assert {u["site"] for u in result.unmatched} == {"Gone"}
    with pytest.raises(InputError, match="as-of-too-early"):
        run(place, as_of="2020-01-01")


def test_a_single_vintage_gives_forecasts_and_no_scores(tmp_path):
    place = write(tmp_path, {"2025-01-01": ["2025-09-01,A,Building 1 operational,100"]})
    result = run(place, draws=200)
    assert result.summary["pooled"]["n"] == 0 and len(result.cases) == 4
    assert record(place)["n"] == 0


def test_an_uncertain_spread_gives_student_tails():
    from scipy.stats import t

    from gigawatt.buildout.slips import LogSpread

    spread = LogSpread(0.0, 0.0, 0.5, 8.0)
    drawn = spread.drawn_deviation(uniforms(1, "sd", 200_000)) * normals(1, "z", 200_000)
    for p in (0.05, 0.1, 0.9, 0.95):
        assert np.quantile(drawn, p) == pytest.approx(0.5 * t(8).ppf(p), abs=0.01)
    z = np.array([-1.0, 1.0])
    assert LogSpread(0.0, 0.0, 0.5, 8.0, 1.2, 0.8).sides(z).tolist() == [-1.2, 0.8]


def rerated_world(tmp_path, share: int):
    """Twelve sites at 100 MW; in the last table `share` of them are at 60 MW, one that is new stands beside them."""
    tables = {day: [f"2024-06-01,S{i},Building 1 operational,100" for i in range(12)] for day in DAYS[:3]}
    tables[DAYS[2]] = [f"2024-06-01,S{i},Building 1 operational,{60 if i < share else 100}" for i in range(12)]
    tables[DAYS[2]].append("2024-06-01,New,Building 1 operational,100")
    return run(write(tmp_path, tables), draws=4000)


def test_after_a_revision_of_the_whole_table_another_is_less_likely_for_all_its_sites(tmp_path):
    def chance_of_less(result) -> dict[str, float]:
        return {c["site"]: c["p10"] for c in result.cases if c["vintage"] == DAYS[2] and c["months"] < 4}

    (tmp_path / "few").mkdir()
    (tmp_path / "half").mkdir()
    few, half = rerated_world(tmp_path / "few", 1), rerated_world(tmp_path / "half", 6)
    low_few, low_half = chance_of_less(few), chance_of_less(half)
    # one of twelve re-rated: the others may follow; six of twelve: all were looked at, and the new one too
    assert low_few["S11"] < 90 and low_half["S11"] > low_few["S11"] and low_half["New"] > low_few["New"]
    # a site that has just been re-rated is safer than its neighbours only when the rest was not looked at
    assert low_few["S0"] / 60 > low_few["S11"] / 100
    assert low_half["S0"] / 60 == pytest.approx(low_half["S11"] / 100, abs=0.05)


def test_the_plots_are_written_and_hold_the_histogram(tmp_path, late, capsys):
    import json

    from gigawatt.cli.main import run as command

    folder = late_world(tmp_path, 3)
    assert command(["backtest", str(folder), "--draws", "300", "--plots", str(tmp_path / "plots")]) == 0
    capsys.readouterr()
    made = {p.name: json.loads(p.read_text()) for p in (tmp_path / "plots").iterdir()}
    assert set(made) == {"calibration.vl.json", "against_truth.vl.json", "fleet_ahead.vl.json"}
    bars = made["calibration.vl.json"]["data"]["values"]
    assert len(bars) == 10 and sum(bar["cases"] for bar in bars) == late.summary["pooled"]["active_n"]
    first = tmp_path / "one"
    write_one = late_world(tmp_path_of(first), 3)
    assert command(["backtest", str(write_one), "--as-of", DAYS[0], "--draws", "300", "--plots", str(first / "p")]) == 0
    capsys.readouterr()
    assert {p.name for p in (first / "p").iterdir()} == {"fleet_ahead.vl.json"}  # nothing to be scored yet


def tmp_path_of(folder):
    folder.mkdir()
    return folder
