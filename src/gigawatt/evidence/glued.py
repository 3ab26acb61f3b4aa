"""Lines into which an aggregator has poured a whole article: bullets and sub-headings split apart again.

A hyphen is a bullet only between spaces, so ranges such as 12%-13% or 5-7 stay whole.
"""

import re

from gigawatt.evidence.characters import SENTENCE_END, width

_BULLET = re.compile(r"([-*•●▪◆·])(?<=\s.)(?=\s+\S)")
_CITED = re.compile(r"(?:\[\d{1,3}(?:\s?[,，、–-]\s?\d{1,3})*\]\s*)+")
_HEADING_COLUMNS = 64
Piece = tuple[int, int, str]
"""start, end (offsets into the line) and kind: heading, bullet or body"""


def bullet_mark(shown: str) -> str | None:
    """The character that parts bullets inside one long line, or None when the line is ordinary prose."""
    marks = [m.group(1) for m in _BULLET.finditer(shown)]
    if not marks:
        return None
    mark = max(set(marks), key=lambda c: (marks.count(c), c))
    count = marks.count(mark)
    first = shown[: _first(shown, mark)].strip()
    headed = width(first) <= _HEADING_COLUMNS and not SENTENCE_END.search(first)
    cited = len(re.findall(r"\]\s*(?:\S{1,40}\s)?" + re.escape(mark) + r"\s", shown))
    if count >= 3 and (headed or cited >= 2):
        return mark
    return mark if count >= 2 and headed and cited >= 1 else None


def _first(shown: str, mark: str) -> int:
    return next(m.start() for m in _BULLET.finditer(shown) if m.group(1) == mark)


def split_bullets(raw: str, mark: str) -> list[Piece]:
    """Pieces of a line at its bullets; short text after the last citation mark of a piece heads the next bullets."""
    cuts = [m.start() for m in _BULLET.finditer(raw) if m.group(1) == mark]
    pieces: list[Piece] = []
    bounds = [(0, cuts[0] if cuts else len(raw))] + [
        (c + 1, cuts[n + 1] if n + 1 < len(cuts) else len(raw)) for n, c in enumerate(cuts)
    ]
    for n, (start, end) in enumerate(bounds):
        start, end = _trim(raw, start, end)
        if start >= end:
            continue
        if n == 0:
            short = width(raw[start:end]) <= _HEADING_COLUMNS and not SENTENCE_END.search(raw[start:end])
            pieces.append((start, end, "heading" if short and cuts else "body"))
            continue
        heading = _heading_at_end(raw, start, end) if n + 1 < len(bounds) else None
        if heading is None:
            pieces.append((start, end, "bullet"))
        else:
            stop = _trim(raw, start, heading)[1]
            pieces.append((start, stop, "bullet"))
            pieces.append((*_trim(raw, heading, end), "heading"))
    return pieces


def _heading_at_end(raw: str, start: int, end: int) -> int | None:
    last = None
    for m in _CITED.finditer(raw, start, end):
        last = m
    if last is not None:
        at = last.end()
    else:
        at = max(raw.rfind(c, start, end) for c in ("。 ", "） ", ") ")) + 2
        if at < 2:
            return None
    rest = raw[at:end].strip()
    if not rest or width(rest) > _HEADING_COLUMNS or SENTENCE_END.search(rest) or rest[0] in ",，、;；和与及":
        return None
    return at


_LEVELS = re.compile(r"(?<![\d.A-Za-z])(\d{1,2}(?:\.\d{1,2}){1,2})(?=\s?[\u4e00-\u9fffA-Z])")
_NUMBER = re.compile(r"(?:^|(?<=[。！？!?)）”」…\s]))(\d{1,2})[.、．](?=\s?[^\s\d])")
_HAN_NUMBER = re.compile(r"(?:^|(?<=[。！？!?)）”」…\s]))([一二三四五六七八九])、")
_BRACKETED = re.compile(r"[(（]([一二三四五六七八九])[)）](?=[^\s,，。、])")
_HAN_DIGITS = "一二三四五六七八九"
_DATELINE = re.compile(r"(?<=[^\s\d。！？!?,，;；:：(（“「])(?=\d{1,2}\s?月\s?\d{1,2}\s?日(?:消息|讯|訊|电|電)[,，])")
_SECTIONED_COLUMNS = 400


def split_sections(raw: str) -> list[Piece]:
    """Pieces of a long line at the numbers of its sections, when these count up from one, and at glued datelines."""
    if width(raw) < _SECTIONED_COLUMNS:
        return [(0, len(raw), "body")]
    cuts = {m.start() for m in _DATELINE.finditer(raw)}
    for pattern in (_LEVELS, _NUMBER, _HAN_NUMBER, _BRACKETED):
        cuts.update(_counted(raw, pattern))
    bounds = [0, *sorted(c for c in cuts if 0 < c < len(raw)), len(raw)]
    trimmed = (_trim(raw, a, b) for a, b in zip(bounds, bounds[1:], strict=False))
    return [(a, b, "body") for a, b in trimmed if a < b]


def _counted(raw: str, pattern: re.Pattern[str]) -> list[int]:
    """Places of those numbers that follow each other as sections do: 1, 1.1, 1.2, 1.2.1, 2 ..."""
    places: list[int] = []
    last: tuple[int, ...] = (0,)
    for m in pattern.finditer(raw):
        mark = m.group(1)
        number = (_HAN_DIGITS.index(mark) + 1,) if mark in _HAN_DIGITS else tuple(int(p) for p in mark.split("."))
        depth = len(number)
        sibling = depth <= len(last) and number[:-1] == last[: depth - 1] and number[-1] == last[depth - 1] + 1
        child = number in ((*last, 1), (last[0] + 1, 1))
        if sibling or child:
            places.append(m.start())
            last = number
    return places if len(places) > 1 else []


def _trim(raw: str, start: int, end: int) -> tuple[int, int]:
    while start < end and raw[start].isspace():
        start += 1
    while end > start and raw[end - 1].isspace():
        end -= 1
    return start, end
