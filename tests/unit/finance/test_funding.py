"""Uses against sources: scale, order of magnitude, layers, parts and overlaps."""

from pathlib import Path

import numpy as np
import pytest

import gigawatt
from gigawatt.atlas.types import Amount
from gigawatt.finance.funding import PARAMETERS, SIDES, stack, top_level, unit_costs, uses
from gigawatt.params import ParameterBook, read_parameters

FOLDER = Path(gigawatt.__file__).parent / "catalogue" / "funding"


def amount(id, low, layer="committed", what="capital_commitment", **more):
    return Amount(id=id, what=what, layer=layer, low=low, high=low, unit="USD", source="s", **more)


@pytest.fixture(scope="module")
def book():
    return ParameterBook(read_parameters([FOLDER / "uses.toml"]))


def test_every_parameter_of_the_model_is_in_the_catalogue(book):
    assert {p.key for p in book} == set(PARAMETERS)


def test_a_gigawatt_costs_what_the_field_says(book):
    """All-in 29 to 50 bn USD per GW are the published figures (facility and IT basis)."""
    need = sum(uses(1e9, 0.0, unit_costs(book, 1, 20_000)).values())
    low, mid, high = np.quantile(need, [0.1, 0.5, 0.9])
    assert 24e9 < low < 30e9 < mid < 38e9 < high < 48e9


def test_uses_are_linear_in_power_and_on_site_plant_costs_more(book):
    costs = unit_costs(book, 3, 500)
    once, twice = uses(1e8, 0.5, costs), uses(2e8, 0.5, costs)
    for use in once:
        assert np.allclose(2 * once[use], twice[use])
    assert np.median(uses(1e8, 1.0, costs)["power"]) > np.median(uses(1e8, 0.0, costs)["power"])


def test_layers_are_never_added_into_one_another():
    rows = stack([amount("a", 100.0, "announced"), amount("b", 40.0, "signed")], {})
    assert {(r.layer, r.low_usd) for r in rows} == {("announced", 100.0), ("signed", 40.0)}


def test_spending_funding_and_customers_contracts_are_never_added():
    """A hall of 100 paid by a loan of 80 and let for 300 is neither 180 nor 480 of anything."""
    rows = stack(
        [
            amount("capex", 100.0, "signed", "capex"),
            amount("loan", 80.0, "signed", "debt", part_of="capex"),
            amount("lease", 300.0, "signed", "contract_value"),
        ],
        {},
    )
    assert [(r.side, r.low_usd, r.high_usd) for r in rows] == [
        (side, total, total) for side, total in zip(SIDES, (100.0, 80.0, 300.0), strict=True)
    ]


def test_parts_count_once_and_overlaps_become_a_range():
    whole, part = amount("w", 100.0), amount("p", 30.0, part_of="w")
    assert [a.id for a in top_level([whole, part])] == ["w"]
    other = amount("o", 60.0, overlaps=("w",))
    (row,) = stack([whole, part, other], {})
    assert (row.low_usd, row.high_usd) == (100.0, 160.0)
    assert row.ids == ("w", "o")


def test_a_part_of_a_part_counts_once_though_the_step_between_is_in_another_layer():
    chain = [amount("w", 100.0), amount("s", 50.0, "signed", part_of="w"), amount("p", 20.0, part_of="s")]
    assert [(r.layer, r.high_usd) for r in stack(chain, {})] == [("committed", 100.0), ("signed", 50.0)]


def test_rates_and_unknown_currencies_are_left_out_of_stocks():
    assert stack([amount("r", 30e9, per="year")], {}) == []
    yuan = Amount(id="y", what="capex", layer="announced", low=7.0, high=7.0, unit="CNY", source="s")
    assert stack([yuan], {}) == []
    assert stack([yuan], {"CNY": 0.14})[0].low_usd == pytest.approx(0.98)


def test_a_backlog_is_a_state_and_only_the_newest_counts():
    """Reported 523 bn in December and 553 bn in March are one backlog, not 1,076 bn."""
    old, new = (
        amount(f"r{day}", low, "signed", "backlog_rpo", payee="o", known_on=day)
        for day, low in (("2025-12-10", 523e9), ("2026-03-10", 553e9))
    )
    (row,) = stack([old, new], {})
    assert (row.low_usd, row.high_usd, row.ids) == (553e9, 553e9, ("r2026-03-10",))
    other = amount("x", 10e9, "signed", "backlog_rpo", payee="c", known_on="2025-01-01")
    assert stack([new, other, old], {})[0].high_usd == 563e9
