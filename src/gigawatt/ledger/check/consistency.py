"""Numbers of one sentence or article that must agree by their own words: rates, terms, conversions, directions."""

import re
from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.wording import money, number, percent
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, family, interval, metric_group
from gigawatt.ledger.values import slip_factor

_NEAR = 0.03
"""share by which printed results of a division or product may be off"""
_GROWTH = ("growth_rate", "revenue_growth", "price_change")


def _alike(one: Held, two: Held) -> bool:
    a, b = one.claim, two.claim
    kind = (a.unit, a.per, a.noun, metric_group(a.metric)) == (b.unit, b.per, b.noun, metric_group(b.metric))
    return kind and family(a.subject or "") == family(b.subject or "")


def _between(sentence: Sentence, one: Held, two: Held) -> str:
    if len(sentence.folded) != len(sentence.text):
        return ""
    return sentence.folded[one.claim.end - sentence.start : two.claim.start - sentence.start]


def growth_beside_amounts(material: Material) -> Iterator[Finding]:
    """One growth rate, one figure now and one before in a sentence that sets them against each other."""
    for sentence, members in material.by_sentence():
        rates = [m for m in members if m.claim.unit == "ratio" and m.claim.metric in _GROWTH]
        amounts = [m for m in members if m.claim.unit in MONEY or m.claim.unit in ("W", "Wh", "chip", "user", "share")]
        plain = [m for m in amounts if interval(m.claim).point is not None]
        if len(rates) != 1 or len(plain) != 2 or len(amounts) != 2 or not _alike(*plain):
            continue
        first, second = sorted(plain, key=lambda m: m.claim.start)
        words = _between(sentence, first, second)
        a, b = interval(first.claim).point, interval(second.claim).point
        rate = interval(rates[0].claim).point
        if not cue("against", words) or rate is None or not a or not b or min(a, b) <= 0 or len(words) > 40:
            continue
        from_second = re.search(r"from|compared|versus|较|相比|同期", words)
        allowed = [a / b - 1] if from_second else [a / b - 1, b / a - 1]
        slack = max(0.015, 0.05 * abs(rate))
        if all(abs(abs(rate) - abs(change)) > slack for change in allowed):
            yield Finding(
                "arithmetic", "medium", (cite(rates[0]), cite(first), cite(second)),
                expected=" or ".join(str(percent(abs(change))) for change in allowed),
                got=rates[0].claim.qty,
                reason=f"{first.claim.qty} and {second.claim.qty} differ by {percent(abs(a / b - 1))} of the second",
                settles="the two amounts and their periods in the source", rule="growth-beside-amounts",
            )  # fmt: skip


def implied_share_counts(material: Material) -> Iterator[Finding]:
    """`$664 million, or $1.25 per share`, and the same pair for another period: the shares that each implies."""
    for members in material.by_item():
        pairs = []
        for total, each in zip(members, members[1:], strict=False):
            a, b = total.claim, each.claim
            if a.unit in MONEY and b.unit == a.unit and a.per is None and b.per == "share" and a.metric == b.metric:
                whole, single = amount(a), amount(b)
                if whole and single and b.start - a.end < 12 and min(abs(single[0]), abs(whole[0])) > 0:
                    pairs.append((total, each, whole[0] / single[0]))
        for one, two in combinations(pairs, 2):
            if abs(one[2] / two[2] - 1) > 0.25 and family(one[0].claim.subject or "") == family(
                two[0].claim.subject or ""
            ):
                yield Finding(
                    "arithmetic", "medium", tuple(cite(held) for held in (*one[:2], *two[:2])),
                    expected=f"one number of shares ({number(one[2])})", got=f"{number(two[2])} shares",
                    reason=f"{one[0].claim.qty} at {one[1].claim.qty} means {number(one[2])} shares, "
                    f"{two[0].claim.qty} at {two[1].claim.qty} means {number(two[2])}",
                    settles="the weighted share counts of both periods", rule="implied-share-counts",
                )  # fmt: skip


