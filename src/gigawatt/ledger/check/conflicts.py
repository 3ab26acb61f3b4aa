"""Claims that cannot both be right, as the judge sees them; and amounts set against each other across currencies."""

from collections.abc import Iterator

from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.wording import money
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, metric_group, name_key

_SETTLES = {
    "slip": "the original statement or recording that both texts report",
    "currency": "the original filing or call: in which currency the amount was given",
}


def contradictions(material: Material) -> Iterator[Finding]:
    """Contradictions and magnitude slips between any two claims."""
    by_id = {one.id: one for one in material.held}
    for found in judge(material.held, material.names):
        if not found.is_conflict or not all(material.trusted(by_id[side]) for side in (found.left, found.right)):
            continue
        left, right = by_id[found.left].claim, by_id[found.right].claim
        if _another_time(material, by_id[found.left], by_id[found.right]):
            continue
        slip = found.kind == "magnitude_slip"
        kind = "currency" if found.rule == "currency" else "magnitude" if slip else "contradiction"
        yield Finding(
            kind, "high", (cite(by_id[found.left]), cite(by_id[found.right])),
            expected=f"one {left.metric} of {left.subject}", got=f"{left.qty} and {right.qty}", reason=found.reason,
            settles=_SETTLES.get(found.rule, "the primary source of either side, for the same scope and day"),
            rule=f"judge:{found.rule}", about=f"{left.subject} {left.metric} {sorted((left.qty, right.qty))}",
        )  # fmt: skip


_MOVING = frozenset({"share_price", "market_cap", "price_change", "pe_ratio"})


def _another_time(material: Material, one: Held, two: Held) -> bool:
    """Whether the two figures are of different times after all: prices of two days, a fiscal and a calendar year."""
    if one.claim.metric in _MOVING and one.known_on != two.known_on:
        return True
    words = [(bool(cue("fiscal", material.folded(m))), bool(cue("calendar", material.folded(m)))) for m in (one, two)]
    return words[0][0] != words[1][0] and (words[0][1] or words[1][1])


def false_lead(material: Material) -> Iterator[Finding]:
    """`A surpasses B` where the amounts of A and B, brought to one currency, say the opposite."""
    from gigawatt.evidence.entities import gazetteer

    rates = default_rates()
    by_subject: dict[str, list[Held]] = {}
    for one in material.held:
        if one.claim.subject and one.claim.unit in MONEY and one.claim.per is None:
            if material.trusted(one):
                by_subject.setdefault(material.scope(one).subject or "", []).append(one)
    for sentence, members in material.by_sentence():
        found = cue("surpass", sentence.folded)
        if not found:
            continue
        after = sentence.text[found.end() : found.end() + 30] if len(sentence.folded) == len(sentence.text) else ""
        rivals = {name_key(mention.name) for mention in gazetteer().find(after)}
        for one in members:
            mine, subject = amount(one.claim), material.scope(one).subject
            if mine is None or one.claim.unit not in MONEY or not subject:
                continue
            rate = rates.usd_per(one.claim.unit)
            for rival in sorted(rivals - {subject}):
                for other in by_subject.get(rival, ()):
                    theirs, their_rate = amount(other.claim), rates.usd_per(other.claim.unit)
                    if theirs is None or rate is None or their_rate is None or other.claim.unit == one.claim.unit:
                        continue
                    if metric_group(other.claim.metric) != metric_group(one.claim.metric):
                        continue
                    if mine[1] * rate < 0.8 * theirs[0] * their_rate:
                        yield Finding(
                            "currency", "high", (cite(one), cite(other)),
                            expected=f"more than {money(theirs[0] * their_rate)} ({other.claim.qty})",
                            got=f"{money(mine[1] * rate)} ({one.claim.qty})",
                            reason=f"the text says {cue_word('surpass', sentence.folded)} {other.claim.subject}, but "
                            f"in one currency it is {mine[1] * rate / (theirs[0] * their_rate):.2f} of the other",
                            settles="both amounts in one currency, for the same twelve months",
                            rule="lead-across-currencies", about=f"{subject} {rival} {one.claim.qty}",
                        )  # fmt: skip
