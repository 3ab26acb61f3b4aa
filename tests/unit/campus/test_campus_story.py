"""Specs, sources, rules, outages, phases, ranking, orbital, charts, export: small, with answers known beforehand."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campus_cases import random_problem
from gigawatt.campus import orbital, plots
from gigawatt.campus.build import annuity, build
from gigawatt.campus.catalogue import ROLES, load_supply
from gigawatt.campus.export import to_pypsa
from gigawatt.campus.foresight import compare
from gigawatt.campus.look import SCHEMA
from gigawatt.campus.outages import Fleet, blocks_up, simulate
from gigawatt.campus.phases import plan_phases, value_of_months
from gigawatt.campus.problem import Problem, Source, firm_row
from gigawatt.campus.ranking import cost_parts, rank_problems
from gigawatt.campus.rules import RULES, run_rule
from gigawatt.campus.sizing import size
from gigawatt.campus.spec import read_spec
from gigawatt.cli.main import run
from gigawatt.errors import FaultList, InputError

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "campus"


@pytest.mark.parametrize("name", sorted(load_supply().sources))
def test_every_power_source_is_complete_and_can_be_built(name, tmp_path):
    """Each catalogue entry becomes a source or store of a problem, alone beside a dear standby."""
    catalogue = load_supply()
    source = catalogue.source(name)
    assert set(source.parameters) <= set(ROLES) and source.name_zh
    table = "store" if source.kind == "storage" else "source"
    spec = tmp_path / "s.toml"
    spec.write_text(
        f'name = "one"\n[load]\nit_mw = 10\n[[{table}]]\nuse = "{name}"\n'
        + ('[[source]]\nuse = "diesel"\nname = "standby"\nrun_hours = 8760\n')
    )
    if source.kind == "export":  # has no price, limit or connection of its own
        with pytest.raises(FaultList, match="export"):
            build(read_spec(spec), catalogue, tmp_path)
        spec.write_text(spec.read_text() + '[[source]]\nuse = "grid"\n')
        spec.write_text(spec.read_text().replace(f'"{name}"', f'"{name}"\nmost_mw = 5\nprice_usd_per_mwh = 20'))
    built = build(read_spec(spec), catalogue, tmp_path)
    assert built.problem.capacity_names and built.inputs
    assert (built.problem.annual_costs() >= 0).all()


def test_spec_faults_are_told_all_at_once(tmp_path):
    spec = tmp_path / "bad.toml"
    spec.write_text(
        'name = "x"\n[load]\nit_mw = -5\npue = 9.0\n[[source]]\nuse = "gas_engine"\nmost_mw = -1\nspeling = 3\n'
    )
    with pytest.raises(FaultList) as caught:
        read_spec(spec)
    told = caught.value.message()
    assert "it_mw" in told and "most_mw" in told and "speling" in told
    spec.write_text('name = "x"\n[load]\nit_mw = 5\n[[source]]\nuse = "gas_engin"\n')
    with pytest.raises(InputError, match="gas_engine"):
        build(read_spec(spec), load_supply(), tmp_path)


def test_the_how_to_adds_a_source_that_can_be_sized(tmp_path, capsys):
    """The TOML of docs/howto/add-a-power-source.md, used from a folder of one's own."""
    page = EXAMPLES.parents[1] / "docs" / "howto" / "add-a-power-source.md"
    (example,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    own = tmp_path / "own"
    own.mkdir()
    (own / "hydrogen.toml").write_text(example, encoding="utf-8")
    spec = tmp_path / "s.toml"
    spec.write_text('name = "h2"\n[load]\nit_mw = 10\npue = 1.1\n[[source]]\nuse = "hydrogen_turbine"\n')
    assert run(["campus", "size", str(spec), "--json", "--catalogue", str(own)]) == 0
    assert json.loads(capsys.readouterr().out)["capacities"]["hydrogen_turbine"] > 10.9


def test_annuity_has_its_known_values():
    assert annuity(0.08, 25) == pytest.approx(0.0936788, rel=1e-6)
    assert annuity(0.0, 20) == 0.05


@pytest.mark.parametrize("seed", range(6))
def test_rules_keep_the_balance_and_never_beat_foresight(seed):
    problem = random_problem(seed + 700, budget=False)
    found = size(problem, 1e-8)
    for rule in RULES:
        ran = run_rule(problem, found.capacities, rule)
        assert ran.cost_usd_per_year >= found.lower_bound_usd_per_year * (1 - 1e-9)
        assert ran.shed_wh >= 0


def test_firm_plants_shed_nothing_under_any_rule():
    problem = replace(random_problem(3, budget=False), rows=())
    sources = tuple(
        replace(s, cost_usd_per_wh=np.minimum(s.cost_usd_per_wh, 200e-6), firm_fraction=1.0 if s.name == "gas" else 0.0)
        for s in problem.sources
    )
    problem = replace(problem, sources=sources, lost_load_usd_per_wh=10000e-6)
    told = compare(size(replace(problem, rows=(firm_row(problem),))))
    assert {line.operation for line in told.operations} == {"foresight", *RULES}
    assert max(line.shed_wh for line in told.operations) <= 1e-6 * problem.load_wh_per_year


def test_outage_share_is_what_the_parameters_say():
    """Two-state blocks are down for the forced-outage share of the time."""
    fleet = Fleet("gas", 8, 10e6, 0.05, 40.0)
    up = np.concatenate([blocks_up(fleet, 8760, 1.0, 1, draw) for draw in range(12)])
    assert 1 - up.mean() / 8 == pytest.approx(0.05, rel=0.15)
    assert up.min() >= 0 and up.max() <= 8


def test_availability_of_identical_blocks_is_binomial():
    """N+1 of blocks without storage: unserved energy follows the binomial distribution."""
    blocks, share, steps = 5, 0.06, 8760
    problem = Problem(
        "blocks", np.full(steps, 50e6), (Source("gas", 0.1, 1.0, 50e-6, least_w=50e6, most_w=50e6),), (), 10000e-6
    )
    for spares in (0, 1):
        fleet = [Fleet("gas", blocks + spares, 10e6, share, 20.0)]
        found = simulate(problem, {"gas": 50e6}, fleet, draws=40, seed=3)
        n = blocks + spares
        lost = sum(
            math.comb(n, k) * share**k * (1 - share) ** (n - k) * max(blocks - (n - k), 0) / blocks
            for k in range(n + 1)
        )
        assert 1 - found.energy_availability == pytest.approx(lost, rel=0.12)


def test_more_power_sooner_is_worth_money_and_the_plan_waits_for_it():
    """A small two-phase case: IT in month 3 without power until month 6."""
    spec = read_spec(EXAMPLES / "abilene_like.toml").model_copy(update={"horizon_months": 12})
    sources = tuple(
        s.model_copy(update={"from_month": 6.0}) if s.name == "large substation" else s
        for s in spec.source
        if s.name in ("first substation", "large substation")
    )
    phases = tuple(p.model_copy(update={"from_month": m}) for p, m in zip(spec.phase, (0.0, 3.0, 3.0), strict=True))
    spec = spec.model_copy(update={"source": sources, "store": (), "phase": phases})
    catalogue = load_supply()
    plan = plan_phases(spec, catalogue, EXAMPLES)
    assert plan.first_full_month == 6
    assert plan.served_mw[4] == pytest.approx(200, rel=1e-3) and plan.ready_mw[4] > 1000
    assert plan.idle_usd_per_year > 0
    (value,) = value_of_months(spec, catalogue, EXAMPLES, plan)
    short_mw = plan.ready_mw[5] - plan.served_mw[5]
    idle = 6500.0 / 12 * 1000 * short_mw / 1.3  # parameter USD per kW of IT and year, PUE 1.3
    assert 0.7 * idle < value.usd < idle


def test_ranking_is_by_cost_and_keeps_sites_that_cannot_be_supplied():
    problems = [replace(random_problem(s, 72), name=f"site {s}") for s in range(8)]
    impossible = replace(problems[0], name="impossible")
    impossible = replace(
        impossible, sources=tuple(replace(s, most_w=1.0, firm_fraction=1.0) for s in impossible.sources)
    )
    impossible = replace(impossible, rows=(firm_row(impossible),))
    rows = rank_problems([*problems, impossible])
    assert [row.rank for row in rows] == list(range(1, 10))
    costs = [row.usd_per_mwh for row in rows]
    assert costs == sorted(costs) and rows[-1].name == "impossible" and "missing" in rows[-1].why
    for row in rows[:-1]:
        assert row.sizing.gap <= 1e-6
        assert sum(share for _, share in row.cost_shares) == pytest.approx(1.0, rel=1e-9)


def test_costs_by_part_add_up():
    found = size(random_problem(11))
    assert sum(cost_parts(found).values()) == pytest.approx(found.cost_usd_per_year, rel=1e-9)


def test_orbital_areas_are_the_closed_forms():
    x = {
        "overhead_fraction": np.array([0.1]), "cell_efficiency": np.array([0.3]), "sun_fraction": np.array([1.0]),
        "array_end_of_life": np.array([1.0]), "radiator_temperature": np.array([26.85]),
        "radiator_sink": np.array([-300.0]), "radiator_emissivity": np.array([1.0]), "radiator_sides": np.array([1.0]),
    }  # fmt: skip
    assert orbital.array_m2_per_w(x)[0] == pytest.approx(1.1 / (1361.0 * 0.3))
    assert orbital.radiator_m2_per_w(x)[0] == pytest.approx(1.1 / (5.670374419e-8 * 300.0**4), rel=1e-6)
    found = orbital.compare(2000, 1)
    assert found == orbital.compare(2000, 1)
    assert found["break_even_launch_usd_per_kg"]["p10"] < found["break_even_launch_usd_per_kg"]["p90"]


def test_charts_hold_the_numbers_they_show(tmp_path):
    found = size(random_problem(21, 240))
    week = plots.dispatch_week(found)
    rows = week["layer"][0]["data"]["values"]
    load = week["layer"][1]["data"]["values"]
    by_hour = {}
    for row in rows:
        by_hour[row["hour"]] = by_hour.get(row["hour"], 0.0) + row["mw"]
    for point in load:
        assert by_hour[point["hour"]] == pytest.approx(point["mw"], abs=0.02)
    bars = plots.cost_stack(found)["data"]["values"]
    assert sum(bar["usd"] for bar in bars) == pytest.approx(found.usd_per_wh * 1e6, abs=0.02)
    paths = plots.write_charts({"week": week, "duration": plots.duration_curve(found)}, tmp_path)
    assert all(json.loads(path.read_text())["$schema"] == SCHEMA for path in paths)


def test_pypsa_folder_carries_the_problem(tmp_path):
    problem = random_problem(2, 48)
    names = {path.name for path in to_pypsa(problem, tmp_path)}
    assert {"snapshots.csv", "generators.csv", "generators-p_max_pu.csv", "links.csv", "stores.csv"} <= names
    extra = json.loads((tmp_path / "constraints.json").read_text())
    assert extra["battery_ratio"][0]["efficiency"] == problem.stores[0].discharge_efficiency
    assert len((tmp_path / "snapshots.csv").read_text().splitlines()) == 49


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.toml")))
def test_examples_size_to_a_proven_gap(name, capsys):
    assert run(["campus", "size", str(EXAMPLES / name), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["gap"] <= 1e-7 and answer["method"] == "exact"
    served = sum(answer["energy_mwh"].values()) + answer["shed_mwh"]
    assert served >= answer["load_mwh"] * (1 - 1e-9)


@pytest.mark.outside_data
def test_command_prints_the_asked_keys_and_errors_are_one_message(data, capsys, tmp_path):
    path = str(data / "power" / "problem.json")
    assert run(["campus", "size", path, "--variant", "B", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["objective_usd_per_year"] == pytest.approx(77843534.40393634, rel=1e-9)
    assert set(answer["capacities"]) == {"solar", "wind", "gas", "batt_power", "batt_energy", "grid"}
    assert {"lower_bound_usd_per_year", "gas_mwh", "cpu_s"} <= set(answer)
    assert answer["gas_mwh"] == pytest.approx(96354.38, rel=1e-6)
    assert run(["campus", "size", path, "--variant", "Z"]) == 2
    assert run(["campus", "size", str(tmp_path / "nothing.toml")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_run_and_rank_tell_their_story(capsys, tmp_path):
    example = str(EXAMPLES / "flexible.toml")
    assert run(["campus", "run", example, "--draws", "5", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "battery first" in told and "nines" in told and (tmp_path / "firmness.vl.json").exists()
    assert run(["campus", "rank", example, str(EXAMPLES / "hybrid.toml"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rank"] for row in rows] == [1, 2]
    assert run(["campus", "orbital", "--draws", "500"]) == 0
    assert "launch" in capsys.readouterr().out
