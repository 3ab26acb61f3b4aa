"""What checks work on: claims as held, in their sentences, items and documents."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from gigawatt.evidence.types import Claim, Reading
from gigawatt.ledger.check.findings import Citation
from gigawatt.ledger.intake import Taken
from gigawatt.ledger.records import Held
from gigawatt.ledger.scope import Scope, interval, name_key, scope
from gigawatt.ledger.search import fold
from gigawatt.ledger.store import iso_day

_STOP = re.compile(r"[。！？!?；;\n]+|(?:(?<=[a-z\d%\])”\"])|(?<=[A-Z]{2}))\.\s+(?=[A-Z“\"])")


@dataclass(frozen=True)
class Sentence:
    """A sentence of visible text with its raw place."""

    doc: str
    sha256: str
    start: int
    end: int
    text: str
    item: int
    headline: bool
    day: str | None

    @cached_property
    def folded(self) -> str:
        """Simplified, lower case, compatibility forms."""
        return fold(self.text)

    def cite(self) -> Citation:
        """The whole sentence as a citation."""
        return Citation(self.doc, self.start, self.end, self.text)


@dataclass
class Material:
    """Claims, sentences, and which claim stands in which sentence."""

    held: tuple[Held, ...]
    sentences: tuple[Sentence, ...]
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for index, sentence in enumerate(self.sentences):
            places[sentence.sha256].append(index)
        self._index = {sentence: index for index, sentence in enumerate(self.sentences)}
        self._of: dict[str, int] = {}
        self._in: dict[int, list[Held]] = defaultdict(list)
        for one in self.held:
            claim = one.claim
            for index in places[claim.doc_sha256]:
                if self.sentences[index].start <= claim.start < self.sentences[index].end:
                    self._of[one.id] = index
                    self._in[index].append(one)
                    break
        self._named: dict[Sentence, list[tuple[int, str]]] = {}
        self._clauses: dict[str, str] = {}
        self._scopes = {one.id: scope(one.claim, self.names) for one in self.held}

    def scope(self, one: Held) -> Scope:
        """The scope of a claim under the merges of the ledger."""
        return self._scopes[one.id]

    def sentence(self, one: Held) -> Sentence | None:
        """The sentence of a claim."""
        index = self._of.get(one.id)
        return None if index is None else self.sentences[index]

    def folded(self, one: Held) -> str:
        """The folded sentence of a claim, or its folded quote."""
        found = self.sentence(one)
        return found.folded if found else fold(one.claim.quote)

    def by_sentence(self) -> Iterator[tuple[Sentence, list[Held]]]:
        """Sentences with their claims in text order; tables run together (very many numbers) are left out."""
        for index, members in sorted(self._in.items()):
            if len(members) > _TABLE:
                continue
            yield self.sentences[index], sorted(members, key=lambda one: one.claim.start)

    def within(self, sentence: Sentence) -> list[Held]:
        """Claims of one sentence in text order."""
        return sorted(self._in.get(self._index[sentence], []), key=lambda one: one.claim.start)

    def by_item(self) -> Iterator[list[Held]]:
        """Claims of each item (article) in text order."""
        groups: dict[tuple[str, object], list[Held]] = defaultdict(list)
        for one in self.held:
            found = self.sentence(one)
            groups[one.claim.doc_sha256, found.item if found else one.claim.item].append(one)
        for members in groups.values():
            yield sorted(members, key=lambda one: one.claim.start)

    def same_item(self, one: Held, two: Held) -> bool:
        """Whether two claims stand in one article."""
        a, b = self.sentence(one), self.sentence(two)
        if a and b:
            return a.sha256 == b.sha256 and a.item == b.item
        return one.claim.doc_sha256 == two.claim.doc_sha256 and one.claim.item == two.claim.item

    def around(self, sentence: Sentence, before: int = 1, after: int = 1) -> list[Sentence]:
        """A sentence with its neighbours in the same item."""
        index = self._index[sentence]
        span = self.sentences[max(0, index - before) : index + after + 1]
        return [near for near in span if near.sha256 == sentence.sha256 and near.item == sentence.item]

    def trusted(self, one: Held) -> bool:
        """Whether no other firm or programme stands nearer before the number than the claim's own subject.

        Lists of firms and figures are where a subject is most easily taken wrongly; a conflict that rests on such a
        claim would be the reader's, not the text's.
        """
        found, subject = self.sentence(one), self.scope(one).subject
        if not found or not subject:
            return bool(subject)
        begin = one.claim.start - found.start
        before = [name for place, name in self.named(found) if place < begin]
        return not before or before[-1] in subject or subject in before[-1]

    def named(self, sentence: Sentence) -> list[tuple[int, str]]:
        """(place, key) of firms, funds, utilities and programmes named in a sentence."""
        if sentence not in self._named:
            from gigawatt.evidence.entities import gazetteer

            kinds = ("company", "fund", "utility", "programme")
            self._named[sentence] = [
                (mention.start, name_key(mention.name))
                for mention in gazetteer().find(sentence.text)
                if mention.kind in kinds
            ]
        return self._named[sentence]

    def lead(self, one: Held) -> str:
        """The folded words of the clause before a claim, back to the claim before it."""
        found = self.sentence(one)
        if not found or len(found.folded) != len(found.text):
            return ""
        begin = one.claim.start - found.start
        left = max((found.text.rfind(mark, 0, begin) for mark in "，,、；;：:。()（）"), default=-1) + 1
        ends = [o.claim.end - found.start for o in self._in[self._of[one.id]] if o.claim.end <= one.claim.start]
        return found.folded[max([left, *ends]) : begin]

    def beside(self, one: Held) -> str:
        """The folded words that say the time of a number: before it in Chinese, after it in English."""
        found = self.sentence(one)
        if not found or len(found.folded) != len(found.text):
            return ""
        if not found.text.isascii():
            return self.lead(one)
        end = one.claim.end - found.start
        starts = [o.claim.start - found.start for o in self._in[self._of[one.id]] if o.claim.start >= one.claim.end]
        return found.folded[end : min(starts, default=len(found.folded))]

    def clause(self, one: Held) -> str:
        """The folded clause around a claim: up to the nearest comma or stop on either side."""
        if one.id not in self._clauses:
            self._clauses[one.id] = self._clause(one)
        return self._clauses[one.id]

    def _clause(self, one: Held) -> str:
        found = self.sentence(one)
        if not found:
            return fold(one.claim.quote)
        text, begin, end = found.text, one.claim.start - found.start, one.claim.end - found.start
        left = max((text.rfind(mark, 0, begin) for mark in "，,、；;：:。()（）"), default=-1)
        rights = [at for mark in "，,；;。()（）" if (at := text.find(mark, end)) >= 0]
        return fold(text[left + 1 : min(rights, default=len(text))])


_TABLE = 80
"""numbers in one sentence beyond which it is a table that lost its lines"""
_CROWD = 24
"""retellings of one figure beyond which each is compared with the oldest and with its neighbours in time only"""


def _pairs(found: list[Held]) -> Iterator[tuple[Held, Held]]:
    if len(found) <= _CROWD:
        yield from combinations(found, 2)
        return
    ranked = sorted(found, key=lambda one: (one.known_on or "9999", one.id))
    yield from ((ranked[0], one) for one in ranked[1:])
    for gap in (1, 2, 3):
        yield from zip(ranked[1:], ranked[1 + gap :], strict=False)


def same_figure_pairs(material: Material, members: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of claims of one subject that print the same number (at either end) in the same unit, each pair once.

    Claims are blocked by subject, unit and number, so the work grows with the retellings of a figure.
    """
    blocks: dict[tuple[object, ...], list[Held]] = defaultdict(list)
    for one in members:
        subject = material.scope(one).subject
        if subject:
            for value in {one.claim.low, one.claim.high} - {None}:
                blocks[subject, one.claim.unit, one.claim.per, value].append(one)
    seen: set[tuple[str, str]] = set()
    for found in blocks.values():
        for one, two in _pairs(found):
            if (one.id, two.id) not in seen:
                seen.add((one.id, two.id))
                yield one, two


