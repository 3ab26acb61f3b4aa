"""Numbers, money, dates and shares as shown, in both languages."""

import pytest

from gigawatt.report import formats
from gigawatt.report.view import Band, DateBand

T = formats.THIN


@pytest.mark.parametrize(
    ("value", "unit", "lang", "shown"),
    [
        (1.2e9, "W", "en", f"1.2{T}GW"),
        (999.96e6, "W", "en", f"1{T}GW"),
        (48e6, "W", "zh", f"48{T}MW"),
        (0.0, "W", "en", f"0{T}MW"),
        (500e9, "USD", "en", f"$500{T}bn"),
        (1.4e12, "USD", "en", f"$1.4{T}tn"),
        (500e9, "USD", "zh", f"5,000{T}亿美元"),
        (1.4e12, "USD", "zh", f"1.4{T}万亿美元"),
        (160e9, "CNY", "en", f"CNY 160{T}bn"),
        (160e9, "CNY", "zh", f"1,600{T}亿元人民币"),
        (3.1e12, "Wh", "en", f"3.1{T}TWh"),
        (104_000, "chip", "en", f"104,000{T}chips"),
        (9_000_000, "count", "en", "9,000,000"),
        (-362e6, "USD", "en", f"$-362{T}m"),
        (None, "W", "en", "–"),
        (float("nan"), "W", "en", "–"),
    ],
)
def test_amounts(value, unit, lang, shown):
    assert formats.amount(value, unit, lang) == shown


def test_a_range_shares_one_unit_and_says_open_sides():
    assert formats.span(0.9e9, 2.4e9, "W", "en") == f"0.9–2.4{T}GW"
    assert formats.span(168e9, 1.81e12, "USD", "en") == f"$168{T}bn–$1.81{T}tn"
    assert formats.span(0.0, 2e9, "W", "en") == f"0–2{T}GW"
    assert formats.span(None, 2e9, "W", "en") == f"≤{T}2{T}GW"
    assert formats.span(3e9, None, "USD", "en") == f"≥{T}$3{T}bn"
    assert formats.span(5e9, 5e9, "W", "en") == f"5{T}GW"
    assert formats.span(None, None, "W", "en") == "–"
    assert formats.span(0.1, 0.25, "fraction", "en") == f"10{T}%–25{T}%"


def test_simulated_values_keep_two_digits():
    band = Band("figure:x", 0.967e9, 2.44e9, 4.99e9)
    assert formats.middle(band, "W", "en") == f"2.4{T}GW"
    assert formats.interval(band, "W", "en") == f"0.97–5.0{T}GW"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, f"0{T}%"), (0.003, f"<{T}1{T}%"), (0.994, f">{T}99{T}%"), (1.0, f"100{T}%"), (None, "–")]
)
def test_shares_are_never_rounded_to_never_or_always(value, shown):
    assert formats.share(value) == shown


def test_a_simulated_chance_is_never_zero_or_one():
    assert formats.chance(0.0) == f"<{T}1{T}%"
    assert formats.chance(1.0) == f">{T}99{T}%"
    assert formats.chance(None) == "–"


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        ("2028", "2028", "2028年"),
        ("2028-03", "Mar 2028", "2028年3月"),
        ("2028-03-09", "9 Mar 2028", "2028年3月9日"),
        ("FY26", "FY26", "FY26"),
        ("2028-13", "2028-13", "2028-13"),
        (None, "–", "–"),
    ],
)
def test_dates(day, en, zh):
    assert formats.month(day, "en") == en
    assert formats.month(day, "zh") == zh


def test_a_date_beyond_the_horizon_is_said():
    late = DateBand("figure:x", "2031-02", None, None)
    assert formats.date_middle(late, "en") == "beyond the horizon"
    assert formats.date_interval(late, "zh") == "2031-02 至 更晚"


def test_terms_of_closed_lists_are_translated_and_others_stay():
    assert formats.term("under construction", "zh") == "在建"
    assert formats.term("power_capacity", "en") == "power capacity"
    assert formats.term("never heard of", "zh") == "never heard of"
