"""Laws of the ledger for any claims: append-only, idempotent, independent of order; verdicts that mirror."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.ledger.estimate import estimate
from gigawatt.ledger.export import write_claims
from gigawatt.ledger.intake import take
from gigawatt.ledger.judge import compare, judge, same_groups
from gigawatt.ledger.periods import parse_period, relation
from gigawatt.ledger.records import Held, claim_from_dict
from gigawatt.ledger.search import index_words, query_words
from gigawatt.ledger.store import Ledger
from unit.ledger.helpers import claim, document

DOCS = [document(str(n), path=f"{n}.txt") for n in range(4)]
DAYS = ("2025-01-26", "2025-07-22", "2025-11-16")


@st.composite
def claims(draw):
    unit = draw(st.sampled_from(["USD", "CNY", "W", "site", "ratio", "job"]))
    value = draw(st.sampled_from([1.0, 2.0, 10.0, 10.1, 100.0, 7.1, 5e9, 5e10]))
    low, high = draw(st.sampled_from([(value, value), (value, None), (None, value), (value, value * 3)]))
    doc = draw(st.sampled_from(DOCS))
    return claim(
        low, high, unit, doc=doc, start=draw(st.integers(0, 500)),
        subject=draw(st.sampled_from(["Acme", "Acme Inc", "Beta", None])),
        metric=draw(st.sampled_from(["capex", "revenue", "other", "site_count"])),
        status=draw(st.sampled_from(["actual", "planned", "alleged", "denied"])),
        speaker=draw(st.sampled_from([None, "Acme", "Bank"])),
        period=draw(st.sampled_from([None, "2025", "2026", "by 2028"])),
        approx=draw(st.booleans()), negated=draw(st.booleans()), item_day=draw(st.sampled_from([None, *DAYS])),
    )  # fmt: skip


def held(one):
    return Held(one, one.item_day or "2025-03-01")


@given(st.lists(claims(), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_changes_no_judgement(found, dice):
    rows = [held(one) for one in {one.id: one for one in found}.values()]
    first = judge(rows)
    dice.shuffle(rows)
    assert judge(rows) == first
    assert same_groups(first) == same_groups(reversed(first))


@given(claims(), claims())
@settings(max_examples=300, deadline=None)
def test_a_verdict_is_one_whichever_side_comes_first(one, two):
    if one.id != two.id:
        assert compare(held(one), held(two)) == compare(held(two), held(one))
        verdict = compare(held(one), held(two))
        assert verdict.reason
        if one.subject is None or two.subject is None:
            assert verdict.kind == "not_comparable"


@given(st.lists(claims(), min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_adding_in_any_order_and_twice_gives_one_ledger(found, dice):
    by_document = {}
    for one in found:
        by_document.setdefault(one.doc_sha256, []).append(one)
    documents = {doc.sha256: doc for doc in DOCS}

    def fill(order, repeat):
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "l.db", day="2026-01-01") as book:
            for sha256 in order * repeat:
                rows = list(by_document[sha256])
                dice.shuffle(rows)
                book.add_document(documents[sha256], rows)
            return book.claims()

    order = list(by_document)
    once = fill(order, 1)
    dice.shuffle(order)
    assert fill(order, 3) == once


@given(claims())
@settings(max_examples=100, deadline=None)
def test_a_claim_written_and_read_is_the_same(one):
    assert claim_from_dict(one.as_dict()) == one
    assert claim_from_dict(one.as_dict()).id == one.id


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_periods_and_words_are_read_without_a_crash(text):
    span = parse_period(text)
    assert span.start is None or span.end is None or span.start <= span.end
    assert relation(span, span) in ("equal", "unsaid")
    index_words(text)
    query_words(text)


@given(st.lists(claims(), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_an_estimate_is_an_interval_around_its_middle(found):
    unit = found[0].unit
    rows = [held(one) for one in {one.id: one for one in found if one.unit == unit}.values()]
    made = estimate(rows)
    assert made.p10 <= made.p50 <= made.p90 and made.p10 < made.p90
    assert made.clusters <= len(rows) == len(made.ballots)
    assert all(ballot.weight >= 0 for ballot in made.ballots)


@given(st.lists(claims(), min_size=1, max_size=6), st.data())
@settings(max_examples=30, deadline=None)
def test_claims_exported_and_taken_in_again_are_the_same(found, data):
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    odd = [
        replace(
            one,
            quote=data.draw(words),
            speaker=data.draw(words) or None,
            noun=data.draw(st.sampled_from([None, "=1+1", "'=1", "-x", "''@a", "a,b\nc\r"])),
            equivalent_of=data.draw(st.sampled_from([None, (1, 2)])),
            rules={"metric": data.draw(words)},
        )
        for one in found
    ]
    rows = [Held(one, one.item_day or "2025-03-01", "2026-01-01") for one in odd]
    for form in ("jsonl", "csv"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"claims.{form}"
            write_claims(rows, form, path)
            back = [claim for taken in take([str(path)]) for claim in taken.claims]
        assert sorted(one.id for one in back) == sorted(one.id for one in odd)
        assert {one.id: (one.quote, one.rules) for one in back} == {one.id: (one.quote, one.rules) for one in odd}
