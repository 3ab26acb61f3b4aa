"""Findings on the four sample pages: the faults known from reading them are found, and little else.

The judgement of each finding by hand stands in docs/method/check.md; here each is pinned by its rule and the printed
numbers, so that a new finding must be looked at before it is accepted.
"""

import pytest

from gigawatt.ledger.check import check
from gigawatt.ledger.check.material import material_of
from gigawatt.ledger.intake import Taken, take

pytestmark = pytest.mark.outside_data

# (rule, part of what was got): read and found right, see docs/method/check.md.
RIGHT = {
    ("judge:slip", "100億"),
    ("judge:currency", "930億元"),
    ("lead-across-currencies", "1260億元"),
    ("old-told-as-new", "3800亿元"),
    ("none-against-some", "none"),
    ("plan-as-built", "10个"),
    ("place-widened", "Texas"),
    ("pledge-without-sources", "45 billion"),
    ("stake-against-money", "40%"),
    ("pledge-against-pace", "200 billion"),
    ("quarter-against-year", "1000亿美元"),
    ("gap-base", "65 GW to 220 GW"),
    ("power-in-households", "394 to 1,333 W"),
    ("share-of-electricity", "10%以上"),
    ("per-share-against-total", "8-9美元"),
    ("return-against-amounts", "30%"),
    ("two-deadlines", "今年年底"),
    ("deadline-before-condition", "今年年底"),
    ("deadline-before-condition", "2027年"),
    ("told-more-firmly", "1.4万亿美元"),
    ("headline-stronger", "140亿美元"),
    ("headline-stronger", "1600億"),
    ("dependence-for-share", "64.38%"),
    ("dependence-for-share", "80%"),
    ("backlog-against-contracts", "數百億美元"),
    ("assumption-as-proof", "4000億美元以上"),
    ("hedge-dropped", "十年"),
    ("unequal-periods", "81%"),
    ("stale-years", "16 years"),
    ("strong-words-small-change", "涨超1%"),
    ("withdrawn-in-the-text", "担保"),
    ("growth-of-known-demand", "2 to 4 times"),
    ("source-dropped", "5万亿美元"),
    ("source-dropped", "翻倍还不止"),
}


@pytest.fixture(scope="module")
def findings(data):
    taken = [one for one in take([str(data / "pages")]) if isinstance(one, Taken)]
    assert len(taken) == 4
    return check(material_of(taken))


def known(finding):
    return any(rule == finding.rule and part in finding.got for rule, part in RIGHT)


def test_at_least_twelve_true_findings(findings):
    assert sum(known(finding) for finding in findings) >= 20


def test_at_least_four_fifths_of_all_findings_are_right(findings):
    right = sum(known(finding) for finding in findings)
    assert right / len(findings) >= 0.8, [f.reason for f in findings if not known(f)]


def test_every_finding_cites_verbatim_and_says_what_would_settle_it(findings, data):
    texts = {str(path): path.read_bytes().decode() for path in (data / "pages").glob("*.txt")}
    for finding in findings:
        assert finding.reason and finding.settles and finding.expected and finding.got
        for citation in finding.claims:
            text = texts[citation.doc]
            assert citation.quote in text
            assert text[citation.start : citation.end]


# The sixteen articles, read and found right: rule and part of what was got.
RIGHT_IN_ARTICLES = {
    ("headline-stronger", "5000亿"),
    ("parts-of-a-whole", "3.35 billion"),
    ("converted-units", "28,870"),
    ("whole-as-running", "960MW"),
    ("growth-by-years", "9,000"),
    ("each-against-all", "1000 亿"),
}


def test_the_articles_give_known_findings_and_no_others(data):
    taken = [one for one in take([str(data / "articles")]) if isinstance(one, Taken)]
    found = check(material_of(taken))
    right = [any(rule == f.rule and part in f.got for rule, part in RIGHT_IN_ARTICLES) for f in found]
    assert sum(right) >= len(RIGHT_IN_ARTICLES) - 1
    assert all(right), [(f.rule, f.got) for f, is_right in zip(found, right, strict=True) if not is_right]
