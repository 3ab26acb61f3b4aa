"""What shows that two claims speak of one and the same event: the speaker, the counterparty, or the wording."""

import re
from functools import lru_cache

from gigawatt.evidence.types import Claim
from gigawatt.ledger.aspects import aspects
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import Scope, family
from gigawatt.ledger.search import fold

_LIKE = 0.5
"""share of common letter pairs from which two sentences are the same sentence with other numbers"""
_LIKE_DATE = 0.4
"""the same for sentences that give one date"""
_LEAST_PAIRS = 8
"""letter pairs below which two sentences are too short to be recognised"""
_NOISE = re.compile(r"[\d\W_]+")
_VAGUE = frozenset({"analysts", "analyst", "media", "media reports", "foreign media", "sources", "reports", "insiders"})


@lru_cache(maxsize=16384)
def _letter_pairs(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", fold(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def likeness(one: str, two: str) -> float:
    """Dice similarity of the letter pairs of two sentences, numbers and punctuation apart (0..1; short ones: 0)."""
    first, second = _letter_pairs(one), _letter_pairs(two)
    if min(len(first), len(second)) < _LEAST_PAIRS:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def same_event(left: Held, right: Held, one: Scope, two: Scope) -> bool:
    """Whether both speak of one event: one named speaker, one other party, or one sentence with other numbers."""
    a, b = left.claim, right.claim
    one_text = a.doc_sha256 == b.doc_sha256 and a.item == b.item
    if not one_text and one.speaker_key and one.speaker_key == two.speaker_key and one.speaker_key not in _VAGUE:
        same_period = one.period == two.period or not (one.period.known and two.period.known)
        if same_period and one.counterparty == two.counterparty:
            return True
    if not one_text and one.counterparty and one.counterparty == two.counterparty:
        return True
    return likeness(a.quote, b.quote) >= _LIKE and not (one_text and a.quote == b.quote)


def same_milestone(a: Claim, b: Claim) -> bool:
    """Whether two dates are shown to be of one thing: one milestone named on both sides, or one sentence told again."""
    named = [dict(aspects(claim)).get("milestone") for claim in (a, b)]
    return (named[0] is not None and named[0] == named[1]) or likeness(a.quote, b.quote) >= _LIKE_DATE


def told_twice(left: Held, right: Held, one: Scope, two: Scope) -> bool:
    """One text gives the same number of the same thing under two names of one family (a firm and its unit).

    Asks for the same item, speaker, interval, unit and period, names that begin alike, and a common remark.
    """
    a, b = left.claim, right.claim
    return (
        a.doc_sha256 == b.doc_sha256
        and a.item == b.item
        and (a.quote_end <= b.quote_start or b.quote_end <= a.quote_start)
        and a.speaker == b.speaker
        and (a.low, a.high, a.unit, a.period, a.metric) == (b.low, b.high, b.unit, b.period, b.metric)
        and one.state == two.state
        and bool(one.subject and two.subject)
        and family(a.subject or "") == family(b.subject or "")
        and bool(one.remark & two.remark)
    )
