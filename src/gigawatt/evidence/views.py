"""The text a reader sees in a segment, with the raw offset of each of its characters.

`visible_text(reading, segment)` is what every later stage reads. For plain text and Markdown it is the raw slice with
citation marks, images and addresses blanked by as many spaces; markup and invisible characters are left out. For HTML
tags are left out and entities decoded. `Offsets.span(i, j)` walks back: the raw stretch of visible characters i..j-1.

Offsets are kept as runs, not one number for each character: a text without markup is one run, whatever its length.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from gigawatt.evidence.characters import is_wide
from gigawatt.evidence.types import Dropped, Reading, Segment

# Reasons whose characters leave no gap in what is seen; every other dropped stretch is blanked, so that it still parts.
_WITHOUT_GAP = frozenset({"markup", "link-target", "variation-selector"})
_LINE_END = re.compile(r"[\r\n][\r\n \t\u3000]*")


class Offsets(Sequence[int]):
    """Raw offsets of the characters of a visible text; len() is that of the text plus one (the raw end).

    `offsets[i]` is where character i starts in the raw text; `offsets.span(i, j)` is the raw stretch of characters
    i..j-1, which may hold tags, entities or hidden text between them.
    """

    __slots__ = ("_ends", "_seen", "_size", "_starts")

    def __init__(self, start: int = 0, end: int = 0) -> None:
        """One run: the raw stretch start..end as it stands; `add` and `add_one` put further runs behind it."""
        self._seen = array("Q")
        self._starts = array("Q")
        self._ends = array("Q")
        self._size = 0
        self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Put the raw stretch start..end behind, character for character."""
        if start >= end:
            return
        if self._ends and self._ends[-1] == start and self._is_exact(len(self._seen) - 1):
            self._ends[-1] = end
        else:
            self._seen.append(self._size)
            self._starts.append(start)
            self._ends.append(end)
        self._size += end - start

    def add_one(self, start: int, end: int) -> None:
        """Put one visible character behind that stands for the raw stretch start..end (an entity, a tag)."""
        if end - start == 1:
            self.add(start, end)
            return
        self._seen.append(self._size)
        self._starts.append(start)
        self._ends.append(end)
        self._size += 1

    def add_part(self, other: "Offsets", start: int, end: int) -> None:
        """Put the characters start..end-1 of another text behind."""
        run = other._run_of(start) if start < end else len(other._seen)
        while run < len(other._seen) and other._seen[run] < end:
            seen = other._seen[run]
            if other._is_exact(run):
                begin = other._starts[run] + max(0, start - seen)
                self.add(begin, min(other._ends[run], other._starts[run] + end - seen))
            else:
                self.add_one(other._starts[run], other._ends[run])
            run += 1

    def __len__(self) -> int:
        return self._size + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index <= self._size:
            raise IndexError(index)
        if index == self._size:
            return self._ends[-1] if self._size else 0
        run = self._run_of(index)
        return self._starts[run] + index - self._seen[run]

    def __iter__(self) -> Iterator[int]:
        for i in range(len(self)):
            yield self[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw (start, end) of the visible characters start..end-1; an empty stretch has equal ends."""
        if end <= start:
            return self[start], self[start]
        run = self._run_of(end - 1)
        last = self._starts[run] + end - self._seen[run] if self._is_exact(run) else self._ends[run]
        return self[start], last

    def _run_of(self, index: int) -> int:
        return bisect_right(self._seen, index) - 1

    def _is_exact(self, run: int) -> bool:
        """Whether each character of the run is one raw character; else it is one character for several."""
        following = self._seen[run + 1] if run + 1 < len(self._seen) else self._size
        return following - self._seen[run] == self._ends[run] - self._starts[run]


def visible_text(reading: Reading, segment: Segment) -> tuple[str, Offsets]:
    """What a reader sees in a segment and where each of its characters stands in `reading.document.text`."""
    return view(reading.document.text, segment.start, segment.end, reading.dropped, reading.document.format)


def view(text: str, start: int, end: int, dropped: Sequence[Dropped], form: str) -> tuple[str, Offsets]:
    """Visible text of text[start:end] and its offsets; `dropped` is sorted by start and does not overlap."""
    first = bisect_left(dropped, start, key=_start_of)
    if first and dropped[first - 1].end > start:
        first -= 1
    last = bisect_left(dropped, end, lo=first, key=_start_of)
    if form == "html":
        from gigawatt.evidence.markup import html_view

        return html_view(text, start, end, dropped[first:last])
    shown, offsets = _plain_view(text, start, end, dropped[first:last])
    return _unwrapped(shown, offsets) if "\n" in shown or "\r" in shown else (shown, offsets)


def _start_of(drop: Dropped) -> int:
    return drop.start


def leaves_gap(reason: str) -> bool:
    """Whether a dropped stretch still parts what stands before and after it."""
    return reason not in _WITHOUT_GAP and not reason.startswith("hidden:")


def _plain_view(text: str, start: int, end: int, inside: Sequence[Dropped]) -> tuple[str, Offsets]:
    if not inside:
        return text[start:end], Offsets(start, end)
    parts: list[str] = []
    offsets = Offsets()
    at = start
    for drop in inside:
        a, b = max(drop.start, start), min(drop.end, end)
        parts.append(text[at:a])
        offsets.add(at, a)
        if leaves_gap(drop.reason):
            parts.append(" " * (b - a))
            offsets.add(a, b)
        at = max(at, b)
    parts.append(text[at:end])
    offsets.add(at, end)
    return "".join(parts), offsets


def _unwrapped(shown: str, offsets: Offsets) -> tuple[str, Offsets]:
    """Line ends inside a paragraph: nothing between two wide (CJK) characters, else one space."""
    parts: list[str] = []
    kept = Offsets()
    at = 0
    before = ""  # the last two characters that were kept
    for found in _LINE_END.finditer(shown):
        piece = shown[at : found.start()].rstrip(" \t")
        if piece:
            parts.append(piece)
            kept.add_part(offsets, at, at + len(piece))
            before = (before + piece[-2:])[-2:]
        at = found.end()
        following = shown[at : at + 1]
        hyphen = len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and following.islower()
        if before and following and not hyphen and not (is_wide(before[-1]) and is_wide(following)):
            parts.append(" ")
            kept.add_part(offsets, found.start(), found.start() + 1)
            before = (before + " ")[-2:]
    parts.append(shown[at:])
    kept.add_part(offsets, at, len(shown))
    return "".join(parts), kept
