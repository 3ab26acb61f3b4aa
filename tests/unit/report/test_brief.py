"""The brief on planted claims: grouping, citations, wording in both languages, and a checker that can fail."""

import re
from dataclasses import replace

import pytest

from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Held, Judgement
from gigawatt.report.amounts import in_words, numbers, same_number
from gigawatt.report.brief import GROUPS, Sentence, make_brief, plain, recheck
from gigawatt.report.periods import period_in_words
from gigawatt.report.topics import about
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


@pytest.mark.parametrize(
    ("period", "en", "zh"),
    [
        ("2025", "in 2025", "2025年"),
        ("FY2026", "in fiscal 2026", "2026财年"),
        ("2025Q3", "in the third quarter of 2025", "2025年第三季度"),
        ("FY2026Q1", "in the first quarter of fiscal 2026", "2026财年第一财季"),
        ("2025H1", "in the first half of 2025", "2025年上半年"),
        ("2025-03", "in March 2025", "2025年3月"),
        ("2025-12-09", "on 9 December 2025", "2025年12月9日"),
        ("2025-2029", "from 2025 to 2029", "2025年至2029年"),
        ("2025-01 to 2025-07", "from January 2025 to July 2025", "2025年1月至2025年7月"),
        ("next 4 years from 2025-07", "over the next 4 years", "未来4年"),
        ("past 1 week to 2025-12", "over the past 1 week", "过去1周"),
        ("by 2028", "by 2028", "到2028年"),
        ("by end of 2025", "by 2025", "到2025年"),
        ("as of 2025-08-31", "as of 31 August 2025", "截至2025年8月31日"),
        ("next fiscal year", "", ""),
        ("whenever", "", ""),
    ],
)
def test_periods_in_words(period, en, zh):
    assert (period_in_words(period, "en"), period_in_words(period, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("quote", "qty", "low", "high", "unit", "values", "en", "zh"),
    [
        ("投入数十亿美元。", "数十亿美元", 1e9, 1e10, "USD", {"approx": True}, "USD 1 to 10 billion", "10至100亿美元"),
        ("缺口13至44吉瓦。", "13至44吉瓦", 13e9, 44e9, "W", {}, "13 to 44 GW", "13至44吉瓦"),
        ("远低于100亿美元。", "远低于100亿美元", None, 1e10, "USD", {}, "less than USD 10 billion", "不到100亿美元"),
        ("at least 10% is green", "at least 10%", 0.1, None, "ratio", {}, "at least 10%", "至少10%"),
        ("每年支付超300亿美元", "超300亿美元", 3e10, None, "USD", {"per": "year"}, "more than USD 30 billion a year",
         "每年超过300亿美元"),
        ("5000亿美元", "5000亿美元", 5e11, 5e11, "USD", {}, "USD 500 billion", "5000亿美元"),
    ],
)  # fmt: skip
def test_quantities_in_words_of_each_language(quote, qty, low, high, unit, values, en, zh):
    one = told(quote, qty, low, high, unit, **values).claim
    cited = numbers(quote)
    for lang, words in (("en", en), ("zh", zh)):
        assert in_words(one, lang, lambda found: any(same_number(found, other) for other in cited)) == words


def test_a_part_of_a_name_and_a_subject_of_the_field_are_topics():
    rows = [
        told("Liberty Global owes $5 billion.", "$5 billion", 5e9, subject="Liberty Global", metric="debt"),
        told("Output of 900,000 wafers a month", "900,000 wafers a month", 9e5, unit="wafer/month",
             subject="Samsung", metric="memory_supply"),
        told("内存涨价30%。", "30%", 0.3, unit="ratio", subject="Samsung", metric="growth_rate"),
        told("Libertyville spent $2 billion.", "$2 billion", 2e9, subject="Libertyville"),
    ]  # fmt: skip
    assert [one.claim.qty for one in about("Liberty", rows)[0]] == ["$5 billion"]
    found, own = about("memory", rows)
    assert [one.claim.metric for one in found] == ["memory_supply", "growth_rate"]
    assert own == {rows[1].id}


def test_a_name_behind_another_figure_is_no_topic_of_it():
    quote = "Borealis will spend $5 billion, Acme will spend $3 billion."
    other = told(quote, "$5 billion", 5e9, subject="Borealis")
    mine = told(quote, "$3 billion", 3e9, subject="Acme")
    assert [one.id for one in about("Acme", [other, mine])[0]] == [mine.id]


@pytest.mark.parametrize(("lang", "words"), [("en", "earlier planned [1], now in operation [2]"),
                                             ("zh", "此前为计划[1]，现为运行中[2]")])  # fmt: skip
def test_a_plan_that_moved_on_is_what_changed(lang, words):
    rows = [
        told("Acme plans 48 MW.", "48 MW", 48e6, unit="W", metric="power_capacity", status="planned"),
        told("Acme's 48 MW run.", "48 MW", 48e6, unit="W", metric="power_capacity", status="operational", doc=B,
             day="2025-12-01"),
    ]  # fmt: skip
    brief = make_brief("Acme", rows, judge(rows), lang)
    assert [s.group for s in brief.sentences] == ["changed"]
    assert words in brief.sentences[0].text
    assert recheck(brief) == []


def test_since_a_day_what_became_known_later_is_what_changed():
    brief = make_brief("Acme", HELD[:2] + HELD[3:4], [], "en", since="2025-11-20")
    assert [s.group for s in brief.sentences] == ["changed", "promised", "built"]
    assert brief.sentences[0].text.startswith("(new) Acme: capital expenditure of USD 12 billion")


def test_a_chain_of_revisions_is_told_step_by_step():
    quote = "Acme cut its capex plan from $2 billion to $1.8 billion, then $1.5 billion."
    rows = [told(quote, qty, low, status="forecast") for qty, low in
            (("$2 billion", 2e9), ("$1.8 billion", 1.8e9), ("$1.5 billion", 1.5e9))]  # fmt: skip
    steps = [Judgement("revision", rows[a].id, rows[b].id, "cut") for a, b in ((0, 1), (1, 2), (0, 2))]
    texts = [s.text for s in make_brief("Acme", rows, steps, "en").sentences]
    assert len(texts) == 2
    assert not any("USD 2 billion" in text and "USD 1.5 billion" in text for text in texts)


def test_what_is_left_out_is_said():
    rows = [told(f"A hall of ${n} billion.", f"${n} billion", n * 1e9, subject=f"Acme {chr(64 + n)}")
            for n in range(1, 20)]  # fmt: skip
    brief = make_brief("Acme", rows, [], "en")
    assert brief.left_out == {"built"}
    assert "Further statements are left out" in brief.markdown()
    assert make_brief("Acme", rows[:3], [], "en").left_out == frozenset()


def test_marks_count_up_in_the_order_shown_and_every_reference_is_cited():
    brief = make_brief("Acme", HELD, judge(HELD), "en")
    marks = [int(mark) for sentence in brief.sentences for mark in re.findall(r"\[(\d+)\]", sentence.text)]
    first = list(dict.fromkeys(marks))
    assert first == list(range(1, len(brief.references) + 1))
    for sentence in brief.sentences:
        cited = [brief.references[int(mark) - 1].id for mark in re.findall(r"\[(\d+)\]", sentence.text)]
        assert tuple(cited) == sentence.claims
    assert [GROUPS.index(sentence.group) for sentence in brief.sentences] == sorted(
        GROUPS.index(sentence.group) for sentence in brief.sentences
    )
