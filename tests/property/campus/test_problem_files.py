"""`campus size problem.json --json` on thirty files drawn at random and edited: bound, plan and HiGHS agree."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gigawatt.campus import general_lp
from gigawatt.campus.reference_file import read_reference
from gigawatt.cli.main import run

MEGA = 1e6


def drawn(seed: int) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """A problem file and its profiles: horizon, load, weather, prices, costs and efficiencies all drawn."""
    rng = np.random.default_rng(seed)
    steps = int(rng.integers(200, 420))
    hour = np.arange(steps)
    wind = 0.4 + 0.12 * np.cumsum(rng.standard_normal(steps)) / np.sqrt(np.arange(1, steps + 1))
    load = rng.uniform(50, 300) * (1 + rng.uniform(0, 0.2) * np.sin(hour / 24 * 2 * np.pi + rng.uniform(0, 6)))
    share = steps / 8760  # costs of a horizon, so that running and fixed costs stay in proportion
    profiles = {
        "load_mw": load,
        "solar_cf": np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, 1) * rng.uniform(0.3, 1.0, steps),
        "wind_cf": np.clip(wind, 0, 1),
        "grid_price_usd_mwh": np.clip(rng.normal(45, 25, steps), 0, None),
    }
    problem = {
        "name": f"drawn {seed}", "T": steps, "dt_h": 1.0,
        "annual_cost": {
            "solar_usd_mw": rng.uniform(4e4, 1.2e5) * share, "wind_usd_mw": rng.uniform(8e4, 2e5) * share,
            "gas_usd_mw": rng.uniform(8e4, 1.5e5) * share, "grid_usd_mw": rng.uniform(2e4, 1e5) * share,
            "batt_power_usd_mw": rng.uniform(5e3, 2e4) * share, "batt_energy_usd_mwh": rng.uniform(3e3, 2e4) * share,
        },
        "marginal": {
            "solar_usd_mwh": 0.0, "wind_usd_mwh": 0.0, "gas_usd_mwh": rng.uniform(40, 120),
            "batt_usd_mwh": float(rng.choice([0.0, 2.0])), "voll_usd_mwh": float(rng.choice([500, 3000, 10000])),
        },
        "battery": {
            "eta_charge": rng.uniform(0.85, 1.0), "eta_discharge": rng.uniform(0.85, 1.0), "standing_loss": 0.0,
            "cyclic": True,
        },
        "grid_cap_mw": float(rng.uniform(0, 1.1) * load.mean()),
        "gas_energy_cap_share_variant_C": float(rng.uniform(0.03, 0.3)),
        "fixed_caps_variant_B": {
            "solar": load.mean(), "wind": load.mean(), "gas": 0.7 * load.mean(), "grid": 0.3 * load.mean(),
            "batt_power": 0.4 * load.mean(), "batt_energy": 2.0 * load.mean(),
        },
    }  # fmt: skip
    return problem, profiles


def written(folder: Path, problem: dict[str, Any], profiles: dict[str, np.ndarray]) -> Path:
    """The two files on disk; the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "problem.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    with (folder / "profiles.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(profiles)
        writer.writerows(zip(*profiles.values(), strict=True))
    return path


@pytest.fixture
def sized(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on a problem; the JSON it prints, or the exit code when it fails."""
    numbers = iter(range(1000))

    def command(problem: dict[str, Any], profiles: dict[str, np.ndarray], variant: str = "A") -> dict[str, Any]:
        path = written(tmp_path / str(next(numbers)), problem, profiles)
        code = run(["campus", "size", str(path), "--variant", variant, "--json"])
        out = capsys.readouterr().out
        assert code == 0
        answer = json.loads(out)
        referee, _, _, money = general_lp.build(read_reference(path, variant).problem)
        solved = general_lp.solve(referee, "simplex", 1e-9)
        objective = solved.getInfo().objective_function_value * money
        assert answer["lower_bound_usd_per_year"] <= objective * (1 + 1e-7)
        assert answer["objective_usd_per_year"] == pytest.approx(objective, rel=1e-6)
        assert answer["method"] == "exact", answer["why_general"]
        return answer

    return command


@pytest.mark.parametrize("seed", range(6))
def test_a_scaled_file_is_a_scaled_answer(seed: int, sized: Any) -> None:
    problem, profiles = drawn(seed)
    base = sized(problem, profiles)
    dearer = problem | {
        "annual_cost": {k: 2 * v for k, v in problem["annual_cost"].items()},
        "marginal": {k: 2 * v for k, v in problem["marginal"].items()},
    }
    prices = profiles | {"grid_price_usd_mwh": 2 * profiles["grid_price_usd_mwh"]}
    assert sized(dearer, prices)["objective_usd_per_year"] == pytest.approx(
        2 * base["objective_usd_per_year"], rel=3e-7
    )
    larger = problem | {"grid_cap_mw": 1.3 * problem["grid_cap_mw"]}
    load = profiles | {"load_mw": 1.3 * profiles["load_mw"]}
    assert sized(larger, load)["objective_usd_per_year"] == pytest.approx(
        1.3 * base["objective_usd_per_year"], rel=3e-7
    )
    shifted = {name: np.roll(values, 37) for name, values in profiles.items()}
    assert sized(problem, shifted)["objective_usd_per_year"] == pytest.approx(base["objective_usd_per_year"], rel=3e-7)


@pytest.mark.parametrize("seed", range(6, 9))
def test_limits_move_the_cost_the_right_way(seed: int, sized: Any) -> None:
    problem, profiles = drawn(seed)
    base = sized(problem, profiles)["objective_usd_per_year"]
    islanded = sized(problem, profiles, "D")["objective_usd_per_year"]
    assert islanded >= base * (1 - 3e-7)
    assert sized(problem | {"grid_cap_mw": 0.0}, profiles)["objective_usd_per_year"] == pytest.approx(
        islanded, rel=3e-7
    )
    assert sized(problem, profiles, "E")["objective_usd_per_year"] >= base * (1 - 3e-7)
    assert sized(problem, profiles, "B")["lower_bound_usd_per_year"] >= base * (1 - 3e-7)
    last = np.inf
    for share in (0.0, 0.05, 0.2, 1.0):
        answer = sized(problem | {"gas_energy_cap_share_variant_C": share}, profiles, "C")
        assert answer["gas_mwh"] <= share * profiles["load_mw"].sum() * (1 + 1e-9) + 1e-9
        assert answer["objective_usd_per_year"] <= last * (1 + 3e-7)
        last = answer["objective_usd_per_year"]
    assert last == pytest.approx(base, rel=3e-7)
    weaker = problem["battery"] | {"eta_charge": 0.8 * problem["battery"]["eta_charge"]}
    assert sized(problem | {"battery": weaker}, profiles)["objective_usd_per_year"] >= base * (1 - 3e-7)
    cheap = problem["marginal"] | {"voll_usd_mwh": 60.0}
    assert sized(problem | {"marginal": cheap}, profiles)["objective_usd_per_year"] <= base * (1 + 3e-7)
    negative = profiles | {"grid_price_usd_mwh": profiles["grid_price_usd_mwh"] - 30.0}
    small = problem | {"grid_cap_mw": 0.5 * float(profiles["load_mw"].min())}
    assert sized(small, negative)["objective_usd_per_year"] <= sized(small, profiles)["objective_usd_per_year"]
