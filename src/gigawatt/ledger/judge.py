"""How two claims stand to each other: the same, converted, revised, narrower, contradictory, slipped, not comparable.

Typed numbers decide, in a scope: subject, metric, dimension, per, noun, counterparty, place, period, status class.
Scopes that differ make two facts, however alike their numbers (two sites of 48 MW; a credit of 35 % in force and one
asked for). Scopes that are the same but for something unsaid allow `same`, never `contradiction`. A metric of which
one subject can have several values (commitments, contracts, sites) contradicts only with evidence that the same one
is meant. Every verdict carries the rule and the numbers that decided it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from gigawatt.evidence.types import Claim
from gigawatt.ledger.exchange import Rates, default_rates
from gigawatt.ledger.identity import same_event, told_twice
from gigawatt.ledger.obstacles import Obstacles, obstacles
from gigawatt.ledger.periods import relation
from gigawatt.ledger.records import Held, Judgement, Kind
from gigawatt.ledger.scope import Scope, family, interval, metric_group, scope
from gigawatt.ledger.values import Verdict, compare_money, compare_values

Names = Mapping[str, str]


def compare(one: Held, two: Held, names: Names | None = None, rates: Rates | None = None) -> Judgement:
    """The judgement of two claims; the older one (by the day it was known, then by place) stands left."""
    left, right = sorted((one, two), key=_age)
    kind, rule, reason = _verdict(left, right, names, rates or default_rates())
    return Judgement(kind, left.id, right.id, reason, rule, day=max(left.known_on or "", right.known_on or "") or None)


def _age(held: Held) -> tuple[str, str, int, str]:
    return (held.known_on or "9999", held.claim.doc_sha256, held.claim.start, held.id)


def _converts(left: Claim, right: Claim) -> bool:
    """Whether one is the parenthesised conversion of the other in the same text."""
    if left.doc_sha256 != right.doc_sha256:
        return False
    return right.equivalent_of == (left.start, left.end) or left.equivalent_of == (right.start, right.end)


def _verdict(left: Held, right: Held, names: Names | None, rates: Rates) -> Verdict:
    a, b = left.claim, right.claim
    if _converts(a, b):
        return "conversion", "converted-in-text", f"{b.qty} stands in brackets behind {a.qty}"
    one, two = scope(a, names), scope(b, names)
    barrier = obstacles(left, right, one, two)
    if barrier.hard and not (barrier.hard == ("subject",) and told_twice(left, right, one, two)):
        return "not_comparable", "scope:" + barrier.hard[0], "; ".join(barrier.notes)
    if one.unit != two.unit and one.dimension == "money":
        kind, rule, reason = compare_money(a, b, rates)
    else:
        kind, rule, reason = compare_values(interval(a), interval(b), a, b)
    return _in_scope(kind, rule, reason, left, right, (one, two), barrier)


def _in_scope(
    kind: Kind, rule: str, reason: str, left: Held, right: Held, scopes: tuple[Scope, Scope], barrier: Obstacles
) -> Verdict:
    """What a verdict on the numbers means in the scopes: denial, revision, or too little to say it."""
    a, b = left.claim, right.claim
    one, two = scopes
    denied = [c.status == "denied" or s.negated for c, s in ((a, one), (b, two))]
    if denied[0] != denied[1]:
        if kind == "same":
            return "contradiction", "denied", f"{(a, b)[denied[1]].qty} is denied by the other side"
        return "not_comparable", "denied-other", "one side denies another number than the other asserts"
    soft = f" ({'; '.join(barrier.notes)})" if barrier.notes else ""
    if a.metric != b.metric and kind != "same":
        return "not_comparable", "scope:metric", f"{a.metric} against {b.metric}"
    if kind == "same":
        return kind, rule, reason + soft
    if kind == "not_comparable":
        return kind, rule, reason
    event = same_event(left, right, one, two)
    revised = _revision(left, right, one, two, event)
    if revised and kind == "contradiction":
        return "revision", revised[0], f"{a.qty} became {b.qty}: {revised[1]}"
    if kind in ("contradiction", "magnitude_slip") and (a.qty in b.quote or b.qty in a.quote):
        return "not_comparable", "both-told", f"{reason}, but one sentence holds both numbers"
    if a.metric == "other" and (not event or kind in ("contradiction", "magnitude_slip")):
        return "not_comparable", "other", f"{reason}, but nothing shows that the same thing is counted"
    if kind in ("narrower", "wider", "conversion"):
        if barrier.soft and (not event or barrier.several):
            return "not_comparable", "scope:unsaid", f"{reason}, but the scopes are not shown to be the same{soft}"
        return kind, rule, reason + soft
    unsaid_elsewhere = barrier.soft == ("period unsaid",) and not _one_text(left, right)
    if barrier.blocks_conflict and not (event and unsaid_elsewhere):
        return "not_comparable", "scope:unsaid", f"{reason}, but {'; '.join(barrier.notes)}"
    if not event and (barrier.several or _one_text(left, right)):
        return "not_comparable", "several-may-hold", f"{reason}, but nothing shows that the same {a.metric} is meant"
    return kind, rule, reason + soft


_REVISION_WORDS = (
    "上调", "下调", "上調", "下調", "调至", "調至", "提高至", "降至", "增至", "缩减", "縮減", "缩水", "先后", "先後",
    "raised", "raises", "lowered", "lowers", "cut ", "revised", "up from", "down from", "upgraded", "downgraded",
)  # fmt: skip


def _revision(left: Held, right: Held, one: Scope, two: Scope, event: str | None) -> tuple[str, str] | None:
    """(rule, why) when the right claim replaces the left: told anew by the same voice, or said to be changed."""
    if {one.state, two.state} - {"ahead", "said", "if"}:
        return None
    a, b = left.claim, right.claim
    if _one_text(left, right):
        word = _revising_word(a, b)
        return ("revision-word", f"the text says {word}") if word and one.speaker_key == two.speaker_key else None
    later = (left.known_on or "") < (right.known_on or "")
    voices = {one.speaker_key, two.speaker_key}
    same_voice = voices == {one.speaker_key} or voices <= {one.subject, None}
    same_time = relation(one.period, two.period) in ("equal", "unsaid")
    if later and same_voice and same_time and (event or None not in voices):
        return "revision-later", f"told anew by the same side on {right.known_on} after {left.known_on}"
    return None


_STEP = 3.0
"""largest factor between a figure and what it is said to be raised or cut to, in one sentence"""


def _revising_word(a: Claim, b: Claim) -> str | None:
    """The word of change that leads from one number to the next in one sentence, or None."""
    first, second = sorted((a, b), key=lambda claim: claim.start)
    if second.quote_start > first.start or second.start - first.end > 40:
        return None
    one, two = interval(first).middle, interval(second).middle
    if not one or not two or one * two < 0 or not 1 / _STEP <= one / two <= _STEP:
        return None
    said = second.quote[: max(0, second.start - second.quote_start)].lower()
    return next((word.strip() for word in _REVISION_WORDS if word in said), None)


def _one_text(left: Held, right: Held) -> bool:
    return left.claim.doc_sha256 == right.claim.doc_sha256 and left.claim.item == right.claim.item


# --- all claims -------------------------------------------------------------------------------------------------


def _signature(held: Held, names: Names | None) -> tuple[object, ...]:
    """Claims with equal signatures are one statement told again."""
    what, claim = scope(held.claim, names), held.claim
    return (what, claim.low, claim.high, claim.approx, claim.status == "denied")


def judge(
    held: Sequence[Held],
    names: Names | None = None,
    *,
    rates: Rates | None = None,
    wanted: Callable[[Judgement], bool] = lambda judgement: judgement.kind != "not_comparable",
) -> list[Judgement]:
    """Judgements between claims, in order of claim ids; the same for every order of the input.

    Claims are blocked by family of subject, dimension and metric group. Statements told again in the same scope are
    tied to the oldest one only, so the work grows with the distinct statements about one figure, not with copies.
    Claims without a subject are not judged.
    """
    rates = rates or default_rates()
    blocks: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for one in sorted(held, key=_age):
        if one.claim.subject:
            what = scope(one.claim, names)
            blocks[family(what.subject or ""), what.dimension, metric_group(what.metric)].append(one)
    found: list[Judgement] = []
    for members in blocks.values():
        first: dict[tuple[object, ...], Held] = {}
        for one in members:
            oldest = first.setdefault(_signature(one, names), one)
            if oldest is not one:
                found.append(compare(oldest, one, names, rates))
        found.extend(compare(one, two, names, rates) for one, two in combinations(first.values(), 2))
    return sorted((j for j in found if wanted(j)), key=lambda j: (j.left, j.right))


def same_groups(judgements: Iterable[Judgement]) -> list[tuple[str, ...]]:
    """Claim ids that are one statement, as groups of two and more (closure of `same` and `conversion`), sorted."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for judgement in judgements:
        if judgement.kind in ("same", "conversion"):
            low, high = sorted((root(judgement.left), root(judgement.right)))
            parent[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for name in parent:
        groups[root(name)].append(name)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def conflicts(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Only those that say that two claims cannot both be right."""
    return (judgement for judgement in judgements if judgement.is_conflict)
