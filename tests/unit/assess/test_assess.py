"""The main job as a whole: closed trace, repeatable, documents move figures, overrides and since stand beside ours."""

import json
from pathlib import Path

import pytest

from gigawatt.assess.assess import AssessOptions, assess
from gigawatt.assess.tracing import why

SMALL = {"draws": 300, "horizon_months": 72}


@pytest.fixture(scope="module")
def plain():
    return assess(AssessOptions(**SMALL))


def band(assessment, name):
    figure = assessment.run.trace.trace.figures[f"figure:{name}"]
    return figure.p10, figure.p50, figure.p90


def test_every_figure_walks_down_to_a_source_or_an_assumption(plain):
    stored = json.loads(json.dumps(plain.as_dict(), allow_nan=False))
    assert len(stored["figures"]) > 300
    leaves = ("source:", "claim:", "rule:")

    def bottom(node):
        return all(bottom(child) for child in node.under) if node.under else node.id.startswith(leaves) or (
            node.id.startswith("fact:")  # an assumption of the catalogue, which says so
        )  # fmt: skip

    for figure in stored["figures"][::25]:
        assert bottom(why(stored, figure["id"])), figure["id"]


def test_every_shown_figure_id_is_in_the_trace(plain):
    known = set(plain.run.trace.trace.figures)
    shown = set()

    def collect(value):
        if isinstance(value, dict):
            shown.update([value["figure"]] if isinstance(value.get("figure"), str) else [])
            for inner in value.values():
                collect(inner)
        elif isinstance(value, (list, tuple)):
            for inner in value:
                collect(inner)

    collect(plain.view.as_dict())
    assert len(shown) > 300 and shown <= known


def test_the_same_seed_gives_the_same_bits_and_another_does_not(plain):
    again = assess(AssessOptions(**SMALL))
    assert again.scenario.hash == plain.scenario.hash
    assert json.dumps(again.as_dict(), sort_keys=True) == json.dumps(plain.as_dict(), sort_keys=True)
    other = assess(AssessOptions(**SMALL, seed=2))
    assert other.scenario.hash != plain.scenario.hash
    assert band(other, "fleet.probable_w.2028") != band(plain, "fleet.probable_w.2028")


def test_the_fleet_counts_each_block_once(plain):
    blocks = [plan for plan in plain.run.plans.blocks if dict(plan.programmes).get("@fleet")]
    total = sum(plan.facility_power_w for plan in blocks)
    assert len({plan.id for plan in blocks}) == len(blocks)
    by_programme = sum(s * p.facility_power_w for p in blocks for name, s in p.programmes if name != "@fleet")
    assert by_programme > total  # views overlap, and yet
    assert plain.view.fleet.promised_w[-1] <= total * (1 + 1e-9)


def test_bands_are_ordered_and_curves_never_fall(plain):
    for row in plain.view.programmes:
        for year in row.years:
            assert 0 <= year.probable_w.p10 <= year.probable_w.p50 <= year.probable_w.p90
        if row.curve:
            steps = row.curve.promised_w
            assert all(a <= b + 1e-6 for a, b in zip(steps, steps[1:], strict=False))


def test_pledges_with_jobs_get_no_derived_power_and_derived_is_never_promised(plain):
    rows = {row.id: row for row in plain.view.programmes}
    assert rows["meta-us"].derived_w is None
    derived = [row for row in rows.values() if row.derived_w is not None]
    assert derived and all(row.promised_w is None for row in derived)


def test_a_page_with_a_new_promise_moves_the_programme(plain, tmp_path):
    page = tmp_path / "news.txt"
    page.write_text(
        "Hyperion grows\n\nMeta said that Hyperion will have 11 gigawatts of capacity by 2028.\n\n"
        "A rumour has it that Hyperion will never have 77 gigawatts.\n"
    )
    moved = assess(AssessOptions(documents=(str(page),), **SMALL))
    before, after = (
        next(r for r in a.view.programmes if r.id == "meta-hyperion-programme") for a in (plain, moved)
    )  # fmt: skip
    assert before.promised_w.value == pytest.approx(5e9)
    assert after.promised_w.value == pytest.approx(11e9)
    assert after.curve.p90_w[-1] > before.curve.p90_w[-1]
    assert "news.txt" in json.dumps([c.doc for c in moved.view.citations if c.n in after.promises[-1].citations])


