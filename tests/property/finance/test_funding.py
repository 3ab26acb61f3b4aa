"""Stated money counts nothing twice, whatever parts and overlaps a catalogue holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.atlas.types import Amount
from gigawatt.finance.funding import stack

amounts = st.lists(
    st.tuples(
        st.integers(1, 1000), st.sampled_from(["announced", "committed", "signed", "drawn"]),
        st.sampled_from(["capex", "capital_commitment", "debt", "contract_value"]), st.integers(-1, 8),
        st.sets(st.integers(0, 8), max_size=2),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


def made_amounts(rows):
    return [
        Amount(
            id=f"a{n}", what=what, layer=layer, low=float(low), high=float(low), unit="USD", source="page-000",
            part_of=f"a{up}" if 0 <= up < n else None,
            overlaps=tuple(f"a{m}" for m in sorted(over) if m < len(rows) and m != n),
        )
        for n, (low, layer, what, up, over) in enumerate(rows)
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(amounts)
def test_money_is_counted_at_most_once_and_layers_never_mix(rows):
    given_amounts = made_amounts(rows)
    rows = stack(given_amounts, {})
    named = [name for row in rows for name in row.ids]
    assert len(named) == len(set(named))
    by_id = {amount.id: amount for amount in given_amounts}
    for row in rows:
        assert {by_id[name].layer for name in row.ids} == {row.layer}
        assert max(by_id[name].low for name in row.ids) <= row.low_usd <= row.high_usd
        assert row.high_usd == sum(by_id[name].high for name in row.ids)


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(1, 500))
def test_a_part_never_raises_the_sum(rows, extra):
    given_amounts = made_amounts(rows)
    whole = given_amounts[0]
    part = whole.model_copy(update={"id": "part", "low": float(extra), "high": float(extra), "part_of": whole.id})
    assert stack([*given_amounts, part], {}) == stack(given_amounts, {})
