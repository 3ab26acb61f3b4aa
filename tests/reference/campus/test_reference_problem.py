"""The published reference problem: every variant to the certified optimum, and edits of it that must move rightly."""

import json
import shutil

import pytest

from gigawatt.campus.reference_file import VARIANTS, read_reference
from gigawatt.campus.sizing import size

pytestmark = pytest.mark.outside_data
KEYS = {"A": "A", "B": "B", "C": "C", "D": "D", "E": "E_firm"}


def sized(data, variant, gap=1e-7):
    return size(read_reference(data / "power" / "problem.json", variant).problem, gap, general=False)


@pytest.fixture(scope="module")
def reference(data):
    return json.loads((data / "power" / "reference.json").read_text())["variants"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_variant_reaches_the_certified_optimum(data, reference, variant):
    """Cost within 1e-6 of HiGHS (C: 2e-6 with a plan inside the gas cap), bound below it, capacities to 0.5 %."""
    found = sized(data, variant, 1e-8)
    objective = min(reference[KEYS[variant]]["highs_objectives"].values())
    tolerance = 2e-6 if variant == "C" else 1e-6
    assert found.cost_usd_per_year == pytest.approx(objective, rel=tolerance)
    assert found.lower_bound_usd_per_year <= objective * (1 + 1e-9)
    assert found.lower_bound_usd_per_year == pytest.approx(objective, rel=1e-6)
    assert found.gap <= 1e-8
    assert found.method == "exact"
    for name, expected_mw in reference[KEYS[variant]]["capacities_highs"].items():
        assert found.capacities[name] / 1e6 == pytest.approx(expected_mw, rel=5e-3, abs=1e-3), name


def test_gas_cap_is_kept_by_the_plan_itself(data):
    """Variant C burns at most 10 % of the load, counted hour by hour, and prices the cap inside the known range."""
    found = sized(data, "C")
    cap_wh = 0.10 * found.problem.load_wh_per_year
    assert found.energy_wh("gas") <= cap_wh * (1 + 1e-12)
    assert found.energy_wh("gas") == pytest.approx(cap_wh, rel=1e-4)
    assert 31.9 <= found.budget_prices["gas energy"] * 1e6 <= 33.1


def test_firmness_has_the_known_price(data):
    """Variant E: one more MW of peak to be covered costs 117,772 USD per year."""
    found = sized(data, "E")
    assert found.capacities["gas"] + found.capacities["grid"] == pytest.approx(120e6, rel=1e-9)
    more = found.capacity_values["gas"] * 1e6
    assert 121046.66 - more == pytest.approx(117772.2115, rel=2e-3)


def edited(data, folder, change, scale_load=1.0):
    """A copy of the problem with an edit of its JSON and a factor on the load column."""
    raw = json.loads((data / "power" / "problem.json").read_text())
    change(raw)
    (folder / "problem.json").write_text(json.dumps(raw))
    lines = (data / "power" / "profiles.csv").read_text().splitlines()
    if scale_load == 1.0:
        shutil.copy(data / "power" / "profiles.csv", folder / "profiles.csv")
    else:
        rows = [lines[0]]
        for line in lines[1:]:
            hour, load, rest = line.split(",", 2)
            rows.append(f"{hour},{float(load) * scale_load},{rest}")
        (folder / "profiles.csv").write_text("\n".join(rows) + "\n")
    return folder / "problem.json"


def test_load_and_grid_cap_doubled_double_the_cost(data, tmp_path, reference):
    """The problem is homogeneous: twice the load and the grid cap means twice the cost and every capacity."""
    path = edited(data, tmp_path, lambda raw: raw.update(grid_cap_mw=80.0), scale_load=2.0)
    found = size(read_reference(path, "A").problem, 1e-7)
    objective = 2 * min(reference["A"]["highs_objectives"].values())
    assert found.cost_usd_per_year == pytest.approx(objective, rel=1e-6)
    assert found.lower_bound_usd_per_year == pytest.approx(objective, rel=1e-6)


def test_all_money_doubled_doubles_the_cost_and_keeps_the_plant(data, tmp_path, reference):
    """Costs, fuel, prices and lost load at twice the money: the same plant at twice the cost."""

    def change(raw):
        raw["annual_cost"] = {k: 2 * v for k, v in raw["annual_cost"].items()}
        raw["marginal"] = {k: 2 * v for k, v in raw["marginal"].items()}

    path = edited(data, tmp_path, change)
    lines = path.with_name("profiles.csv").read_text().splitlines()
    rows = [lines[0]] + [",".join([*line.split(",")[:-1], repr(2 * float(line.split(",")[-1]))]) for line in lines[1:]]
    path.with_name("profiles.csv").write_text("\n".join(rows) + "\n")
    found = size(read_reference(path, "A").problem, 1e-7)
    assert found.cost_usd_per_year == pytest.approx(2 * min(reference["A"]["highs_objectives"].values()), rel=1e-6)
    assert found.capacities["solar"] / 1e6 == pytest.approx(131.8914, rel=5e-3)


def test_dearer_gas_never_lowers_the_bound_or_the_cost(data, tmp_path):
    """The bound moves with the costs: it is computed, not remembered."""
    seen = []
    for factor in (0.8, 1.0, 1.3):
        folder = tmp_path / str(factor)
        folder.mkdir()
        path = edited(data, folder, lambda raw, f=factor: raw["marginal"].update(gas_usd_mwh=84.108 * f))
        found = size(read_reference(path, "A").problem, 1e-6)
        seen.append((found.lower_bound_usd_per_year, found.cost_usd_per_year))
    assert seen[0][1] < seen[1][0] and seen[1][1] < seen[2][0]
