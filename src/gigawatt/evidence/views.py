"""The text a reader sees in a segment, with the raw offset of each of its characters.

`visible_text(reading, segment)` is what every later stage reads. For plain text and Markdown it is the raw slice with
citation marks, images and addresses blanked by as many spaces; markup and invisible characters are left out. For HTML
tags are left out and entities decoded. `Offsets.span(i, j)` walks back: the raw stretch of visible characters i..j-1.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import overload

from gigawatt.evidence.characters import is_wide
from gigawatt.evidence.types import Dropped, Reading, Segment

# Reasons whose characters leave no gap in what is seen; every other dropped stretch is blanked, so that it still parts.
_WITHOUT_GAP = frozenset({"markup", "link-target", "variation-selector"})


class Offsets(Sequence[int]):
    """Raw offsets of the characters of a visible text; len() is that of the text plus one (the raw end).

    `offsets[i]` is where character i starts in the raw text; `offsets.span(i, j)` is the raw stretch of characters
    i..j-1, which may hold tags, entities or hidden text between them.
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int] | None = None) -> None:
        """Without ends, each visible character stands for one raw character."""
        self._starts = starts
        self._ends = ends

    def __len__(self) -> int:
        return len(self._starts) + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if index == len(self._starts):
            return self._end_of(index - 1) if index else 0
        return self._starts[index]

    def __iter__(self) -> Iterator[int]:
        yield from self._starts
        yield self[len(self._starts)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw (start, end) of the visible characters start..end-1; an empty stretch has equal ends."""
        if end <= start:
            return self[start], self[start]
        return self._starts[start], self._end_of(end - 1)

    def _end_of(self, index: int) -> int:
        return self._starts[index] + 1 if self._ends is None else self._ends[index]


def visible_text(reading: Reading, segment: Segment) -> tuple[str, Offsets]:
    """What a reader sees in a segment and where each of its characters stands in `reading.document.text`."""
    return view(reading.document.text, segment.start, segment.end, reading.dropped, reading.document.format)


def view(text: str, start: int, end: int, dropped: Sequence[Dropped], form: str) -> tuple[str, Offsets]:
    """Visible text of text[start:end] and its offsets; `dropped` is sorted by start and does not overlap."""
    first = bisect_left(dropped, start, key=lambda d: d.start)
    if first and dropped[first - 1].end > start:
        first -= 1
    last = bisect_left(dropped, end, lo=first, key=lambda d: d.start)
    inside = dropped[first:last]
    if form == "html":
        from gigawatt.evidence.markup import html_view

        shown, starts, ends = html_view(text, start, end, inside)
        return shown, Offsets(starts, ends)
    if not inside and "\n" not in text[start:end] and "\r" not in text[start:end]:
        return text[start:end], Offsets(range(start, end))
    return _plain_view(text, start, end, inside)


def leaves_gap(reason: str) -> bool:
    """Whether a dropped stretch still parts what stands before and after it."""
    return reason not in _WITHOUT_GAP and not reason.startswith("hidden:")


def _plain_view(text: str, start: int, end: int, inside: Sequence[Dropped]) -> tuple[str, Offsets]:
    parts: list[str] = []
    where: list[range] = []

    def keep(a: int, b: int) -> None:
        if a < b:
            parts.append(text[a:b])
            where.append(range(a, b))

    at = start
    for drop in inside:
        a, b = max(drop.start, start), min(drop.end, end)
        keep(at, a)
        if leaves_gap(drop.reason):
            parts.append(" " * (b - a))
            where.append(range(a, b))
        at = max(at, b)
    keep(at, end)
    shown = "".join(parts)
    starts = list(chain.from_iterable(where))
    if "\n" in shown or "\r" in shown:
        shown, starts = _unwrapped(shown, starts)
    return shown, Offsets(starts)


def _unwrapped(shown: str, starts: list[int]) -> tuple[str, list[int]]:
    """Line ends inside a paragraph: nothing between two wide (CJK) characters, else one space."""
    out: list[str] = []
    kept: list[int] = []
    i, n = 0, len(shown)
    while i < n:
        c = shown[i]
        if c not in "\r\n":
            out.append(c)
            kept.append(starts[i])
            i += 1
            continue
        j = i
        while j < n and shown[j] in "\r\n \t\u3000":
            j += 1
        while out and out[-1] in " \t":
            out.pop()
            kept.pop()
        hyphen = len(out) > 1 and out[-1] == "-" and out[-2].isalpha() and j < n and shown[j].islower()
        if out and j < n and not hyphen and not (is_wide(out[-1]) and is_wide(shown[j])):
            out.append(" ")
            kept.append(starts[i])
        i = j
    return "".join(out), kept
