"""Names that a document introduces: people by their Latin form or title, short forms of firms, units of a firm."""

import hashlib

import pytest

from gigawatt.evidence.claims import read_claims
from gigawatt.evidence.document_names import DocumentNames
from gigawatt.evidence.entities import gazetteer
from gigawatt.evidence.scene import Scene
from gigawatt.evidence.text import read_document
from gigawatt.evidence.types import Claim, Document


def names_in(text: str) -> list[tuple[str, str]]:
    scene, names = Scene(text, ()), DocumentNames()
    names.learn(scene)
    names.mark(scene)
    return [(mention.name, mention.kind) for mention in scene.mentions]


def claims_of(text: str) -> list[Claim]:
    sha = hashlib.sha256(text.encode()).hexdigest()
    return read_claims(read_document(Document("own.txt", sha, text, "utf-8", "txt", day="2025-11-15")))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("经济学家马丁·霍夫曼（Martin Hofmann）来了，霍夫曼笑了。", [("Martin Hofmann", "person")] * 2),
        ("經濟學家馬丁·霍夫曼（Martin Hofmann）來了，霍夫曼笑了。", [("Martin Hofmann", "person")] * 2),
        ("财务总监彼得·科瓦奇说，钱不够。", [("彼得·科瓦奇", "person")]),
        ("东岭算力董事长周文博表示，李建国也在。", [("东岭算力", "company"), ("周文博", "person")]),
        ("该公司董事长周文博表示可以。", [("周文博", "person")]),
        ("负责人在对面的楼里。", []),
    ],
)
def test_people_and_firms_known_from_form_alone(text, wanted):
    assert names_in(text) == wanted


def test_a_short_form_is_the_firm_only_where_it_acts():
    text = "Brookfield is not meant. Vertiv Holdings bought land. Southern Company raised its plan. Southern fell 2%."
    assert [name for name, _ in names_in(text)].count("Southern Company") == 2
    assert names_in("Southern Company has plants in Southern states and southern Georgia.")[0][0] == "Southern Company"
    assert len([n for n, _ in names_in("Southern Company met Southern farmers.") if n == "Southern Company"]) == 1


def test_marking_twice_adds_nothing():
    scene, names = Scene("分析师周文博说，电价会涨。", ()), DocumentNames()
    names.learn(scene)
    names.mark(scene)
    names.mark(scene)
    assert len(scene.mentions) == 1
    assert scene.mentions[0].unknown


@pytest.mark.parametrize(
    ("unit", "parent"),
    [("Georgia Power", "Southern Company"), ("NIPSCO", "NiSource"), ("ComEd", "Exelon"), ("AdaniConneX", "Adani")],
)
def test_a_subsidiary_is_a_name_of_its_own(unit, parent):
    (mention,) = gazetteer().find(unit)
    assert (mention.name, mention.parent) == (unit, parent)


def test_a_unit_named_in_passing_does_not_become_the_company():
    text = (
        "Southern Company raised its spending plan.\n\nGeorgia Power, its largest unit, needs 10 gigawatts.\n\n"
        "The company expects to spend $76 billion."
    )
    claims = claims_of(text)
    assert [c.subject for c in claims] == ["Georgia Power", "Southern Company"]


def test_in_a_call_a_section_is_about_its_unit_and_money_out_about_the_firm():
    text = (
        "# Liberty Global Conference Transcript\n\n## Liberty Growth platform\n\nAssets are valued at $3.5 billion.\n\n"
        "Another $400 million was invested in AI.\n\n## Outlook\n\nCash will reach $2.2 billion by December."
    )
    found = {c.qty: c.subject for c in claims_of(text)}
    assert found["$3.5 billion"] == "Liberty Growth"
    assert found["$400 million"] == "Liberty Global"
    assert found["$2.2 billion"] == "Liberty Global"


def test_a_quotation_that_goes_on_keeps_its_speaker_until_it_closes():
    text = "“电力是瓶颈，”东岭算力董事长周文博说，“我们有3座园区。其中2座已经满载。”公司股价上涨4%。"
    assert [c.speaker for c in claims_of(text)] == ["周文博", "周文博", None]


def test_who_presents_figures_speaks_for_the_paragraph_only():
    text = "分析师马丁·霍夫曼举了一个例子。一座园区要等7年。\n\n另一座园区要等5年。"
    assert [c.speaker for c in claims_of(text)] == ["马丁·霍夫曼", None]
