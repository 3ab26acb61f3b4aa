"""A segment made ready for reading claims: its names, lexicon words, sentences, clauses and quantities."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gigawatt.evidence.clauses import clauses, is_aside, sentences
from gigawatt.evidence.entities import Mention, gazetteer
from gigawatt.evidence.folding import fold
from gigawatt.evidence.lazy import lazy
from gigawatt.evidence.types import Quantity
from gigawatt.evidence.units_of_claims import FRAMES, unit_class
from gigawatt.evidence.words import Hit, Trigger, words

_BRACKET = re.compile(r"[()（）]")
_QUOTE = re.compile(r'["“”「」『』]')
_HAN = re.compile(r"[\u3400-\u9fff]")


class Scene:
    """The visible text of a segment with everything found in it; offsets are code points of that text."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self.text = text
        self.quantities = sorted(quantities, key=lambda q: (q.start, q.end))
        self.folded = fold(text)
        self.lowered = self.folded.lower()
        if len(self.lowered) != len(text):  # a few capitals grow when lowered
            self.lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.folded)
        self.mentions = gazetteer().find(text, self.folded)
        self.is_marked = False
        self.sentences = [Sentence(self, start, end) for start, end in sentences(text)]
        self._starts = [s.start for s in self.sentences]
        self._of_mentions = [m.start for m in self.mentions]
        self._of_quantities = [q.start for q in self.quantities]

    @lazy
    def _quotations(self) -> tuple[list[int], list[bool]]:
        """Where quotation marks stand, and whether a quotation is open behind each."""
        places, states, depth = [], [], 0
        for match in _QUOTE.finditer(self.text):
            mark = match.group()
            depth = (not depth) if mark == '"' else 1 if mark in "“「『" else 0
            places.append(match.end())
            states.append(bool(depth))
        return places, states

    def is_quoted(self, position: int) -> bool:
        """Whether a quotation is open at the position."""
        places, states = self._quotations
        at = bisect_right(places, position) - 1
        return at >= 0 and states[at]

    def sentence_at(self, position: int) -> "Sentence":
        """The sentence that holds the position."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        """Names that begin in the stretch."""
        return self.mentions[bisect_left(self._of_mentions, start) : bisect_left(self._of_mentions, end)]

    def mentions_within(self, start: int, end: int) -> list[Mention]:
        """Names that reach into the stretch."""
        first = bisect_left(self._of_mentions, start)
        if first and self.mentions[first - 1].end > start:
            first -= 1
        return self.mentions[first : bisect_left(self._of_mentions, end)]

    def add_mentions(self, fresh: Sequence[Mention]) -> None:
        """Take in further names, before any sentence is read."""
        if not fresh:
            return
        self.mentions = sorted([*self.mentions, *fresh], key=lambda m: m.start)
        self._of_mentions = [m.start for m in self.mentions]

    def quantities_between(self, start: int, end: int) -> list[Quantity]:
        """Quantities that begin in the stretch."""
        return self.quantities[bisect_left(self._of_quantities, start) : bisect_left(self._of_quantities, end)]


def _outside_names(hits: list[Hit], mentions: Sequence[Mention]) -> list[Hit]:
    """Lexicon words that are not a part of a name (the 股份 of a firm, the Campus of Start Campus)."""
    kept: list[Hit] = []
    at = 0
    for hit in hits:
        while at < len(mentions) and mentions[at].end <= hit.start:
            at += 1
        if at < len(mentions) and mentions[at].start <= hit.start and hit.end <= mentions[at].end:
            continue
        kept.append(hit)
    return kept


class Sentence:
    """A sentence of a scene, with its clauses and what stands in it."""

    def __init__(self, scene: Scene, start: int, end: int) -> None:
        self.scene = scene
        self.start = start
        self.end = end

    @lazy
    def clauses(self) -> list[tuple[int, int]]:
        """Spans of the clauses."""
        return clauses(self.scene.text, self.start, self.end) or [(self.start, self.end)]

    @lazy
    def _clause_starts(self) -> list[int]:
        return [start for start, _ in self.clauses]

    @lazy
    def asides(self) -> list[bool]:
        """Whether each clause only tells more of the name before it (", which owns Y,")."""
        last = len(self.clauses) - 1
        return [0 < i < last and is_aside(self.scene.lowered, low) for i, (low, _) in enumerate(self.clauses)]

    @lazy
    def edges(self) -> list[float]:
        """Clause edges before each clause, summed from the first: 1 each, 0.4 for the edge of a bracket or an aside."""
        total, sums = 0.0, [0.0]
        asides = self.asides
        for index, ((_, left), (right, _)) in enumerate(pairwise(self.clauses)):
            light = asides[index] or asides[index + 1] or _BRACKET.search(self.scene.text, left, right)
            total += 0.4 if light else 1.0
            sums.append(total)
        return sums

    @lazy
    def mentions(self) -> list[Mention]:
        """Names in the sentence."""
        return self.scene.mentions_between(self.start, self.end)

    @lazy
    def hits(self) -> list[Hit]:
        """Lexicon words in the sentence."""
        names = self.scene.mentions_within(self.start, self.end)
        return _outside_names(words().find(self.scene.lowered, self.start, self.end), names)

    @lazy
    def quantities(self) -> list[Quantity]:
        """Quantities in the sentence."""
        return self.scene.quantities_between(self.start, self.end)

    @lazy
    def _counted(self) -> list[int]:
        return [q.start for q in self.quantities if unit_class(q.unit) not in FRAMES]

    @lazy
    def _starts(self) -> list[int]:
        return [q.start for q in self.quantities]

    def count_between(self, low: int, high: int) -> int:
        """Quantities that are not dates or durations and begin in the stretch."""
        return max(0, bisect_left(self._counted, high) - bisect_left(self._counted, low))

    def quantity_before(self, position: int) -> Quantity | None:
        """The last quantity that begins at or before the position."""
        index = bisect_right(self._starts, position)
        return self.quantities[index - 1] if index else None

    def clause_of(self, position: int) -> int:
        """Index of the clause at the position."""
        return max(0, bisect_right(self._clause_starts, position) - 1)

    @lazy
    def _roles(self) -> dict[str, list[tuple[Hit, Trigger]]]:
        roles: dict[str, list[tuple[Hit, Trigger]]] = {}
        for hit in self.hits:
            for trigger in hit.triggers:
                roles.setdefault(trigger.role, []).append((hit, trigger))
        return roles

    def of_role(self, role: str) -> Sequence[tuple[Hit, Trigger]]:
        """Lexicon words of one role in the sentence, in order."""
        return self._roles.get(role, ())

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.scene.text[self.start : self.end]


@dataclass(slots=True)
class Spot:
    """One quantity in its sentence: what every deciding rule looks at."""

    scene: Scene
    sentence: Sentence
    quantity: Quantity
    clause: int
    metric: str = "other"
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def clause_span(self) -> tuple[int, int]:
        """Span of the quantity's clause."""
        return self.sentence.clauses[self.clause]

    @property
    def clause_text(self) -> str:
        """Folded, lower-case text of the quantity's clause."""
        start, end = self.clause_span
        return self.scene.lowered[start : max(end, self.quantity.end)]

    def before(self, length: int) -> str:
        """Up to `length` folded, lower-case characters before the quantity, within the sentence."""
        return self.scene.lowered[max(self.sentence.start, self.quantity.start - length) : self.quantity.start]

    def after(self, length: int) -> str:
        """Up to `length` folded, lower-case characters after the quantity, within the sentence."""
        return self.scene.lowered[self.quantity.end : min(self.sentence.end, self.quantity.end + length)]


