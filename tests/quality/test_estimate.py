"""Planted cases for estimates: votes by independent voice, bounds, ranges, denials, age, revisions, order."""

from dataclasses import replace

import numpy as np
import pytest

from gigawatt.errors import InputError
from gigawatt.ledger.estimate import estimate
from gigawatt.ledger.records import Held, Judgement
from unit.ledger.helpers import claim, document

DOCS = [document(str(n), path=f"{n}.txt") for n in range(12)]


def said(n, *numbers, day="2025-11-16", cluster="", **values):
    return Held(claim(*numbers, doc=DOCS[n], **values), day, cluster=cluster)


def test_one_exact_claim_gives_a_narrow_estimate_around_it():
    made = estimate([said(0, 100.0)])
    assert 90 < made.p10 < made.p50 < made.p90 < 110
    assert made.p50 == pytest.approx(100.0, rel=0.005)
    assert made.claims == (claim(100.0, doc=DOCS[0]).id,)


def test_agreement_narrows_and_each_voice_counts():
    alone = estimate([said(0, 100.0)])
    several = estimate([said(n, 100.0) for n in range(5)])
    assert several.clusters == 5
    assert several.p90 - several.p10 < alone.p90 - alone.p10


def test_ten_reprints_have_one_vote():
    reprints = [said(n, 100.0, cluster="one story") for n in range(10)]
    other = said(10, 200.0)
    made = estimate([*reprints, other])
    assert made.clusters == 2
    weights = {ballot.claim: ballot.weight for ballot in made.ballots}
    assert sum(weights[one.id] for one in reprints) == pytest.approx(weights[other.id], rel=1e-9)
    assert made.p10 < 105 and made.p90 > 190  # two voices that disagree: the estimate spans both
    independent = estimate([*(said(n, 100.0) for n in range(10)), other])
    assert independent.p90 < 120


def test_a_bound_moves_mass_only_to_its_side():
    above = estimate([said(0, 100.0, None)])
    assert above.p10 > 80 and above.p90 > 300
    below = estimate([said(0, None, 100.0)])
    assert below.p90 < 120 and below.p10 < 50
    held = estimate([said(0, 120.0), said(1, 100.0, None)])
    assert held.p50 == pytest.approx(120.0, rel=0.02)
    against = estimate([said(0, 50.0), said(1, 100.0, None)])
    assert against.p90 > 100 and against.p10 < 60


def test_a_range_is_a_range():
    made = estimate([said(0, 13e9, 44e9, "W", metric="power_gap")])
    assert 12e9 < made.p10 < 18e9 and 35e9 < made.p90 < 46e9
    assert made.unit == "W"


def test_what_was_revised_counts_little():
    old, new = said(0, 91.0, day="2025-07-30"), said(1, 97.0, day="2025-10-29")
    judged = [Judgement("revision", old.id, new.id, "told anew")]
    made = estimate([old, new], judgements=judged)
    assert made.p50 == pytest.approx(97.0, rel=0.01)
    assert {b.claim: b.weight for b in made.ballots}[old.id] < 0.1


def test_denials_and_rumours_weigh_less_than_reports():
    plain = estimate([said(0, 100.0), said(1, 60.0, status="rumoured")])
    assert plain.p50 == pytest.approx(100.0, rel=0.03)
    denied = estimate([said(0, 100.0), said(1, 100.0, status="denied"), said(2, 60.0)])
    assert denied.p50 < 70


def test_own_words_weigh_more_and_headlines_and_copies_less():
    votes = {}
    for name, one in {
        "own": said(0, 1.0, speaker="Acme"), "other": said(1, 1.0, speaker="Bank"), "nobody": said(2, 1.0),
        "headline": said(3, 1.0, quote="Head", item="Head"), "copy": said(4, 1.0, independent=False),
    }.items():  # fmt: skip
        votes[name] = estimate([one]).ballots[0].weight
    assert votes["own"] > votes["other"] > votes["nobody"] > votes["headline"] > votes["copy"]


