"""Briefs of every subject of the pages and articles: each number is read again and stands in a cited span."""

import re

import pytest

from gigawatt.ledger.intake import Taken, take
from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Held
from gigawatt.report.brief import GROUPS, make_brief, recheck

pytestmark = pytest.mark.outside_data


@pytest.fixture(scope="module")
def held(data):
    found = list(take([str(data / "pages"), str(data / "articles" / "01.txt"), str(data / "articles" / "10.txt")]))
    assert all(isinstance(one, Taken) for one in found)
    return [Held(claim, claim.item_day) for one in found for claim in one.claims]


def test_every_number_of_every_brief_is_in_a_cited_span(held):
    judgements = judge(held)
    subjects = sorted({one.claim.subject for one in held if one.claim.subject})
    sentences = 0
    for topic in subjects:
        for lang in ("en", "zh"):
            brief = make_brief(topic, held, judgements, lang)
            sentences += len(brief.sentences)
            assert recheck(brief) == []
            for sentence in brief.sentences:
                bare = plain_of_names(sentence.text, brief)
                assert lang == "zh" or not re.search("[\u3400-\u9fff]", bare), sentence.text
                assert not re.search(r"\b1 (?:sites|chips|jobs|people)\b|：，|，（|\(,|\( ", sentence.text), (
                    sentence.text
                )
    assert sentences >= 400


def plain_of_names(text, brief):
    """The sentence without the names of its claims, which may have no English form."""
    for claim in brief.references:
        for name in (claim.subject, claim.speaker, claim.counterparty, claim.location):
            text = text.replace(name, "") if name else text
    return text


def test_stargate_has_promises_work_and_doubts_in_both_languages(held):
    judgements = judge(held)
    for lang in ("en", "zh"):
        brief = make_brief("星际之门", held, judgements, lang)
        groups = {group: [s for s in brief.sentences if s.group == group] for group in GROUPS}
        assert len(groups["promised"]) >= 5
        assert groups["built"]
        assert any("Musk" in s.text or "马斯克" in s.text for s in groups["doubted"])
        assert all(s.text.count("[") >= 1 for s in brief.sentences)