def bracketed_conversions(material: Material) -> Iterator[Finding]:
    """An amount and its conversion in brackets against the exchange rates of the time."""
    rates = default_rates()
    by_place = {(m.claim.doc_sha256, m.claim.start, m.claim.end): m for m in material.held}
    for one in material.held:
        origin = one.claim.equivalent_of
        other = by_place.get((one.claim.doc_sha256, *origin)) if origin else None
        if other is None or {one.claim.unit, other.claim.unit} - MONEY or one.claim.unit == other.claim.unit:
            continue
        a, b = amount(other.claim), amount(one.claim)
        rate_a, rate_b = rates.usd_per(other.claim.unit), rates.usd_per(one.claim.unit)
        if not a or not b or rate_a is None or rate_b is None or min(*a, *b) <= 0:
            continue
        told, right = b[0] / a[0], rate_a / rate_b
        slack = 0.08 + rates.spread(other.claim.unit) + rates.spread(one.claim.unit)
        if abs(told / right - 1) > slack:
            yield Finding(
                "currency", "high", (cite(other), cite(one)),
                expected=f"about {money(a[0] * right, one.claim.unit)}", got=one.claim.qty,
                reason=f"{other.claim.qty} converted to {one.claim.qty} means {told:.3g} {one.claim.unit} for one "
                f"{other.claim.unit}; the rate was about {right:.3g}",
                settles="the amount in the currency of the source", rule="bracketed-conversion",
            )  # fmt: skip


def headline_off_by_a_factor(material: Material) -> Iterator[Finding]:
    """The headline's number is in the text only with a zero more or less."""
    for members in material.by_item():
        heads = [m for m in members if (s := material.sentence(m)) and s.headline]
        bodies = [m for m in members if (s := material.sentence(m)) and not s.headline]
        for head in heads:
            mine = interval(head.claim).middle
            if head.claim.unit not in MONEY | {"W", "Wh", "chip", "site", "m2", "job"} or not mine or mine <= 0:
                continue
            same = [m for m in bodies if m.claim.unit == head.claim.unit and interval(m.claim).middle]
            if any(abs((interval(m.claim).middle or 0.0) / mine - 1) <= 0.05 for m in same):
                continue
            for body in same:
                factor = slip_factor(mine, interval(body.claim).middle or 0.0)
                group = metric_group(body.claim.metric) == metric_group(head.claim.metric)
                if factor and group and body.claim.per == head.claim.per:
                    yield Finding(
                        "magnitude", "high", (cite(head), cite(body)), expected=body.claim.qty,
                        got=f"{head.claim.qty} in the headline",
                        reason=f"the headline has {factor:g} times the number of the text or its {factor:g}th part",
                        settles="the announcement that the text reports", rule="headline-off-by-a-factor",
                    )  # fmt: skip
                    break


def intent_told_as_deal(material: Material) -> Iterator[Finding]:
    """The headline has a deal where the text has a letter of intent or a memorandum."""
    for members in material.by_item():
        for head in [m for m in members if (s := material.sentence(m)) and s.headline]:
            clause = material.clause(head)
            if not cue("firm", clause) or cue("intent", clause):
                continue
            for body in members:
                told = material.sentence(body)
                same = body.claim.unit == head.claim.unit and amount(body.claim) and amount(head.claim)
                if not told or told.headline or not same or not cue("intent", told.folded):
                    continue
                if abs((interval(body.claim).middle or 1.0) / (interval(head.claim).middle or 1.0) - 1) <= 0.05:
                    yield Finding(
                        "attribution", "medium", (cite(head), cite(body)),
                        expected=f"{body.claim.qty} under a {cue_word('intent', told.folded)}",
                        got=f"{cue_word('firm', clause)} {head.claim.qty} in the headline",
                        reason=f"the text speaks of a {cue_word('intent', told.folded)}, which binds nobody yet",
                        settles="the signed contract, if there is one", rule="intent-as-deal",
                    )  # fmt: skip
                    break
