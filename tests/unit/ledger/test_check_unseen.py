"""Patterns that raised false alarms on real passages never seen before, as sentences of our own; and crowds of claims.

Each must stay silent; the faulty twin of a pattern, where there is one, must still be found.
"""

import pytest

from gigawatt.ledger.judge import compare, crowds, judge
from gigawatt.ledger.records import Held
from unit.ledger.helpers import claim, document
from unit.ledger.test_check import rules

SILENT = {
    "row of labelled fields": [("o Retail: 2,100MW o Wholesale: 380MW Planned: 9,800MW o Retail: 8,000MW", None)],
    "compound rate": [("2019-2023年公司营收由 5 亿元增长至 40 亿元,对应 CAGR 达 68.2%。", "2024-05-01")],
    "rate on last year beside a raised plan": [
        ("谷歌把2025年资本支出的估计由700亿美元调高到800亿美元,同比增长55%。", "2025-07-24")],
    "rate of another amount": [
        ("Revenue included $30 million from hosting, while cost of revenues jumped 140% as $20 million went to works.",
         "2025-10-10")],
    "a part named behind the rate": [
        ("联通的算网收入为400亿元,同比增长4.3%,其中,上半年云收入为300亿元。", "2025-08-12")],
    "three quarters, not one": [
        ("亚马逊前三季度资本支出达900亿美元,预计2025年全年资本支出约1250亿美元。", "2025-11-03")],
    "a pledge for a country over one deal": [
        ("OpenAI will build 4.5 gigawatts of data centers in the United States. OpenAI will invest more than $500 "
         "billion in the United States.", "2025-07-22")],
    "land and floors": [
        ("The campus stands on 300 acres; its three halls have 1.1 million square feet in all.",
         "2025-09-18")],
    "first and second site": [
        ("Microsoft put $3.3 billion into its first Wisconsin data center.", "2025-09-18"),
        ("A second Wisconsin data center of Microsoft will cost $4 billion.", "2025-09-19")],
    "maturity and opening": [
        ("Acme Power sold $2.3 billion of notes due 2030 for its River Bend campus.", "2025-12-01"),
        ("Acme Power raised $50 million for its River Bend campus.", "2025-12-05")],
    "plan before and after it was raised": [
        ("Google now guides 2025 capex to $92 billion, up from $85 billion.", None),
        ("谷歌把2025年资本支出的预期由750亿美元调高到850亿美元。", None)],
    "the house forecaster named a sentence before": [
        ("The International Energy Agency says data centres use about 415 TWh. Their use is projected to reach 945 TWh "
         "by 2030.", "2025-11-02"),
        ("According to the International Energy Agency, their use is projected to reach 945 TWh by 2030.",
         "2025-11-20")],
    "an earlier report set beside": [
        ("Meta's Hyperion data center has some 2.4 GW. Previous reports gave Meta's Hyperion data center 5 GW.",
         "2025-10-22")],
    "coincidence of digits": [
        ("Google reported revenue of $102.3 billion.", None),
        ("Google earned $10.3 billion of revenue with video.", None)],
}  # fmt: skip


@pytest.mark.parametrize("pages", SILENT.values(), ids=SILENT)
def test_a_pattern_of_real_passages_raises_nothing(pages):
    assert rules(*pages) == []


def test_the_faulty_twins_are_still_found():
    assert "growth-beside-amounts" in rules(("2023年公司营收由5亿元增长至6亿元,同比增长68%。", "2024-05-01"))
    quarter = "亚马逊上季度资本支出达900亿美元,预计下一财年资本支出约1250亿美元。"
    assert "quarter-against-year" in rules((quarter, "2025-11-03"))


def _stock(value, period, day, n):
    doc = document(f"{n}", path=f"{n}.txt", day=day)
    return Held(claim(value, unit="W", metric="power_capacity", subject="Acme Campus", period=period, doc=doc,
                      status="planned", speaker="Acme"), day)  # fmt: skip


def test_a_growing_stock_contradicts_only_on_days_shown_to_be_the_same():
    unsaid, later = _stock(1.0e9, None, "2026-03-01", 1), _stock(1.5e9, "by 2026-04", "2026-03-10", 2)
    assert compare(unsaid, later).kind == "not_comparable"
    same = _stock(1.0e9, "by 2026-04", "2026-03-10", 3), later
    assert compare(*same).kind == "contradiction"


def _crowd(count):
    doc = document("page")
    return [
        Held(claim(float(7 + 13 * n), doc=doc, start=40 * n, period=f"{2000 + n % 90}"), "2025-11-16")
        for n in range(count)
    ]


def test_a_crowd_of_statements_is_compared_by_neighbours(monkeypatch):
    from gigawatt.ledger import judge as module

    asked = []
    monkeypatch.setattr(module, "are_apart", lambda one, two: asked.append(1) or True)

    def comparisons(count):
        asked.clear()
        judge(_crowd(count))
        return len(asked)

    assert comparisons(60) == 60 * 59 // 2
    assert comparisons(1600) < 2.2 * comparisons(800)


def test_a_crowd_is_named_and_keeps_its_repeats():
    rows = _crowd(200)
    repeat = Held(claim(7.0, doc=document("other"), period="2000", status="planned"), "2025-11-17")
    assert crowds(rows) == [("Acme", "capex", 200)]
    assert crowds(rows[:50]) == []
    twin = Held(claim(7.0, doc=document("twin"), period="2000"), "2025-11-17")
    assert any(j.kind == "same" and twin.id in (j.left, j.right) for j in judge([*rows, twin, repeat]))
