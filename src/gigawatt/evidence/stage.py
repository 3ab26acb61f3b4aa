"""The scenes of one item in text order, in bounded memory: kept when the item is short, made anew when it is long.

A segment longer than any real paragraph (a whole book on one line) is parted at sentence ends, so that no rule ever
looks at more than one stretch of it at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gigawatt.evidence.clauses import sentences
from gigawatt.evidence.scene import Scene
from gigawatt.evidence.text import visible_text
from gigawatt.evidence.types import Quantity, Reading, Segment
from gigawatt.evidence.views import Offsets

STRETCH_CHARACTERS = 20_000
"""a longer segment is read stretch by stretch"""
KEPT_CHARACTERS = 200_000
"""the scenes of a longer item are made anew for each pass, to save memory"""

Finder = Callable[[str, Segment], Sequence[Quantity]]


@dataclass(frozen=True, slots=True)
class Staged:
    """One scene: of a whole segment, or of a stretch of a long one."""

    segment: Segment
    scene: Scene
    offsets: Offsets
    opens: bool
    """whether the segment begins here"""


class Stage:
    """What an item shows, scene by scene; `glance` may lack the quantities, `scenes` has them."""

    def __init__(self, reading: Reading, segments: Sequence[Segment], find: Finder) -> None:
        self._reading = reading
        self._segments = segments
        self._find = find
        short = sum(s.end - s.start for s in segments) <= KEPT_CHARACTERS
        self._kept = list(self._made(find)) if short else None

    def glance(self) -> Iterator[Staged]:
        """Every scene in text order, to look at names and words only."""
        return self._made(_none) if self._kept is None else iter(self._kept)

    def scenes(self) -> Iterator[Staged]:
        """Every scene in text order, with its quantities."""
        return self._made(self._find) if self._kept is None else iter(self._kept)

    def _made(self, find: Finder) -> Iterator[Staged]:
        for segment in self._segments:
            text, offsets = visible_text(self._reading, segment)
            if len(text) <= STRETCH_CHARACTERS:
                yield Staged(segment, Scene(text, find(text, segment)), offsets, True)
                continue
            for start, end in _stretches(text):
                part, own = text[start:end], Offsets()
                own.add_part(offsets, start, end)
                yield Staged(segment, Scene(part, find(part, segment)), own, start == 0)


def _none(text: str, segment: Segment) -> Sequence[Quantity]:
    return ()


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    for _, end in sentences(text):
        if end - start >= STRETCH_CHARACTERS:
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)
