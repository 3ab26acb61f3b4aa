"""Claims that cannot both be right, as the judge sees them; and amounts set against each other across currencies."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from gigawatt.i18n import table
from gigawatt.ledger.check.cues import cue, cue_word
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, amount, cite
from gigawatt.ledger.check.wording import Shown, money
from gigawatt.ledger.exchange import default_rates
from gigawatt.ledger.identity import likeness
from gigawatt.ledger.judge import judge
from gigawatt.ledger.periods import relation
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, metric_group, name_key
from gigawatt.ledger.values import slip_factor


def contradictions(material: Material) -> Iterator[Finding]:
    """Contradictions and magnitude slips between any two claims."""
    by_id = {one.id: one for one in material.held}
    conflicts = [judged for judged in judge(material.held, material.names) if judged.is_conflict]
    many = Counter((judged.rule, side) for judged in conflicts for side in (judged.left, judged.right))
    for judged in conflicts:
        if max(many[judged.rule, judged.left], many[judged.rule, judged.right]) > _TELLINGS:
            continue
        if not all(material.trusted(by_id[side]) for side in (judged.left, judged.right)):
            continue
        left, right = by_id[judged.left].claim, by_id[judged.right].claim
        sides = by_id[judged.left], by_id[judged.right]
        if _another_time(material, *sides) or _another_one(material, *sides):
            continue
        if judged.kind == "contradiction" and _changed_since(material, *sides):
            continue
        if judged.rule == "slip" and not _same_digits(*sides):
            continue
        if not all(_names_its_subject(material, side) for side in sides):
            continue
        if not _one_thing(material, *sides) and (judged.kind == "contradiction" or not _one_telling(material, *sides)):
            continue
        slip = judged.kind == "magnitude_slip"
        kind = "currency" if judged.rule == "currency" else "magnitude" if slip else "contradiction"
        yield found(
            f"judge:{judged.rule}", kind, "high", (cite(by_id[judged.left]), cite(by_id[judged.right])),
            section=f"judge_{judged.rule}" if judged.rule in ("slip", "currency") else "judge",
            metric=_metric(left.metric), subject=str(left.subject), left=left.qty, right=right.qty,
            reason=Shown(judged.said("en"), judged.said("zh")),
            about=f"{left.subject} {left.metric} {sorted((left.qty, right.qty))}",
        )  # fmt: skip


_TELLINGS = 12
"""conflicts of one claim beyond which its scope was not read: a table, a simulation, a list of like things"""


def _metric(name: str) -> Shown:
    words = table().get(f"brief_metric.{name}", {"en": name.replace("_", " "), "zh": name})
    return Shown(words["en"], words["zh"])


def _names_its_subject(material: Material, one: Held) -> bool:
    """Whether a firm stands by name in the sentence of a claim or the four before it; other subjects need not."""
    sentence, key = material.sentence(one), material.scope(one).subject or ""
    if sentence is None or not _is_firm(one):
        return bool(key)
    told = {name for near in material.around(sentence, 4, 0) for _, name in material.named(near)}
    return any(name in key or key in name for name in told)


_ORDINAL = re.compile(r"\b(?:second|third|another|additional|further)\b|第[二三四五六]|另一|另外|追加|新增")
_FAR = 5.0
"""factor beyond which two amounts of money are two sums, unless told of one period or apart by round zeros"""


def _another_one(material: Material, one: Held, two: Held) -> bool:
    """Whether one side tells of a second, an added thing, or the two sums are far apart with no common time."""
    ordinals = [frozenset(_ORDINAL.findall(material.folded(m))) for m in (one, two)]
    if ordinals[0] != ordinals[1]:
        return True
    a, b = amount(one.claim), amount(two.claim)
    if not (a and b) or one.claim.unit not in MONEY or min(*a, *b) <= 0:
        return False
    apart = max(a[0] / b[1], b[0] / a[1])
    equal = relation(material.scope(one).period, material.scope(two).period) == "equal"
    return apart > _FAR and not equal and slip_factor(sum(a), sum(b)) is None and one.claim.unit == two.claim.unit


def _changed_since(material: Material, one: Held, two: Held) -> bool:
    """Whether two texts, not of one day, tell a plan of which one says that it was changed."""
    if material.same_item(one, two) or (one.known_on == two.known_on and one.known_on is not None):
        return False
    ahead = all(material.scope(m).state == "ahead" for m in (one, two))
    return ahead and any(cue("changed_plan", material.folded(m)) for m in (one, two))


def _same_digits(one: Held, two: Held) -> bool:
    """Whether the shorter of two printed numbers is the longer one rounded (33 and 3.3, not 102.3 and 10.3)."""
    printed = [re.sub(r"\D", "", max(_NUMBER.findall(m.claim.qty), key=len, default="")) for m in (one, two)]
    short, long = sorted((digits.strip("0") for digits in printed), key=len)
    if not short:
        return True
    return str(round(int(long) / 10 ** (len(long) - len(short)))).strip("0") == short


_NUMBER = re.compile(r"\d[\d,.]*")


def _one_telling(material: Material, one: Held, two: Held) -> bool:
    """Whether two figures, round zeros apart, are told by one voice or in like words."""
    if material.scope(one).location != material.scope(two).location:
        return False
    voices = material.scope(one).speaker_key, material.scope(two).speaker_key
    return (voices[0] is not None and voices[0] == voices[1]) or likeness(
        material.folded(one), material.folded(two)
    ) >= _LIKE


_LIKE = 0.65
"""share of letter pairs, numbers left out, from which two sentences tell of one thing"""
_FLOWS = frozenset(
    {"capex", "revenue", "profit", "loss", "free_cash_flow", "market_size",
     "power_demand", "energy_share", "renewable_share", "lease_rate", "market_share", "users", "customers"}
)  # fmt: skip
"""metrics that change from period to period"""
_FACTS = frozenset(
    {"capital_commitment", "contract_value", "financing_raised", "equity_contribution", "debt", "valuation",
     "ownership_share", "power_capacity", "power_gap", "site_count", "chip_count", "jobs", "land_area", "floor_area",
     "target_date", "backlog_rpo", "tax_credit_rate", "construction_time"}
)  # fmt: skip
"""metrics of one thing, which two texts can tell differently"""


def _one_thing(material: Material, one: Held, two: Held) -> bool:
    """Whether it is shown that both figures are of one thing and one time.

    A flow needs one period said on both sides. A fact about a firm needs a partner, a place or a period on both sides:
    a firm has many contracts and sites. Products, ratios and countings have no identity that could be shown.
    """
    a, b = material.scope(one), material.scope(two)
    if any(cue("part_of", material.clause(m)) or cue("of_which", material.lead(m)) for m in (one, two)):
        return False
    periods = relation(a.period, b.period)
    if one.claim.metric in _FLOWS or two.claim.metric in _FLOWS:
        return periods == "equal"
    if one.claim.metric not in _FACTS or two.claim.metric not in _FACTS:
        return False
    tied = a.counterparty is not None and a.counterparty == b.counterparty
    placed = a.location is not None and a.location == b.location
    return tied or placed or periods == "equal" or not _is_firm(one) or _shared_name(material, one, two)


_PROPER = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def _shared_name(material: Material, one: Held, two: Held) -> bool:
    """Whether both sentences name one thing beside the firm (`River Bend`)."""
    texts = [told.text if (told := material.sentence(m)) else m.claim.quote for m in (one, two)]
    names = [set(_PROPER.findall(text)) for text in texts]
    return any(name_key(name) not in name_key(one.claim.subject or "") for name in names[0] & names[1])


@lru_cache(maxsize=1)
def _firms() -> frozenset[str]:
    from gigawatt.evidence.entities import load_entities

    return frozenset(name_key(entity.name) for entity in load_entities() if entity.kind != "programme")


def _is_firm(one: Held) -> bool:
    return name_key(one.claim.subject or "") in _firms()


_MOVING = frozenset({"share_price", "market_cap", "price_change", "pe_ratio"})


def _another_time(material: Material, one: Held, two: Held) -> bool:
    """Whether the two figures are of different times after all: prices of two days, a fiscal and a calendar year."""
    if any(cue("earlier_reports", material.folded(m)) for m in (one, two)):
        return True  # the text sets an older telling beside its own
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
        match = cue("surpass", sentence.folded)
        if not match:
            continue
        after = sentence.text[match.end() : match.end() + 30] if len(sentence.folded) == len(sentence.text) else ""
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
                        yield found(
                            "lead-across-currencies", "currency", "high", (cite(one), cite(other)),
                            about=f"{subject} {rival} {one.claim.qty}", theirs=money(theirs[0] * their_rate),
                            their_words=other.claim.qty, mine=money(mine[1] * rate), my_words=one.claim.qty,
                            word=cue_word("surpass", sentence.folded), rival=str(other.claim.subject),
                            share=f"{mine[1] * rate / (theirs[0] * their_rate):.2f}",
                        )  # fmt: skip