def spot_of(scene: Scene, quantity: Quantity) -> Spot:
    """The place of a quantity in its scene."""
    sentence = scene.sentence_at(quantity.start)
    return Spot(scene, sentence, quantity, sentence.clause_of(quantity.start))


def is_said(scene: Scene, position: int) -> bool:
    """Whether a word such as "projects" is a verb: a name, a firm or a pronoun stands right before it."""
    if any(m.end == position - 1 for m in scene.mentions_within(max(0, position - 2), position)):
        return True
    before = scene.lowered[max(0, position - 12) : position]
    return bool(re.search(r"\b(?:company|utility|firm|group|agency|report|it|which|who|also|now)\s$", before))


def points_to_a_firm(scene: Scene, hit: Hit) -> bool:
    """Whether 公司 or 集团 stands alone for a firm, and is not the end of a longer word (公用事业公司)."""
    if hit.word not in ("公司", "集团") or not hit.start:
        return True
    before = scene.folded[hit.start - 1]
    return not re.match(r"[一-鿿A-Za-z]", before) or before in "但而且并后前此使故令为"


def width(text: str) -> float:
    """Length in Chinese characters: a Latin letter or digit counts a third."""
    return 0.33 * len(text) + (0.0 if text.isascii() else 0.67 * len(_HAN.findall(text)))


def gap(scene: Scene, start: int, end: int, other_start: int, other_end: int) -> float:
    """Width of the text between two spans; 0 when they touch or overlap."""
    if end <= other_start:
        return width(scene.text[end:other_start])
    if other_end <= start:
        return width(scene.text[other_end:start])
    return 0.0
