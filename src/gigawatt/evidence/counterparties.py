"""The other party of a deal and the place of a quantity: what stands beside the subject."""

import re

from gigawatt.evidence.entities import ORGANISATIONS
from gigawatt.evidence.scene import Spot
from gigawatt.evidence.subjects import Subject

_DEALS = frozenset(
    "contract_value equity_contribution chip_count financing_raised ownership_share debt target_date other "
    "capital_commitment construction_time power_demand".split()
)


def decide_counterparty(spot: Spot, subject: Subject) -> tuple[str | None, str]:
    """The other party of a deal: a name with a preposition (与X, 向X, with X), nearest first."""
    if spot.metric not in _DEALS:
        return None, "counterparty.none"
    scene, sentence = spot.scene, spot.sentence
    start, end = spot.clause_span
    order = [m for m in sentence.mentions if start <= m.start < end]
    order += [m for m in reversed(sentence.mentions) if m.end <= start]
    for mention in order:
        if mention.kind not in ORGANISATIONS or mention.name in subject.names or mention.kind == "agency":
            continue
        before = scene.folded[max(0, mention.start - 8) : mention.start].lower()
        if re.search(
            r"(?:与|和|向|为|给|同|跟|注资|入股|收购|投资|由|从|with|to|from|for|by|in)\s*(?:the\s)?$", before
        ):
            return mention.name, "counterparty.preposition"
    return None, "counterparty.none"


def decide_location(spot: Spot) -> tuple[str | None, str]:
    """The place of a quantity: nearest place name of its clause, else of the sentence before it."""
    start, end = spot.clause_span
    places = [m for m in spot.sentence.mentions if m.kind == "place"]
    own = [m for m in places if start <= m.start < end]
    if own:
        best = min(own, key=lambda m: abs(m.start - spot.quantity.start))
        return best.name, "location.clause"
    earlier = [m for m in places if m.end <= start]
    if earlier:
        return earlier[-1].name, "location.sentence"
    return None, "location.none"