def test_age_halves_a_vote_in_the_half_life():
    made = estimate([said(0, 1.0, day="2024-05-16"), said(1, 2.0, day="2025-11-16")])
    old, new = (ballot.weight for ballot in made.ballots)
    assert old / new == pytest.approx(0.5, abs=0.01)
    unchanging = estimate([said(0, 1.0, day="2024-05-16"), said(1, 2.0, day="2025-11-16")], changing=False)
    assert unchanging.ballots[0].weight == unchanging.ballots[1].weight


def test_currencies_are_brought_together_and_other_units_refused():
    made = estimate([said(0, 160e9, unit="CNY"), said(1, 22.5e9)])
    assert made.unit == "USD"
    assert 21e9 < made.p50 < 23.5e9
    with pytest.raises(InputError, match="estimate-units"):
        estimate([said(0, 1.0), said(1, 1.0, unit="W")])
    with pytest.raises(InputError, match="estimate-empty"):
        estimate([said(0, None, None)])


def test_dates_and_losses():
    dates = estimate([said(0, "2027", unit="date"), said(1, "2028", unit="date")])
    assert dates.p10 < "2027-07" and "2028" < dates.p90 < "2029"
    signed = estimate([said(0, -100.0), said(1, -110.0)])
    assert -130 < signed.p10 < signed.p90 < -80


def test_the_order_of_claims_does_not_matter():
    claims = [said(0, 100.0), said(1, 130.0, None), said(2, 90.0, 110.0), said(3, None, 300.0)]
    assert estimate(claims).p50 == pytest.approx(estimate(claims[::-1]).p50, rel=1e-12)


def test_quantiles_are_a_function_and_the_interval_is_honest():
    made = estimate([said(0, 100.0, None), said(1, 140.0)])
    grid = np.linspace(0.01, 0.99, 50)
    values = made.quantile(grid)
    assert values.shape == (50,)
    assert (np.diff(values) >= 0).all()
    assert float(made.quantile(0.5)) == pytest.approx(made.p50)
    assert made.as_dict()["claims"][0]["factors"]
    assert made.id == estimate([said(0, 100.0, None), said(1, 140.0)]).id


def test_a_copy_weighs_little_beside_its_original_and_in_full_without_it():
    original = said(0, 100.0, cluster="story")
    copy = replace(said(1, 900.0, cluster="story"), copy_of=(DOCS[0].sha256, 0, 100))
    both = {b.claim: b.weight for b in estimate([original, copy]).ballots}
    assert both[copy.id] == pytest.approx(0.1 * both[original.id], rel=1e-9)
    assert sum(both.values()) == pytest.approx(estimate([original]).ballots[0].weight)
    assert estimate([original, copy]).p50 == pytest.approx(100.0, rel=0.02)
    alone = estimate([copy]).ballots[0]
    assert alone.weight == estimate([original]).ballots[0].weight


def test_units_of_one_dimension_are_brought_together():
    made = estimate([said(0, 18.0, unit="month", metric="lead_time"), said(1, 1.5, unit="year", metric="lead_time")])
    assert made.unit == "month" and made.p50 == pytest.approx(18.0, rel=0.01)
    land = estimate(
        [said(0, 100.0, unit="acre", metric="land_area"), said(1, 404_686.0, unit="m2", metric="land_area")]
    )
    assert land.unit == "m2" and land.p50 == pytest.approx(404_686.0, rel=0.01)


def test_two_bounds_from_two_sides_hold_the_figure_between_them():
    made = estimate([said(0, 100.0, None), said(1, None, 150.0)])
    assert 90 < made.p10 and made.p90 < 165


def test_only_a_denial_leaves_the_figure_open_but_away_from_the_denied_number():
    made = estimate([said(0, 100.0, status="denied")])
    assert made.p10 < 80 and made.p90 > 120