def test_a_view_of_the_past_never_sees_ahead(plain):
    past = assess(AssessOptions(as_of="2025-12-20", **SMALL))
    days = [fact.known_on for fact in past.run.atlas.facts.values() if fact.known_on]
    assert days and max(days) <= "2025-12-20"
    assert past.run.atlas.cut.later > 0
    assert any("2025-12-20" in note.en for note in past.view.notes)


def test_since_names_what_moved_and_an_override_stands_beside_ours(plain, tmp_path):
    block = max(
        (p for p in plain.run.plans.blocks if p.stage == "announced" and p.target), key=lambda p: p.facility_power_w
    )
    mine = tmp_path / "mine.toml"
    known = {b.id for c in plain.run.atlas.campuses.values() for b in c.blocks}
    block_id = block.id if block.id in known else sorted(known)[0]
    mine.write_text(
        f'[[block]]\nid = "{block_id}"\nstage = "operational"\n'
        '[[parameter]]\nkey = "funding.chips_per_it_power"\nunit = "USD/MW"\np50 = 60e6\n'
    )
    both = assess(AssessOptions(since="2026-01-21", override=Path(mine), **SMALL))
    assert both.view.changes and all(change.before != change.after for change in both.view.changes)
    assert any(change.claims for change in both.view.changes)
    keys = {one.key: one for one in both.view.overrides}
    assert keys["funding.chips_per_it_power"].theirs == pytest.approx(60e6)
    assert keys["funding.chips_per_it_power"].ours == plain.run.atlas.parameters["funding.chips_per_it_power"].p50
    assert both.view.overrides[0].effects
    assert band(both, "fleet.probable_w.2028") == band(plain, "fleet.probable_w.2028")  # ours stay ours


def test_the_money_drawn_as_needed_counts_each_block_once(plain):
    need = plain.view.headline.money_needed_usd
    middle = sum((flow.low_usd + flow.high_usd) / 2 for flow in plain.view.flows if flow.layer == "needed")
    assert 0.5 * need.p50 < middle < 1.1 * need.p90
    brand = next(row for row in plain.view.programmes if row.id == "stargate-brand")
    assert brand.money_needed_usd is not None  # the table says what its sites need
    assert not [f for f in plain.view.flows if f.layer == "needed" and f.source.en == brand.name.en]


def test_a_page_whose_only_item_is_dated_shows_that_day():
    from gigawatt.assess.documents import Evidence
    from gigawatt.evidence.types import Document, Item, Reading

    page = Document("p.txt", "0" * 64, "text", "utf-8", "txt")
    one = Reading(page, (Item(0, 4, day="2025-07-22"),), ())
    two = Reading(page, (Item(0, 2, day="2025-07-22"), Item(2, 4, day="2025-08-01")), ())
    assert [row.day for row in Evidence(readings=[one, two]).rows()] == ["2025-07-22", None]


STORY = (
    "Crusoe said on Monday that Stargate plans a power capacity of {power} in Texas by 2030. The county has agreed to "
    "a new substation, the utility will deliver the transformers, and the neighbours have been promised that the "
    "diesel engines run only in an emergency and never in the hours of the night, the mayor told the local paper. "
)


def test_a_spammed_copy_with_another_number_adds_no_promise(tmp_path):
    """The copy's slip of ten is no second promise, the copies are counted in a note, and the trace still closes."""
    spam = "casino bonus| live sex cams| hot girls| payday loan| replica watches| viagra online| torrent| xxx movies"
    wrong = STORY.format(power="23 GW")
    pages = {"paper.md": STORY.format(power="2.3 GW"), "copy.md": f"{spam}\n\n{wrong}\n\n{spam}"}
    for name, text in pages.items():
        (tmp_path / name).write_text(f"---\ndate: 2026-03-30\n---\n\n{text}\n", encoding="utf-8")
    both = assess(AssessOptions(documents=tuple(str(tmp_path / name) for name in pages), **SMALL))
    copies = {one.claim.doc.rsplit("/")[-1]: one.is_copy for one in both.evidence.held}
    assert copies == {"paper.md": False, "copy.md": True}
    promises = [promise for programme in both.run.atlas.programmes.values() for promise in programme.promises]
    promised = {promise.high for promise in promises if promise.id.startswith("claim:")}
    assert 2.3e9 in promised and 23e9 not in promised
    assert any("1 of the articles given copy others" in note.en for note in both.view.notes)
    both.as_dict()
