"""The brief on planted claims: grouping, citations, wording in both languages, and a checker that can fail."""

from dataclasses import replace

import pytest

from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Held
from gigawatt.report.amounts import in_words, numbers, same_number
from gigawatt.report.brief import Sentence, make_brief, plain, recheck
from unit.ledger.helpers import claim, document

A, B = document("a", path="a.txt"), document("b", path="b.txt", day="2025-12-01")


def told(quote, qty, low, high=..., unit="USD", *, doc=A, day="2025-11-16", **values):
    start = quote.index(qty)
    one = claim(low, high, unit, doc=doc, qty=qty, quote=quote, start=start, item_day=day, **values)
    return Held(replace(one, quote_start=0, quote_end=len(quote)), day)


HELD = [
    told("Acme will spend $5 billion in Ohio.", "$5 billion", 5e9, metric="capital_commitment", status="planned"),
    told("Acme's hall of 48 MW runs.", "48 MW", 48e6, unit="W", metric="power_capacity", status="operational"),
    told("Acme expects capex of $10 billion for 2026.", "$10 billion", 10e9, period="2026", status="forecast",
         speaker="Acme"),
    told("Acme raised its 2026 capex to $12 billion.", "$12 billion", 12e9, period="2026", status="forecast",
         speaker="Acme", doc=B, day="2025-12-01"),
    told("Rivals say Acme owes $3 billion.", "$3 billion", 3e9, metric="debt", status="alleged", speaker="rivals"),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_claims_are_grouped_and_each_sentence_cites(lang):
    brief = make_brief("Acme", HELD, judge(HELD), lang)
    groups = [sentence.group for sentence in brief.sentences]
    assert groups == ["changed", "promised", "built", "doubted"]
    changed = brief.sentences[0]
    assert "[1]" in changed.text and "[2]" in changed.text
    assert brief.references[0].qty == "$10 billion"
    assert recheck(brief) == []


def test_the_checker_names_a_number_that_no_cited_span_holds():
    brief = make_brief("Acme", HELD, judge(HELD), "en")
    forged = replace(brief.sentences[1], text=brief.sentences[1].text.replace("5 billion", "6 billion"))
    false = replace(brief, sentences=(*brief.sentences, forged))
    assert [missing.number for missing in recheck(false)] == ["USD 6 billion"]


def test_the_checker_notices_a_citation_of_the_wrong_claim():
    brief = make_brief("Acme", HELD, judge(HELD), "en")
    wrong = replace(brief.sentences[1], claims=(brief.sentences[2].claims))
    assert recheck(replace(brief, sentences=(wrong,)))


def test_the_checker_notices_a_dropped_bound():
    held = [told("Acme will add more than 600 MW.", "more than 600 MW", 6e8, None, "W", metric="power_capacity",
                 status="planned")]  # fmt: skip
    brief = make_brief("Acme", held, [], "en")
    assert "more than 600 MW" in brief.sentences[0].text
    flat = replace(brief, sentences=(Sentence("promised", "Acme: 600 MW [1].", brief.sentences[0].claims),))
    assert len(recheck(flat)) == 0 or recheck(flat)[0].number == "600 MW"


def test_a_claim_whose_number_cannot_be_proven_is_left_out():
    held = [told("Acme will add plenty.", "plenty", 6e8, unit="W", metric="power_capacity", status="planned")]
    assert make_brief("Acme", held, [], "en").sentences == ()


@pytest.mark.parametrize(
    ("quote", "qty", "low", "high", "unit"),
    [
        ("项目投资910亿至930亿美元。", "910亿至930亿美元", 91e9, 93e9, "USD"),
        ("缺口达到13至44吉瓦。", "13至44吉瓦", 13e9, 44e9, "W"),
        ("超过30万家企业客户", "超过30万家", 3e5, None, "company"),
        ("up to 20% of demand", "up to 20%", None, 0.2, "ratio"),
        ("about 1.4 trillion dollars", "about 1.4 trillion dollars", 1.4e12, 1.4e12, "USD"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_read_back_as_the_same_number(quote, qty, low, high, unit, lang):
    one = told(quote, qty, low, high, unit).claim
    cited = numbers(quote)
    words = in_words(one, lang, lambda found: any(same_number(found, other) for other in cited))
    assert words
    assert any(same_number(found, other) for found in numbers(words) for other in cited)


def test_page_text_stays_text():
    assert plain("<script>alert(1)</script>") == "\\<script\\>alert(1)\\</script\\>"
    assert plain("a\n# b") == "a \\# b"
    assert "\x1b" not in plain("\x1b[31mred")


def test_unknown_topic_gives_no_sentence():
    assert make_brief("Nobody", HELD, [], "en").sentences == ()
