"""How two claims stand to each other: the same, converted, revised, narrower, contradictory, slipped, not comparable.

Typed numbers decide, in a scope: subject, metric, dimension, per, noun, counterparty, place, period, status class.
Scopes that differ make two facts, however alike their numbers (two sites of 48 MW; a credit of 35 % in force and one
asked for). Scopes that are the same but for something unsaid allow `same`, never `contradiction`. A metric of which
one subject can have several values (commitments, contracts, sites) contradicts only with evidence that the same one
is meant. Every verdict carries the rule and the numbers that decided it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from gigawatt.evidence.types import Claim
from gigawatt.ledger.constants import JUDGED_NEIGHBOURS, JUDGED_TOGETHER
from gigawatt.ledger.exchange import Rates, default_rates
from gigawatt.ledger.identity import same_event, same_milestone, told_twice
from gigawatt.ledger.obstacles import STOCK_DAYS, Obstacles, are_apart, days_between, obstacles
from gigawatt.ledger.periods import relation
from gigawatt.ledger.phrases import Phrase, Value, known, phrase
from gigawatt.ledger.records import CONFLICTS, Held, Judgement, Kind
from gigawatt.ledger.scope import Scope, family, interval, metric_group, scope
from gigawatt.ledger.values import Verdict, compare_money, compare_units, compare_values

Names = Mapping[str, str]


def compare(one: Held, two: Held, names: Names | None = None, rates: Rates | None = None) -> Judgement:
    """The judgement of two claims; the older one (by the day it was known, then by place) stands left."""
    left, right = sorted((one, two), key=_age)
    sides = scope(left.claim, names), scope(right.claim, names)
    return _judgement(left, right, *_verdict(left, right, *sides, rates or default_rates()))


def _judgement(left: Held, right: Held, kind: Kind, rule: str, told: Phrase) -> Judgement:
    day = max(left.known_on or "", right.known_on or "") or None
    return Judgement(kind, left.id, right.id, told.say("en"), rule, day=day, told=told)


def _age(held: Held) -> tuple[str, str, int, str]:
    return (held.known_on or "9999", held.claim.doc_sha256, held.claim.start, held.id)


def _converts(left: Claim, right: Claim) -> bool:
    """Whether one is the parenthesised conversion of the other in the same text."""
    if left.doc_sha256 != right.doc_sha256:
        return False
    return right.equivalent_of == (left.start, left.end) or left.equivalent_of == (right.start, right.end)


def _verdict(left: Held, right: Held, one: Scope, two: Scope, rates: Rates) -> Verdict:
    a, b = left.claim, right.claim
    if _converts(a, b):
        return "conversion", "converted-in-text", phrase("in_brackets", a=a.qty, b=b.qty)
    barrier = obstacles(left, right, one, two)
    if barrier.hard and not (barrier.hard == ("subject",) and told_twice(left, right, one, two)):
        return "not_comparable", "scope:" + barrier.hard[0], barrier.said
    if one.unit == two.unit:
        found = compare_values(interval(a), interval(b), a, b)
    elif one.dimension == "money":
        found = compare_money(a, b, rates)
    else:
        found = compare_units(a, b)
    return _in_scope(found, left, right, (one, two), barrier)


def _but(first: Phrase, key: str, **values: Value) -> Phrase:
    return phrase("but", first=first, second=phrase(key, **values))


def _in_scope(found: Verdict, left: Held, right: Held, scopes: tuple[Scope, Scope], barrier: Obstacles) -> Verdict:
    """What a verdict on the numbers means in the scopes: denial, revision, or too little to say it."""
    kind, rule, reason = found
    a, b = left.claim, right.claim
    one, two = scopes
    denied = [c.status == "denied" or s.negated for c, s in ((a, one), (b, two))]
    if denied[0] != denied[1]:
        if kind == "same":
            return "contradiction", "denied", phrase("denied", a=(a, b)[denied[1]].qty)
        return "not_comparable", "denied-other", phrase("denied_other")
    aside = phrase("aside", first=reason, second=barrier.notes) if barrier.notes else reason
    if a.metric != b.metric and kind != "same":
        metrics = {side: known("brief_metric", claim.metric) for side, claim in (("a", a), ("b", b))}
        return "not_comparable", "scope:metric", phrase("metrics", **metrics)
    if kind == "same":
        if _side_by_side(a, b):
            return "not_comparable", "both-told", _but(reason, "told_apart")
        if a.metric == "target_date" and not same_milestone(a, b):
            return "not_comparable", "milestone", _but(reason, "dates_of_what")
        return kind, rule, aside
    if kind == "not_comparable":
        return kind, rule, reason
    event = same_event(left, right, one, two)
    revised = _revision(left, right, one, two, event)
    if revised and kind == "contradiction":
        return "revision", revised[0], phrase("became", a=a.qty, b=b.qty, why=revised[1])
    if kind in CONFLICTS and (a.qty in b.quote or b.qty in a.quote):
        return "not_comparable", "both-told", _but(reason, "both_told")
    if a.metric == "other" and (not event or kind in CONFLICTS):
        return "not_comparable", "other", _but(reason, "not_one_thing")
    if kind in ("narrower", "wider", "conversion"):
        if barrier.soft and (not event or barrier.several):
            return "not_comparable", "scope:unsaid", phrase("aside", first=_but(reason, "scopes_unsaid"),
                                                            second=barrier.notes)  # fmt: skip
        return kind, rule, aside
    if kind in CONFLICTS and a.metric in GROWING and not _one_day(left, right, one, two):
        return "not_comparable", "scope:period", _but(reason, "days_unsaid")
    unsaid_elsewhere = barrier.soft == ("period unsaid",) and not _one_text(left, right)
    if barrier.soft and not (event and unsaid_elsewhere):
        return "not_comparable", "scope:unsaid", phrase("but", first=reason, second=barrier.notes)
    if not event and (barrier.several or _one_text(left, right)):
        missing = _but(reason, "not_one_metric", metric=known("brief_metric", a.metric))
        return "not_comparable", "several-may-hold", missing
    return kind, rule, aside


GROWING = frozenset({"power_capacity", "chip_count", "users", "customers", "backlog_rpo", "headcount"})
"""stocks that grow: two figures of them conflict only when they are shown to be of one day or period"""


def _one_day(left: Held, right: Held, one: Scope, two: Scope) -> bool:
    """Whether both figures are of one said period, or of texts of one time of which neither says a period."""
    lie = relation(one.period, two.period)
    if lie != "unsaid":
        return lie == "equal"
    return days_between(left, right) <= STOCK_DAYS


def _side_by_side(a: Claim, b: Claim) -> bool:
    """Whether one sentence of one text tells both, at two places: a list of like things, not one thing told again."""
    same_sentence = (a.doc_sha256, a.quote_start, a.quote_end) == (b.doc_sha256, b.quote_start, b.quote_end)
    return same_sentence and (a.end <= b.start or b.end <= a.start)


_REVISION_WORDS = (
    "上调", "下调", "上調", "下調", "调至", "調至", "提高至", "降至", "增至", "缩减", "縮減", "缩水", "先后", "先後",
    "raised", "raises", "lowered", "lowers", "cut ", "revised", "up from", "down from", "upgraded", "downgraded",
)  # fmt: skip


def _revision(left: Held, right: Held, one: Scope, two: Scope, event: bool) -> tuple[str, Phrase] | None:
    """(rule, why) when the right claim replaces the left: told anew by the same voice, or said to be changed."""
    if {one.state, two.state} - {"ahead", "said", "if"}:
        return None
    a, b = left.claim, right.claim
    if _one_text(left, right):
        word = _revising_word(a, b)
        if not word or one.speaker_key != two.speaker_key:
            return None
        return "revision-word", phrase("says_word", word=word)
    later = (left.known_on or "") < (right.known_on or "")
    voices = {one.speaker_key, two.speaker_key}
    same_voice = voices == {one.speaker_key} or voices <= {one.subject, None}
    same_time = relation(one.period, two.period) in ("equal", "unsaid")
    if "signed" in (a.status, b.status) and not _says_change(b.quote):
        return None  # a contract is not signed anew with another value
    if later and same_voice and same_time and (event or None not in voices):
        told = phrase("told_anew", day=right.known_on or "", before=left.known_on or "")
        return "revision-later", told
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
    return _says_change(second.quote[: max(0, second.start - second.quote_start)])


def _says_change(words: str) -> str | None:
    """The first word of change in a text, or None."""
    return next((word.strip() for word in _REVISION_WORDS if word in words.lower()), None)


def _one_text(left: Held, right: Held) -> bool:
    return left.claim.doc_sha256 == right.claim.doc_sha256 and left.claim.item == right.claim.item


# --- all claims -------------------------------------------------------------------------------------------------


def judge(
    held: Sequence[Held],
    names: Names | None = None,
    *,
    rates: Rates | None = None,
    realm: Callable[[Held], object] = lambda held: None,
    about: Collection[str] | None = None,
) -> list[Judgement]:
    """Judgements between claims that can be compared, in order of claim ids; the same for every order of the input.

    Only claims of one subject and kind of figure are set against each other (and those of one text under two names of
    one family). Statements told again in the same scope and realm are tied to the oldest one only, so the work grows
    with the distinct statements about one figure, not with copies; above `JUDGED_TOGETHER` of them each is compared
    with its neighbours only (`crowds` names such figures). Claims without a subject are not judged.

    realm: what may be tied together; claims of one realm alone get the judgements that they would get by themselves.
    about: only pairs that hold one of these claim ids.
    """
    rates = rates or default_rates()
    scopes = {one.id: scope(one.claim, names) for one in held if one.claim.subject}
    texts: dict[object, list[Held]] = defaultdict(list)
    for one in sorted(held, key=_age):
        if one.id in scopes:
            what, claim = scopes[one.id], one.claim
            number = (what.dimension, metric_group(what.metric), claim.low, claim.high, claim.unit, claim.period)
            texts[claim.doc_sha256, claim.item, family(claim.subject or ""), number].append(one)
    pairs: dict[tuple[str, str], tuple[Held, Held]] = {}
    for members in _figures(held, scopes):
        first: dict[object, Held] = {}
        for one in members:
            oldest = first.setdefault((_statement(one, scopes), realm(one)), one)
            if oldest is not one:
                pairs[oldest.id, one.id] = (oldest, one)
        pairs.update({(one.id, two.id): (one, two) for one, two in _to_compare(list(first.values()), scopes, realm)})
    for members in texts.values():
        for one, two in _neighbours(members, scopes):
            if scopes[one.id].subject != scopes[two.id].subject or scopes[one.id].remark != scopes[two.id].remark:
                pairs[one.id, two.id] = (one, two)
    found = []
    for one, two in pairs.values():
        if about is not None and one.id not in about and two.id not in about:
            continue
        sides = scopes[one.id], scopes[two.id]
        if not are_apart(*sides) or _converts(one.claim, two.claim):
            kind, rule, told = _verdict(one, two, *sides, rates)
            if kind != "not_comparable":
                found.append(_judgement(one, two, kind, rule, told))
    return sorted(found, key=lambda j: (j.left, j.right))


def crowds(held: Sequence[Held], names: Names | None = None) -> list[tuple[str, str, int]]:
    """(subject, metric, distinct statements), sorted, of the figures that `judge` compares by neighbours only."""
    scopes = {one.id: scope(one.claim, names) for one in held if one.claim.subject}
    found = []
    for members in _figures(held, scopes):
        distinct = len({_statement(one, scopes) for one in members})
        if distinct > JUDGED_TOGETHER:
            found.append((str(members[0].claim.subject), members[0].claim.metric, distinct))
    return sorted(found)


def _figures(held: Sequence[Held], scopes: Mapping[str, Scope]) -> Collection[list[Held]]:
    """Claims of one subject and kind of figure, the older ones first."""
    blocks: dict[object, list[Held]] = defaultdict(list)
    for one in sorted(held, key=_age):
        if one.id in scopes:
            what = scopes[one.id]
            group = (what.dimension, metric_group(what.metric))
            blocks[what.subject, what.remark, what.per, what.noun, group].append(one)
    return blocks.values()


def _statement(one: Held, scopes: Mapping[str, Scope]) -> tuple[object, ...]:
    claim = one.claim
    return scopes[one.id], claim.low, claim.high, claim.approx, claim.status == "denied"


def _to_compare(
    members: Sequence[Held], scopes: Mapping[str, Scope], realm: Callable[[Held], object]
) -> Iterator[tuple[Held, Held]]:
    """Pairs to be judged: those of each realm as if it were alone, and those across realms."""
    realms: dict[object, list[Held]] = defaultdict(list)
    for one in members:
        realms[realm(one)].append(one)
    if len(realms) > 1:
        for alone in realms.values():
            yield from _neighbours(alone, scopes)
    yield from _neighbours(members, scopes)


def _neighbours(members: Sequence[Held], scopes: Mapping[str, Scope]) -> Iterator[tuple[Held, Held]]:
    """All pairs of a few; of a crowd, each with its neighbours by period and partner and by number (older first)."""
    if len(members) <= JUDGED_TOGETHER:
        yield from combinations(members, 2)
        return

    def number(one: Held) -> tuple[object, ...]:
        ends = one.claim.low, one.claim.high
        return one.claim.unit, *((end is None, "" if end is None else end) for end in ends)

    def time(one: Held) -> tuple[object, ...]:
        what = scopes[one.id]
        return what.period.start or "", what.period.end or "", what.counterparty or "", what.location or ""

    by_number = sorted(members, key=lambda one: (*number(one), *time(one), _age(one)))
    by_time = sorted(members, key=lambda one: (*time(one), *number(one), _age(one)))
    for order in (by_number, by_time):
        for gap in range(1, JUDGED_NEIGHBOURS + 1):
            for one, two in zip(order, order[gap:], strict=False):
                yield (one, two) if _age(one) <= _age(two) else (two, one)


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
