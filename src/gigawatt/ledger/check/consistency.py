"""Numbers of one sentence or article that must agree by their own words: rates, terms, conversions, directions."""

from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.wording import money, number
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.scope import MONEY, family, interval, metric_group
from gigawatt.ledger.values import slip_factor

_NEAR = 0.03
"""share by which printed results of a division or product may be off"""
_GROWTH = ("growth_rate", "revenue_growth", "price_change")


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
                yield found(
                    "implied-share-counts", "arithmetic", "medium", tuple(cite(held) for held in (*one[:2], *two[:2])),
                    first=number(one[2]), second=number(two[2]), a=one[0].claim.qty, a_each=one[1].claim.qty,
                    b=two[0].claim.qty, b_each=two[1].claim.qty,
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
            yield found(
                "bracketed-conversion", "currency", "high", (cite(other), cite(one)),
                right=money(a[0] * right, one.claim.unit), origin=other.claim.qty, told=one.claim.qty,
                told_rate=f"{told:.3g}", rate=f"{right:.3g}", one_unit=other.claim.unit, other_unit=one.claim.unit,
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
                    yield found(
                        "headline-off-by-a-factor", "magnitude", "high", (cite(head), cite(body)), head=head.claim.qty,
                        body=body.claim.qty, factor=f"{factor:g}",
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
                    yield found(
                        "intent-as-deal", "attribution", "medium", (cite(head), cite(body)), body=body.claim.qty,
                        head=head.claim.qty, word=cue_word("intent", told.folded), firm=cue_word("firm", clause),
                    )  # fmt: skip
                    break
