"""One figure told twice in one article, once with a zero too many, in another power of a thousand or in another
currency. The judge leaves two numbers of one article alone (both were told on purpose); the same digits of the same
thing are told twice by mistake."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, cite
from gigawatt.ledger.check.near import after, before
from gigawatt.ledger.check.wording import number
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.identity import likeness
from gigawatt.ledger.periods import relation
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval, metric_group
from gigawatt.ledger.values import slip_factor

_ALIKE = {1: 0.45, 2: 0.25}
"""share of letter pairs, numbers left out, from which a figure of one digit (3, 20) or of two (1.5, 34) is told of the
same thing; three digits are not the same by chance"""
_CROWD = 60
_SIZES = MONEY | {"W", "Wh", "chip", "m2"}


def slip_in_one_article(material: Material) -> Iterator[Finding]:
    """The same digits of the same actor and metric, a power of ten or a currency apart, in two sentences."""
    for members in material.by_item():
        groups: dict[tuple[object, ...], list[Held]] = defaultdict(list)
        for one in members:
            point, subject = interval(one.claim).point, material.scope(one).subject
            if point and point > 0 and subject and one.claim.unit in _SIZES and not one.claim.negated:
                kind = "money" if one.claim.unit in MONEY else one.claim.unit
                groups[subject, kind, one.claim.per, _digits(point)].append(one)
        for group in groups.values():
            for one, two in combinations(group[:_CROWD], 2):
                yield from _slip(material, one, two)


def _digits(value: float) -> str:
    return f"{value / 10 ** math.floor(math.log10(value) + 1e-12):.3g}"


def _slip(material: Material, one: Held, two: Held) -> Iterator[Finding]:
    sentences = material.sentence(one), material.sentence(two)
    if sentences[0] is sentences[1] or any(s is None or s.headline for s in sentences):
        return
    partner = material.scope(one).counterparty
    one_deal = partner is not None and _names(material, two, partner)
    if not one_deal and metric_group(one.claim.metric) != metric_group(two.claim.metric):
        return
    if _parts(material, one, two):
        return
    a, b = interval(one.claim).point or 0.0, interval(two.claim).point or 0.0
    scopes = material.scope(one), material.scope(two)
    if relation(scopes[0].period, scopes[1].period) == "apart":
        return
    if one.claim.unit != two.claim.unit:
        rates = default_rates()
        rate_a, rate_b = rates.usd_per(one.claim.unit), rates.usd_per(two.claim.unit)
        if a == b and rate_a and rate_b and max(rate_a / rate_b, rate_b / rate_a) > 2:
            yield found("same-digits-two-currencies", "currency", "high", (cite(one), cite(two)), one=one.claim.qty,
                        two=two.claim.qty, times=number(max(rate_a / rate_b, rate_b / rate_a)))  # fmt: skip
        return
    factor = slip_factor(a, b)
    if factor and _same_thing(material, one, two, len(_digits(a).replace(".", ""))):
        yield found("slip-in-one-article", "magnitude", "medium", (cite(one), cite(two)), one=one.claim.qty,
                    two=two.claim.qty, factor=f"{factor:g}", subject=str(one.claim.subject))  # fmt: skip


def _names(material: Material, one: Held, key: str) -> bool:
    sentence = material.sentence(one)
    return sentence is not None and key in {name for _, name in material.named(sentence)}


def _parts(material: Material, one: Held, two: Held) -> bool:
    """Whether one of the two is told as a part, a phase, a single piece, or of another time."""
    for held in (one, two):
        lead, tail = before(material, held, 24), after(material, held, 24)
        if any(cue(name, lead + "|" + tail) for name in ("phase", "each", "only_first", "further", "instalment")):
            return True
        if cue("of_which", lead):
            return True
    return False


def _same_thing(material: Material, one: Held, two: Held, digits: int) -> bool:
    texts = ["".join(c for c in material.clause(m) if not c.isdigit()) for m in (one, two)]
    if (
        one.claim.unit == "W"
        and digits > 1
        and slip_factor(*(interval(m.claim).point or 0.0 for m in (one, two))) == 1000.0
    ):
        return True  # MW for GW
    alike = likeness(*texts) >= _ALIKE.get(digits, 0.0)
    return alike or bool(cue("back_reference", material.folded(two)))
