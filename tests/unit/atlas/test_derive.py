"""Power derived from money: only for budgets of data centres, with the spread of cost, never as a promise."""

import numpy as np
import pytest

from gigawatt.atlas.catalogue import load_catalogue
from gigawatt.atlas.derive import (
    COST_ALL,
    COST_BUILDINGS,
    DerivedPower,
    NotDerived,
    derived_for,
    derived_power,
    power_of_amount,
)
from gigawatt.atlas.types import Amount


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def amount(**changes):
    plain = {
        "id": "a", "what": "capital_commitment", "layer": "announced", "low": 50e9, "high": 50e9, "unit": "USD",
        "source": "page-002",
    }  # fmt: skip
    return Amount.model_validate(plain | changes)


def test_fifty_billion_buys_what_the_cost_per_watt_says(catalogue):
    found = power_of_amount(amount(), catalogue.parameters)
    assert isinstance(found, DerivedPower)
    low, mid, high = catalogue.parameters[COST_ALL].interval()
    assert found.it_power_w == pytest.approx((50e9 / high, 50e9 / mid, 50e9 / low), rel=0.02)
    assert found.facility_power_w[1] > found.it_power_w[1]
    assert found.inputs == ("fact:a", f"parameter:{COST_ALL}", "parameter:peak_ratio.seen_range")


def test_buildings_alone_buy_more_watts(catalogue):
    shell = power_of_amount(amount(includes=["buildings"]), catalogue.parameters)
    assert f"parameter:{COST_BUILDINGS}" in shell.inputs
    assert shell.it_power_w[1] > power_of_amount(amount(), catalogue.parameters).it_power_w[1]


def test_a_range_of_money_widens_the_range_of_power(catalogue):
    narrow = power_of_amount(amount(), catalogue.parameters)
    wide = power_of_amount(amount(low=20e9, high=80e9), catalogue.parameters)
    spread = lambda found: found.it_power_w[2] - found.it_power_w[0]  # noqa: E731
    assert spread(wide) > spread(narrow)


def test_yuan_are_changed_into_dollars(catalogue):
    price = catalogue.parameters["checks.exchange.cny"].p50
    yuan = power_of_amount(amount(unit="CNY", low=50e9 / price, high=50e9 / price), catalogue.parameters)
    assert "parameter:checks.exchange.cny" in yuan.inputs
    assert yuan.it_power_w[1] == pytest.approx(power_of_amount(amount(), catalogue.parameters).it_power_w[1], rel=0.02)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"includes": ["jobs"]}, "jobs"),
        ({"includes": ["running_cost", "chips"]}, "running_cost"),
        ({"includes": ["grid"]}, "grid"),
        ({"what": "contract_value"}, "no budget"),
        ({"low": None}, "upper bound"),
        ({"unit": "BRL"}, "exchange rate"),
    ],
)
def test_what_gives_no_power_says_why(catalogue, changes, reason):
    found = power_of_amount(amount(**changes), catalogue.parameters)
    assert isinstance(found, NotDerived) and reason in found.reason


def test_an_open_amount_is_a_lower_bound(catalogue):
    assert power_of_amount(amount(high=None), catalogue.parameters).at_least


def test_pledges_of_the_pages(catalogue):
    """50 bn and 1.4 tn give derived MW; 600 bn with jobs gives none."""
    book = catalogue.parameters
    anthropic = derived_power(catalogue.programmes["anthropic-own"], book)
    openai = derived_power(catalogue.programmes["openai-compute"], book)
    assert 1e9 < anthropic.facility_power_w[1] < 3e9
    assert 20e9 < openai.facility_power_w[1] < 80e9
    assert derived_power(catalogue.programmes["meta-us"], book) is None
    assert derived_power(catalogue.programmes["microsoft-india"], book) is None
    assert {"anthropic-own", "openai-compute", "meta-us"} <= set(derived_for(catalogue))


def test_the_same_seed_gives_the_same_power(catalogue):
    first, second, other = (power_of_amount(amount(), catalogue.parameters, seed=seed) for seed in (1, 1, 2))
    assert first == second != other
    assert np.all(np.diff(first.it_power_w) > 0)