def cite(one: Held) -> Citation:
    """A claim as a citation of its quote."""
    claim = one.claim
    return Citation(claim.doc, claim.start, claim.end, claim.quote)


def amount(claim: Claim) -> tuple[float, float] | None:
    """(low, high) with an open side closed at the other end; None for dates and claims without a number."""
    span = interval(claim)
    if claim.unit == "date" or span.middle is None:
        return None
    low = span.low if span.low is not None else span.high
    high = span.high if span.high is not None else span.low
    assert low is not None and high is not None
    return low, high


def _sentences(reading: Reading) -> Iterator[Sentence]:
    text, document = reading.document.text, reading.document
    spans = {(item.start, item.end): item for item in reading.items}
    items = list(spans.values())
    opened: set[int] = set()
    for segment in reading.segments:
        item = items[segment.item] if segment.item < len(items) else None
        day = (item.day if item else None) or document.day
        start = segment.start
        leads = segment.kind == "headline" or (segment.kind == "heading" and segment.item not in opened)
        opened.add(segment.item)
        stops = [match.end() for match in _STOP.finditer(text, segment.start, segment.end)]
        for stop in [*stops, segment.end]:
            if text[start:stop].strip():
                yield Sentence(document.path, document.sha256, start, stop, text[start:stop], segment.item,
                               leads, iso_day(day))  # fmt: skip
            start = stop


def _quotes(claims: Iterable[Claim]) -> Iterator[Sentence]:
    """Sentences for claims whose page is not at hand: their quotes."""
    items: dict[str | None, int] = {}
    seen = set()
    for claim in sorted(claims, key=lambda claim: claim.quote_start):
        place = (claim.quote_start, claim.quote_end)
        if place in seen:
            continue
        seen.add(place)
        number = items.setdefault(claim.item, len(items))
        yield Sentence(claim.doc, claim.doc_sha256, *place, claim.quote, number, claim.quote == claim.item,
                       iso_day(claim.item_day))  # fmt: skip


def material_of(taken: Sequence[Taken], names: dict[str, str] | None = None) -> Material:
    """Claims and sentences of readings (or of rows of claims), in the order given."""
    held, sentences = [], []
    for one in taken:
        day = iso_day(one.document.day)
        held.extend(Held(claim, iso_day(claim.item_day) or day) for claim in one.claims)
        sentences.extend(_sentences(one.reading) if one.reading else _quotes(one.claims))
    return Material(tuple(held), tuple(sentences), names or {})
