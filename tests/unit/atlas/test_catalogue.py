"""The bundled catalogue: it loads without a fault, holds at least what was promised, and nothing without a source."""

import subprocess
import sys
from collections import Counter

import pytest

from gigawatt.atlas.catalogue import BUILT_IN, load_catalogue
from gigawatt.atlas.references import walk_sourced
from gigawatt.atlas.types import Promise
from gigawatt.schema import day_bounds

FLOORS = {
    "chip": 12, "cooling_plant": 8, "region": 20, "campus": 43, "programme": 30, "deal": 30, "policy": 20,
    "entity": 250, "firm_fact": 150, "parameter": 180, "source": 200,
}  # fmt: skip

PROGRAMMES = {
    "stargate-venture", "stargate-brand", "stargate-us", "stargate-uae-programme", "openai-compute", "openai-india",
    "openai-funding-2025-12", "anthropic-own", "project-rainier", "anthropic-break-even", "meta-us",
    "meta-prometheus-programme", "meta-hyperion-programme", "microsoft-fairwater", "microsoft-india", "google-us",
    "google-india", "amazon-india", "xai-colossus", "orbital-convergence", "nscale-microsoft", "bytedance-2026",
    "alibaba-380", "range-campuses", "chindata-fleet", "coreweave-fleet", "santa-clara-empty", "nvidia-fujitsu-japan",
    "telecom-liberty", "softbank-piketon-programme", "digital-gateway",
}  # fmt: skip

CAMPUSES = {
    "stargate-abilene", "crusoe-abilene-expansion", "stargate-shackelford", "stargate-jupiter", "stargate-lordstown",
    "stargate-milam", "stargate-michigan", "stargate-wisconsin", "stargate-uae", "nscale-narvik", "nscale-loughton",
    "start-campus-sines", "nscale-keflavik", "nscale-texas", "xai-colossus-1", "xai-colossus-2", "meta-prometheus",
    "meta-hyperion", "amazon-new-carlisle", "microsoft-fairwater-wisconsin", "foxconn-mount-pleasant",
    "microsoft-fairwater-atlanta", "digital-realty-sjc37", "stack-svy02a", "prince-william-gateway",
    "coreweave-denton", "coreweave-ellendale", "coreweave-helios", "coreweave-muskogee", "coreweave-marble",
    "coreweave-dalton", "coreweave-lancaster", "lake-mariner", "barber-lake", "crusoe-goodnight", "dataone-vineland",
    "alibaba-zhangbei", "vnet-ulanqab", "huawei-horinger", "huawei-wuhu", "bytedance-datong", "alibaba-shaoguan",
    "google-west-memphis", "softbank-piketon", "range-langfang", "microsoft-hyderabad",
}  # fmt: skip

DEALS = {
    "openai-oracle", "openai-denton", "openai-memory", "anthropic-google-tpu", "anthropic-series-f",
    "nscale-microsoft-1", "nscale-microsoft-2", "nscale-aker-jv", "nscale-raise", "blue-owl-meta", "blue-owl-oracle",
    "snap-perplexity", "nvidia-fujitsu", "intel-tata", "google-jio", "bytedance-h200", "bytedance-overseas",
    "bytedance-range", "chindata-sale", "cambricon-supply", "huawei-910c-bytedance", "goaland-bytedance",
    "jonhon-bytedance", "megmeet-bytedance", "yuchai-bytedance", "cummins-bytedance",
}  # fmt: skip

