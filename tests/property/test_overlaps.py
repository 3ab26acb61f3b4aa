"""The heaviest set of things of which no two may be the same."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.overlaps import certainly_apart


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=8),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12),
)
def test_what_is_certainly_apart_is_the_heaviest_set_without_a_pair(sizes, pairs):
    weights = {str(n): float(size) for n, size in enumerate(sizes)}
    linked = {frozenset((str(a), str(b))) for a, b in pairs if a != b and max(a, b) < len(sizes)}
    links = {name: [next(iter(pair - {name})) for pair in linked if name in pair] for name in weights}
    kept = certainly_apart(weights, links)
    best = max(
        sum(weights[n] for n in chosen)
        for size in range(len(weights) + 1)
        for chosen in combinations(weights, size)
        if not any(frozenset(pair) in linked for pair in combinations(chosen, 2))
    )
    assert not any(frozenset(pair) in linked for pair in combinations(kept, 2))
    assert sum(weights[n] for n in kept) == pytest.approx(best)


def test_a_large_cluster_keeps_its_heaviest_item():
    weights = {f"n{k}": float(k) for k in range(40)}
    assert certainly_apart(weights, {f"n{k}": [f"n{k + 1}"] for k in range(39)}) == {"n39"}
