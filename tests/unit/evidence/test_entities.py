"""The gazetteer: every file validates, no alias is claimed twice, names are found as words of their own."""

import pytest

from gigawatt.errors import FaultList
from gigawatt.evidence.entities import entity_folder, gazetteer, load_entities, spellings
from gigawatt.evidence.folding import fold
from gigawatt.schema import read_toml


def names(text: str) -> list[str]:
    return [mention.name for mention in gazetteer().find(text)]


def test_every_entity_validates_and_there_are_enough_of_each_kind():
    entities = load_entities()
    assert len(entities) >= 250
    kinds = {kind: sum(e.kind == kind for e in entities) for kind in {e.kind for e in entities}}
    assert set(kinds) == {
        "company", "person", "programme", "agency", "utility", "place", "fund", "product", "media", "market",
    }  # fmt: skip
    assert min(kinds.values()) >= 5
    assert len({e.id for e in entities}) == len(entities)


def test_sources_are_named():
    known = {row["id"] for row in read_toml(entity_folder() / "sources.toml")["source"]}
    known |= {row["id"] for row in read_toml(entity_folder().parent / "sources.toml").get("source", [])}
    assert {entity.source for entity in load_entities()} <= known | {"assumption"}


def test_an_alias_claimed_twice_is_a_fault(tmp_path):
    (tmp_path / "more.toml").write_text(
        '[[entity]]\nid = "mine"\nname = "Mine"\nkind = "company"\naliases = ["Stargate"]\nsource = "assumption"\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultList) as caught:
        load_entities([tmp_path])
    assert [fault.code for fault in caught.value.faults] == ["alias-claimed-twice"]


def test_all_faults_of_a_file_are_told(tmp_path):
    (tmp_path / "bad.toml").write_text(
        '[[entity]]\nid = "a"\nname = "A A"\nkind = "firm"\nsource = "assumption"\n'
        '[[entity]]\nid = "b"\nname = "B B"\nkind = "company"\ncolour = "red"\nsource = "assumption"\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultList) as caught:
        load_entities([tmp_path])
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OpenAI和软银", ["OpenAI", "SoftBank"]),
        ("OpenAI和軟銀集團", ["OpenAI", "SoftBank"]),
        ("輝達與英伟达是一家", ["NVIDIA", "NVIDIA"]),
        ("AEP said it", ["American Electric Power"]),
        ("the metadata of Metaphor", []),  # Meta is a word of its own or not at all
        ("a US$5 note", []),
        ("U.S. utilities", ["United States"]),
        ("阿里·格林伍德说", []),  # a first name
        ("阿里宣布", ["Alibaba"]),
        ("高通胀压力", []),
        ("高通推出", ["Qualcomm"]),
        ("DATADOG涨超18%", ["Datadog"]),
        ("Duke University found", ["Duke University"]),
        ("GB300芯片", []),
    ],
)
def test_names_in_text(text, wanted):
    assert names(text) == wanted


def test_a_spelling_found_only_through_the_character_map_is_marked_derived():
    (attested,) = gazetteer().find("软银")
    (derived,) = gazetteer().find("潤澤智算")
    assert not attested.derived
    assert derived.derived


def test_folding_keeps_the_length_and_every_spelling_is_found():
    for entity in load_entities():
        for spelling in spellings(entity):
            assert len(fold(spelling)) == len(spelling)
            assert gazetteer().find(spelling), spelling
