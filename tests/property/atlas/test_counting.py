"""Sums count nothing twice, whatever views and twins a catalogue holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigawatt.atlas.catalogue import load_catalogue
from gigawatt.atlas.counting import (
    facility_range_w,
    fleet,
    programme_fleet,
    state_of,
)
from gigawatt.atlas.types import Block, Campus, Programme, Share

CATALOGUE = load_catalogue()
CAMPUSES = sorted(CATALOGUE.campuses)
ROLES = ("venture", "brand", "campus", "tenant", "owner")
BASES = ("it", "critical", "facility", "grid", "unknown")
STAGES = ("announced", "permitted", "land_clearing", "shell", "equipment", "operational", "cancelled")


def total(found):
    return {(line.basis, line.state): (line.low_w, line.counted_w) for line in found.lines}


views = st.lists(
    st.tuples(st.sampled_from(CAMPUSES), st.sampled_from(ROLES), st.floats(0.0, 1.0)), min_size=1, max_size=6
)


@settings(max_examples=40, deadline=None)
@given(views)
def test_adding_a_programme_never_changes_the_fleet(shares):
    programme = Programme(
        id="new", name="New", lead="openai", state="announced", source="page-000",
        shares=tuple(Share(campus=c, role=r, share=s, source="page-000") for c, r, s in shares),
    )  # fmt: skip
    more = replace(CATALOGUE, programmes={**CATALOGUE.programmes, "new": programme})
    assert total(fleet(more)) == total(fleet(CATALOGUE))


@settings(max_examples=40, deadline=None)
@given(views)
def test_a_programme_never_shows_more_than_its_campuses_hold(shares):
    programme = Programme(
        id="new", name="New", lead="openai", state="announced", source="page-000",
        shares=tuple(Share(campus=c, role=r, share=s, source="page-000") for c, r, s in shares),
    )  # fmt: skip
    shown = programme_fleet(CATALOGUE, programme, roles=ROLES)
    whole = fleet(CATALOGUE, campuses={c for c, _, _ in shares})
    for basis in BASES:
        assert shown.range_w(basis)[1] <= whole.range_w(basis)[1] + 1e-3


blocks = st.lists(
    st.tuples(
        st.integers(0, 500), st.sampled_from(BASES), st.sampled_from(STAGES), st.sets(st.integers(0, 9), max_size=3)
    ),
    min_size=1,
    max_size=10,
)


def catalogue_of(rows):
    made = tuple(
        Block(
            id=f"c/{n}", power_mw=mw, power_basis=basis, stage=stage, source="page-000",
            operational_on="2025" if stage == "operational" else None,
            may_be_same_as=tuple(f"c/{m}" for m in sorted(twins) if m < len(rows) and m != n),
        )
        for n, (mw, basis, stage, twins) in enumerate(rows)
    )  # fmt: skip
    campus = Campus(id="c", name="C", country="US", region="us-tx", source="page-000", blocks=made)
    return replace(CATALOGUE, campuses={"c": campus}, programmes={})


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_the_range_lies_between_the_largest_block_and_the_plain_sum(rows):
    catalogue = catalogue_of(rows)
    found = fleet(catalogue)
    alive = [block for _, block in catalogue.blocks.values() if state_of(block) is not None]
    high = sum(line.counted_w for line in found.lines)
    low = sum(line.low_w for line in found.lines)
    assert high == pytest.approx(sum(block.power_mw for block in alive) * 1e6)
    assert 0 <= low <= high
    assert low >= max((block.power_mw for block in alive), default=0) * 1e6 - 1e-6
    assert sorted(name for line in found.lines for name in line.blocks) == sorted(block.id for block in alive)
    if not any(block.may_be_same_as for block in alive):
        assert low == pytest.approx(high)


def test_the_bundled_sums_rest_on_every_block_once():
    found = fleet(CATALOGUE, with_derived=True)
    alive = [name for name, (_, block) in CATALOGUE.blocks.items() if block.stage != "cancelled"]
    assert sorted(found.inputs) == sorted(f"fact:{name}" for name in alive)
    low, high = found.range_w("facility")
    assert 0 < low <= high
    assert fleet(CATALOGUE).range_w("facility")[1] < high  # derived blocks stand apart
    all_low, all_high = facility_range_w(found, CATALOGUE.parameters)
    assert low + sum(found.range_w(basis)[0] for basis in ("it", "critical", "grid", "unknown")) <= all_low < all_high
    states = [
        facility_range_w(found, CATALOGUE.parameters, s) for s in ("operational", "under_construction", "announced")
    ]
    assert all_low == pytest.approx(sum(low for low, _ in states))


def test_the_views_of_stargate_count_each_block_once():
    venture, brand, campuses = (CATALOGUE.programmes[f"stargate-{name}"] for name in ("venture", "brand", "us"))
    assert programme_fleet(CATALOGUE, venture).lines == ()
    assert programme_fleet(CATALOGUE, brand).lines == ()
    counted = {name for line in programme_fleet(CATALOGUE, campuses).lines for name in line.blocks}
    of_venture = programme_fleet(CATALOGUE, venture, roles=["venture"])
    assert {name for line in of_venture.lines for name in line.blocks} <= counted


def test_a_view_of_the_past_sees_only_what_was_known():
    early = fleet(CATALOGUE, as_of="2025-10-31")
    names = {name for line in early.lines for name in line.blocks}
    assert "stargate-jupiter/1" in names and "softbank-piketon/1" not in names
    assert all(CATALOGUE.blocks[name][1].known_on <= "2025-10-31" for name in names)
    november, newest = (
        fleet(CATALOGUE, as_of=day).range_w("facility", "operational")[1] for day in ("2025-11-30", None)
    )
    assert 2e9 < november < newest


def test_unknown_campus_is_told():
    from gigawatt.errors import InputError

    with pytest.raises(InputError, match="campus-unknown"):
        fleet(CATALOGUE, campuses=["no-such"])
