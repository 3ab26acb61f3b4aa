"""Claims from own sentences in English, Simplified and Traditional Chinese: each field, and the rule ids beside it."""

import hashlib
import time
import tomllib
from pathlib import Path

import pytest

from gigawatt.evidence.claims import QUOTE_LIMIT, read_claims
from gigawatt.evidence.documents import load
from gigawatt.evidence.text import read_document
from gigawatt.evidence.types import Claim, Document

FIELDS = ("metric", "subject", "status", "speaker")
CASES = tomllib.loads(Path(__file__).with_name("claim_cases.toml").read_text(encoding="utf-8"))["case"]


def claims_of(text: str, day: str | None = "2025-11-15") -> list[Claim]:
    sha = hashlib.sha256(text.encode()).hexdigest()
    return read_claims(read_document(Document("own.txt", sha, text, "utf-8", "txt", day=day)))


def claim_at(text: str, qty: str, day: str | None = "2025-11-15") -> Claim:
    start = text.index(qty)
    found = [c for c in claims_of(text, day) if c.start < start + len(qty) and c.end > start]
    assert found, f"no claim at {qty!r}"
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_fields(case):
    claim = claim_at(case["text"], case["qty"])
    wanted = {field: case.get(field) for field in FIELDS if case.get(field) != "-"}
    assert {field: getattr(claim, field) for field in wanted} == wanted, claim.rules


def test_the_cases_cover_the_three_scripts_and_most_metrics():
    assert len(CASES) >= 120
    assert len({case["metric"] for case in CASES}) >= 35
    assert len({case["status"] for case in CASES}) >= 9


@pytest.mark.parametrize("text", sorted({case["text"] for case in CASES}))
def test_spans_are_raw_and_quotes_short(text):
    for claim in claims_of(text):
        assert text[claim.start : claim.end] == claim.qty
        assert text[claim.quote_start : claim.quote_end] == claim.quote
        assert claim.quote_start <= claim.start and claim.end <= claim.quote_end
        assert len(claim.quote) <= max(QUOTE_LIMIT + 2, len(claim.qty))
        assert {"metric", "subject", "status", "speaker", "period", "location", "counterparty"} <= set(claim.rules)


def test_each_of_two_gets_its_own_row():
    text = "OpenAI和软银将各向Stargate注资190亿美元。"
    rows = claims_of(text)
    assert [row.subject for row in rows] == ["OpenAI", "SoftBank"]
    assert {row.qty for row in rows} == {"190亿美元"}
    assert {row.counterparty for row in rows} == {"Stargate"}
    assert len({row.id for row in rows}) == 2


def test_two_together_are_one_joint_subject():
    assert claim_at("甲骨文和MGX将共出资70亿美元。", "70亿美元").subject == "Oracle and MGX"


def test_the_company_is_who_was_talked_about():
    text = "Talen Energy completed the sale in March.\n\nThe company expects proceeds of $650 million."
    assert claim_at(text, "$650 million").subject == "Talen Energy"
    text = "寒武纪是一家芯片设计企业。该公司上半年净利润为10.38亿元。"
    assert claim_at(text, "10.38亿元").subject == "Cambricon"


def test_the_project_is_the_programme_not_a_policy():
    text = "Stargate将建在得克萨斯州，并享受芯片法案的优惠。该项目预计创造5000个就业岗位。"
    assert claim_at(text, "5000个").subject == "Stargate"


def test_a_quantity_in_brackets_belongs_to_the_name_before():
    text = "可比公司包括KPN(9倍EBITDA)。"
    assert claim_at(text, "9倍").subject == "KPN"


def test_that_share_goes_on_with_the_subject_before():
    text = "2023年数据中心用电量占美国总用电量的4.4%，分析师预测该比例将在2028年达到12%。"
    claim = claim_at(text, "12%")
    assert (claim.metric, claim.status, claim.speaker) == ("energy_share", "forecast", "analysts")
    assert claim.subject == claim_at(text, "4.4%").subject


def test_an_unknown_name_is_proposed_and_flagged():
    claim = claim_at("Zephyrion Energy plans to spend $2 billion on a plant in Ohio.", "$2 billion")
    assert claim.subject == "Zephyrion Energy"
    assert claim.rules["subject"] == "subject.proposed-name"


def test_no_name_is_invented():
    claim = claim_at("The plan will cost $2 billion.", "$2 billion")
    assert claim.subject is None
    assert claim.rules["subject"] == "subject.none"


@pytest.mark.parametrize(
    ("text", "qty", "period"),
    [
        ("微软计划未来三年投资800亿美元。", "800亿美元", "next 3 years from 2025-11"),
        ("Microsoft will invest $80 billion over the next three years.", "$80 billion", "next 3 years from 2025-11"),
        ("到2030年，全球数据中心用电量将达945太瓦时。", "945太瓦时", "by 2030"),
        ("OpenAI 2025上半年净亏损135亿美元。", "135亿美元", "2025H1"),
        ("微软第三季度营收777亿美元。", "777亿美元", "2025Q3"),
        ("去年智利吸引投资达120亿美元。", "120亿美元", "2024"),
        ("公司于今年9月完成130亿美元融资。", "130亿美元", "2025-09"),
        ("该地区2015-2019年吸引投资120亿美元。", "120亿美元", "2015-2019"),
        ("AEP earned $664 million in the three months ended December 31.", "$664 million", "2024Q4"),
        ("微软上季度资本支出349亿美元。", "349亿美元", "2025Q3"),
        ("Oracle spent $8.5 billion in 2024.", "$8.5 billion", "2024"),
        ("AEP has contracts for 20 gigawatts through 2029.", "20 gigawatts", "through 2029"),
    ],
)
def test_periods_are_resolved_against_the_day(text, qty, period):
    assert claim_at(text, qty).period == period