POLICIES = {
    "amic-credit", "openai-amic-ask", "openai-support-asks", "us-permitting", "h20-ban", "h200-release",
    "india-ai-mission", "microsoft-india-sovereign", "fed-four-indicators", "fed-fsr-survey", "bofa-survey",
    "jpmorgan-5tn", "morgan-stanley-gap", "bnef-demand", "doe-demand", "us-leasing-market", "portugal-renewables",
    "chile-fdi", "hyperscaler-capex-2025", "tencent-ai-departments", "google-ironwood", "oracle-rpo-method",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_it_holds_what_was_promised(catalogue):
    counts = {kind: len(catalogue.table(kind)) for kind in FLOORS}
    assert {kind: counts[kind] for kind, floor in FLOORS.items() if counts[kind] < floor} == {}
    assert sum(programme.worked_out for programme in catalogue.programmes.values()) >= 12


@pytest.mark.parametrize(
    ("kind", "ids"),
    [("programme", PROGRAMMES), ("campus", CAMPUSES), ("deal", DEALS), ("policy", POLICIES)],
    ids=["programmes", "campuses", "deals", "policies"],
)
def test_everything_that_the_four_pages_and_the_site_list_name_is_there(catalogue, kind, ids):
    assert ids - set(catalogue.table(kind)) == set()


def test_a_worked_out_programme_has_partners_promises_and_shares(catalogue):
    for programme in catalogue.programmes.values():
        if programme.worked_out:
            assert programme.partners, programme.id
            assert programme.shares, programme.id
            assert programme.summary and programme.summary_zh, programme.id
            money = [*programme.amounts, *(a for s in programme.shares for a in catalogue.campuses[s.campus].amounts)]
            assert programme.promises or money or programme.id == "stargate-brand", programme.id


def test_no_fact_is_without_a_source(catalogue):
    facts = list(walk_sourced(catalogue))
    assert len(facts) > 1500
    assert all(fact.source in catalogue.sources or (fact.source == "assumption" and fact.note) for *_, fact in facts)
    assert all(source.title and source.publisher for source in catalogue.sources.values())


def test_facts_of_sites_and_firms_carry_the_day_they_were_known(catalogue):
    """What has no day is invisible to a backtest: a few are, and each is a site of which no day was found."""
    bare = [
        identity for kind, identity, _, fact in walk_sourced(catalogue) if kind == "firm_fact" and not fact.known_on
    ]
    dated = sum(fact.known_on is not None for kind, *_, fact in walk_sourced(catalogue) if kind == "firm_fact")
    assert dated > 20 * len(bare)
    undated = {c.id for c in catalogue.campuses.values() if c.known_on is None}
    assert len(undated) < 10


def test_offsets_stand_only_on_facts_of_the_sample_pages(catalogue):
    located = [fact for *_, fact in walk_sourced(catalogue) if fact.start is not None]
    assert len(located) >= 80
    assert {fact.source for fact in located} <= {"page-000", "page-001", "page-002", "page-003"}
    assert all(0 <= fact.start < fact.end and fact.doc_sha256 for fact in located)


def test_stages_and_dates_agree(catalogue):
    for campus, block in catalogue.blocks.values():
        if block.stage == "operational":
            assert block.operational_on or block.stage_on, block.id
        else:
            assert block.operational_on is None, block.id
        if block.started_on and block.operational_on:
            assert day_bounds(block.started_on)[0] <= day_bounds(block.operational_on)[1], block.id
        assert block.id.startswith(f"{campus.id}/"), block.id


def test_derived_power_is_never_a_promise(catalogue):
    promised = [
        promise
        for kind in ("programme", "campus", "deal")
        for record in catalogue.table(kind).values()
        for promise in record.promises
    ]
    assert all(isinstance(promise, Promise) for promise in promised)
    derived = {block.id for _, block in catalogue.blocks.values() if block.derived}
    assert derived
    for name in derived:
        campus = catalogue.blocks[name][0]
        assert not any(promise.metric == "power_capacity" for promise in campus.promises), name


def test_queue_classes_are_never_mixed(catalogue):
    kinds = {p.key.split(".")[0]: set() for p in catalogue.parameters if "queue" in p.key}
    for parameter in catalogue.parameters:
        if parameter.key.split(".")[0] in kinds and parameter.kind != "share":
            kinds[parameter.key.split(".")[0]].add(parameter.kind)
    assert kinds["generator_queue"] == {"generator_queue"}
    assert kinds["large_load_queue"] == {"large_load_queue"}


def test_every_class_without_a_spread_has_a_default(catalogue):
    kinds = {parameter.kind for parameter in catalogue.parameters if parameter.spread == "none given"}
    assert kinds - set(catalogue.parameters.spreads) == set()


def test_every_assumed_bound_says_why(catalogue):
    assumed = [parameter for parameter in catalogue.parameters if parameter.spread == "assumption"]
    assert assumed and all(parameter.reason for parameter in assumed)


def test_campuses_lie_in_their_country(catalogue):
    boxes = {
        "US": (24, 50, -125, -66), "CN": (18, 54, 73, 135), "AE": (22, 27, 51, 57), "NO": (57, 72, 4, 32),
        "PT": (36, 43, -10, -6), "GB": (49, 61, -9, 2), "IS": (63, 67, -25, -13), "IN": (6, 36, 68, 98),
    }  # fmt: skip
    for campus in catalogue.campuses.values():
        south, north, west, east = boxes[campus.country]
        assert campus.lat is None or south <= campus.lat <= north, campus.id
        assert campus.lon is None or west <= campus.lon <= east, campus.id
        assert catalogue.regions[campus.region].country in (campus.country, "US"), campus.id


def test_no_text_of_the_pages_is_shipped():
    """Facts are carried, sentences are not: no run of Chinese longer than a name stands in the data."""
    import re

    own = ("campuses", "programmes", "deals", "policies", "regions", "finance", "chips", "cooling")
    for folder in own:
        for path in (BUILT_IN / folder).glob("*.toml"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.startswith(("summary_zh", "name_zh")):
                    continue
                assert not re.search(r"[\u4e00-\u9fff]{9,}", line), f"{path}:{number}"


def test_ids_are_lower_case_and_unique(catalogue):
    ids = [i for kind in ("campus", "programme", "deal", "policy") for i in catalogue.table(kind)]
    doubled = [name for name, count in Counter(ids).items() if count > 1]
    assert all(name == name.lower() for name in ids)
    assert doubled == []


def test_loading_needs_neither_numpy_nor_pint():
    code = (
        "import sys; from gigawatt.atlas.catalogue import load_catalogue; load_catalogue();"
        "print(sorted({'numpy', 'pint', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(BUILT_IN.parents[1]), "PATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_block_has_states_in_the_order_of_days_and_ends_with_its_own(catalogue):
    seen = 0
    for _, block in catalogue.blocks.values():
        days = [day_bounds(state.known_on)[1] for state in block.earlier]
        assert days == sorted(set(days)), block.id
        if days:
            seen += 1
            assert block.known_on is None or days[-1] < day_bounds(block.known_on)[1], block.id
        for state in block.earlier:
            assert (state.operational_on is not None) == (state.stage == "operational"), block.id
    assert seen > 20


def test_a_look_into_the_past_sees_the_state_of_that_day(catalogue):
    """New Carlisle 8 to 11: equipment in November 2025, told as switched on since December."""
    block = catalogue.blocks["amazon-new-carlisle/8-11"][1]
    assert block.on_day("2025-11-30").stage == "equipment"
    assert block.on_day("2025-11-30").operational_on is None
    assert block.on_day("2025-12-31").stage == "operational"
    assert block.on_day("2026-06-30") == block.model_copy(update={"earlier": ()})
    assert block.on_day("2025-11-30").power_mw == block.power_mw
    assert block.on_day("2024-01-01").known_on == block.known_on  # before any state: left to the cut


def test_days_that_a_tracker_estimated_are_no_promises(catalogue):
    for _, block in catalogue.blocks.values():
        if block.source.startswith("epoch-20") and block.stage != "operational" and block.earlier:
            assert block.target_from == "tracker", block.id


def test_every_campus_is_counted_by_exactly_one_programme(catalogue):
    counted = Counter(s.campus for p in catalogue.programmes.values() for s in p.shares if s.role == "campus")
    missing = set(catalogue.campuses) - set(counted)
    assert missing == {"foxconn-mount-pleasant"}  # no data centre
    assert [name for name, count in counted.items() if count > 1] == []


def test_campuses_of_one_grid_share_one_region(catalogue):
    """Connections are shared by grid operator: no campus in the US names a state as its region."""
    for campus in catalogue.campuses.values():
        if campus.country == "US":
            assert campus.region in {"ercot", "pjm", "miso", "spp", "caiso", "nyiso", "southeast", "west"}, campus.id
            assert campus.zone in catalogue.regions, campus.id
