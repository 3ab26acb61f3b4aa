"""One statement told twice with two numbers: sentences that differ in a number only, one deal with two values, a
conversion of units in brackets."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from gigawatt.ledger.check.cues import cue
from gigawatt.ledger.check.findings import Finding, found
from gigawatt.ledger.check.material import Material, Sentence, amount, cite
from gigawatt.ledger.check.near import between
from gigawatt.ledger.check.stages import days_apart
from gigawatt.ledger.check.wording import number, quantity
from gigawatt.ledger.identity import likeness
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import MONEY, interval
from gigawatt.ledger.values import slip_factor

_TWINS = 0.8
"""share of letter pairs, numbers left out, from which two sentences are one statement"""
_TWINS_BY_A_ZERO = 0.65
"""the same where the numbers differ by a power of ten"""
_NEWS = 31
"""days within which a repeated statement is the same news"""
_MOVING = frozenset({"share_price", "market_cap", "price_change", "pe_ratio", "revenue_growth", "growth_rate"})
_DIGITS = re.compile(r"\d[\d,.]*")


def twin_sentences(material: Material) -> Iterator[Finding]:
    """Two sentences of two texts that tell the same in the same words, but for one number."""
    shapes: dict[tuple[object, ...], list[tuple[Sentence, list[Held]]]] = defaultdict(list)
    for sentence, members in material.by_sentence():
        if len(sentence.folded) < 20 or sentence.headline:
            continue
        units = tuple((m.claim.unit, m.claim.per) for m in members)
        shapes[units, frozenset(name for _, name in material.named(sentence))].append((sentence, members))
    for (_, names), group in shapes.items():
        if not names or len(group) > 40:
            continue
        for (one, first), (two, second) in combinations(group, 2):
            if material.same_item(first[0], second[0]) or days_apart(first[0], second[0]) > _NEWS:
                continue
            alike = likeness(_masked(one), _masked(two))
            if _times(one) == _times(two) and alike >= _TWINS_BY_A_ZERO:
                yield from _difference(first, second, alike >= _TWINS)


_TIME = re.compile(
    r"(?:19|20)\d\d|first|second|third|fourth|\bq[1-4]\b|\bh[12]\b|第?[一二三四]季度?|上半年|下半年|上季|本季|去年|今年|明年|last|this|next|"
    r"january|february|march|april|\bmay\b|june|july|august|september|october|november|december|\d{1,2}月"
)


def _times(sentence: Sentence) -> list[str]:
    """Words of time in a sentence: twins must agree in them."""
    return sorted(_TIME.findall(sentence.folded))


def _masked(sentence: Sentence) -> str:
    return _DIGITS.sub("#", sentence.folded)


def _difference(first: list[Held], second: list[Held], twins: bool) -> Iterator[Finding]:
    differ = [(a, b) for a, b in zip(first, second, strict=True) if _apart(a, b)]
    if len(differ) != 1:
        return
    a, b = differ[0]
    if a.claim.metric in _MOVING or a.claim.unit == "date" or a.claim.period != b.claim.period:
        return
    x, y = interval(a.claim).middle or 0.0, interval(b.claim).middle or 0.0
    slip = slip_factor(abs(x), abs(y)) if x and y else None
    if not twins and not slip:
        return
    yield found(
        "twin-sentences", "magnitude" if slip else "contradiction", "high" if slip else "medium", (cite(a), cite(b)),
        one=a.claim.qty, two=b.claim.qty, times=number(max(abs(x), abs(y)) / max(1e-12, min(abs(x), abs(y)))),
    )  # fmt: skip


def _apart(one: Held, two: Held) -> bool:
    """Whether the two intervals are disjoint beyond what printing and hedging leave."""
    a, b = interval(one.claim), interval(two.claim)
    if one.claim.unit == "date":
        return (one.claim.low, one.claim.high) != (two.claim.low, two.claim.high)
    if a.middle is None or b.middle is None:
        return False
    slack = max(a.slack, b.slack) * max(abs(a.middle), abs(b.middle))
    low = max(x for x in (a.low, b.low, float("-inf")) if x is not None)
    high = min(x for x in (a.high, b.high, float("inf")) if x is not None)
    return low - high > slack


def deal_with_two_values(material: Material) -> Iterator[Finding]:
    """The contract of two named parties, told with two exact values close in time."""
    deals: dict[frozenset[str], list[Held]] = defaultdict(list)
    for one in material.held:
        what = material.scope(one)
        if one.claim.metric == "contract_value" and one.claim.unit in MONEY and one.claim.per is None:
            parties = frozenset({what.subject, what.counterparty} - {None}) | _named_in(material, one)
            if len(parties) == 2 and interval(one.claim).point is not None and not one.claim.negated:
                deals[parties].append(one)
    for parties, members in deals.items():
        a_name, b_name = sorted(parties)
        for one, two in combinations(members[:40], 2):
            scopes = material.scope(one), material.scope(two)
            mirrored = scopes[0].subject != scopes[1].subject or scopes[0].counterparty != scopes[1].counterparty
            a, b = interval(one.claim).point or 0.0, interval(two.claim).point or 0.0
            slack = max(interval(one.claim).slack, interval(two.claim).slack, 0.05)
            near = material.same_item(one, two) or days_apart(one, two) <= _NEWS
            if not mirrored or not near or one.claim.unit != two.claim.unit or abs(a - b) <= slack * max(a, b):
                continue
            sentences = material.folded(one), material.folded(two)
            if any(cue("another", told) for told in sentences) or sentences[0] is sentences[1]:
                continue
            yield found(
                "deal-with-two-values", "contradiction", "medium", (cite(one), cite(two)), one=one.claim.qty,
                two=two.claim.qty, times=number(max(a, b) / min(a, b)), a=a_name, b=b_name,
            )  # fmt: skip


def _named_in(material: Material, one: Held) -> frozenset[str]:
    sentence = material.sentence(one)
    return frozenset(name for _, name in material.named(sentence)) if sentence else frozenset()


_TO_BASE = {"acre": ("m2", 4046.8564224)}
_WORD = re.compile(r"[\d.,\s\u3000]+")


def converted_units(material: Material) -> Iterator[Finding]:
    """`200,000 square feet (28,600 square metres)`: the second is not the first in another unit."""
    for _, members in material.by_sentence():
        for one, two in zip(members, members[1:], strict=False):
            words = between(material, one, two)
            if not re.fullmatch(
                r"\s*[(（,，]?\s*(?:或|即|合|约合?|折合|or|about|some|around|roughly|equal to)?\s*", words
            ):
                continue
            if not words.strip() or one.claim.unit in MONEY or two.claim.unit in MONEY:
                continue
            first, second = _in_base(one), _in_base(two)
            if first is None or second is None or first[0] != second[0] or _unit_word(one) == _unit_word(two):
                continue
            digits = len(re.sub(r"\D", "", two.claim.qty).strip("0"))
            slack = 0.02 if digits >= 4 and not one.claim.approx else max(0.05, interval(two.claim).slack)
            low, high = min(first[1]), max(first[1])
            if max(second[1]) < low * (1 - slack) or min(second[1]) > high * (1 + slack):
                yield found(
                    "converted-units", "unit", "medium", (cite(one), cite(two)), one=one.claim.qty, two=two.claim.qty,
                    right=quantity(high, first[0]), factor=number(max(second[1]) / high),
                )  # fmt: skip


def _in_base(one: Held) -> tuple[str, tuple[float, float]] | None:
    found_amount = amount(one.claim)
    if not found_amount or min(found_amount) <= 0 or one.claim.unit not in ("m2", "acre", "W", "Wh", "kg", "tonne"):
        return None
    unit, factor = _TO_BASE.get(one.claim.unit, (one.claim.unit, 1.0))
    return unit, (found_amount[0] * factor, found_amount[1] * factor)


def _unit_word(one: Held) -> str:
    return _WORD.sub("", one.claim.qty.casefold())