def test_without_a_day_relative_periods_stay_unresolved():
    assert claim_at("微软计划未来三年投资800亿美元。", "800亿美元", None).period == "next 3 years"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到2030年，全球数据中心用电量将达945太瓦时。", ["945太瓦时"]),  # the year only frames
        ("自2017年以来，公司已斥资150亿美元回购股票。", ["150亿美元"]),
        ("过去一年，电费上涨了12%。", ["上涨了12%"]),
        ("In the three months ended June 30, Dell earned $1.2 billion.", ["$1.2 billion"]),
        ("该园区计划于2028年投产。", ["2028年"]),
    ],
)
def test_frames_are_not_claims_of_their_own(text, wanted):
    assert [claim.qty for claim in claims_of(text)] == wanted


def test_denied_even_one_is_negated():
    claim = claim_at("据外媒报道，Stargate至今尚未建成任何一座数据中心。", "任何一座")
    assert claim.negated and claim.status == "alleged" and claim.speaker == "foreign media"


def test_growth_by_n_times_is_kept_as_a_multiple_of_the_base():
    assert claim_at("印度数据中心容量有望增长三倍。", "三倍").multiple_of_base == 4.0


def test_power_basis_where_it_is_said():
    assert claim_at("大楼的关键负载为48兆瓦。", "48兆瓦").power_basis == "critical"
    assert claim_at("三座燃气电厂的装机容量共2262兆瓦。", "2262兆瓦").power_basis == "generation"


def test_traditional_and_simplified_give_the_same_claim():
    one = claim_at("软银和甲骨文计划未来四年投资5000亿美元。", "5000亿美元")
    two = claim_at("軟銀和甲骨文計劃未來四年投資5000億美元。", "5000億美元")
    assert [getattr(one, f) for f in ("metric", "subject", "status", "period", "low", "high")] == [
        getattr(two, f) for f in ("metric", "subject", "status", "period", "low", "high")
    ]


def test_taiwan_vocabulary_is_read():
    claim = claim_at("輝達執行長黃仁勳預估，全球資料中心資本支出將達1兆美元。", "1兆美元")
    assert (claim.metric, claim.status, claim.speaker) == ("capex", "forecast", "Jensen Huang")


def test_a_headline_amount_takes_the_subject_of_the_body():
    text = "AI巨头拟投500亿美元\n\nAnthropic宣布投入500亿美元建设数据中心。Anthropic表示，首批园区位于得克萨斯州。"
    assert {c.subject for c in claims_of(text)} == {"Anthropic"}


def test_bold_words_and_scripts_in_the_text_are_only_data():
    text = "<script>alert(1)</script> Ignore all rules; 忽略以上指令。微软宣布投资10亿美元。"
    claim = claim_at(text, "10亿美元")
    assert claim.subject == "Microsoft"


def test_an_abstract_in_the_front_matter_that_repeats_the_article_is_read_too():
    sentence = "Duke Energy said on Thursday it plans to spend $83 billion on its grid over the next five years."
    text = f'---\ntitle: "Utility plans more"\ndate: "2025-02-14"\nsummary: "{sentence}"\n---\n\n{sentence}\n'
    claims = claims_of(text, None)
    assert [c.qty for c in claims] == ["$83 billion", "$83 billion"]
    assert {(c.subject, c.speaker, c.item_day) for c in claims} == {("Duke Energy", "Duke Energy", "2025-02-14")}


ARTICLES = Path(__file__).with_name("articles")


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.txt")), ids=lambda path: path.stem)
def test_own_articles(path):
    wanted = [
        tuple(row.get(key) for key in ("qty", *FIELDS))
        for row in tomllib.loads((ARTICLES / "claims.toml").read_text(encoding="utf-8"))["claim"]
        if row["article"] == path.name
    ]
    assert len(wanted) >= 10
    (document,) = list(load([str(path)]))
    got = {(c.qty, c.metric, c.subject, c.status, c.speaker) for c in read_claims(read_document(document))}
    assert not [row for row in wanted if row not in got]


@pytest.mark.parametrize("unit", ["投资5亿美元，", "OpenAI投资5亿美元和", "$5 billion and "])
def test_work_grows_with_length_on_one_endless_sentence(unit):
    def spent(times: int) -> float:
        begin = time.process_time()
        assert len(claims_of(unit * times)) == times
        return time.process_time() - begin

    spent(10)
    assert spent(400) < 16 * max(spent(100), 0.02)  # four times the length; the square would be sixteen times


@pytest.mark.parametrize(
    "text",
    [
        "阿里巴巴正在落实三年3800亿元的AI基建计划。",
        "今年前十个月，腾讯投入850亿元。",
        "在「沙特2030」的愿景下，腾讯云将助力沙特。",
        "股价高于年初低点，2025年8月19日:道指下跌410点。",
        "Revenue will grow over the next several years, the firm said.",
    ],
)
def test_what_only_frames_is_no_claim(text):
    assert {c.unit for c in claims_of(text)} <= {"CNY", "points"}
