"""A document taken apart: items, visible segments with exact raw offsets, what was dropped and why, findings.

The raw text is never rewritten: a segment is a pair of offsets, and `visible_text` gives what is seen in it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from gigawatt.evidence.characters import ANY_INVISIBLE, REORDERING, language_of
from gigawatt.evidence.damage import is_spun, lost_commas, lost_decimal_points
from gigawatt.evidence.days import first_day, latest_named_day
from gigawatt.evidence.frontmatter import FrontMatter, read_front_matter, repeated_lead
from gigawatt.evidence.furniture import judge_group, judge_spam
from gigawatt.evidence.glued import Piece, bullet_mark, split_bullets, split_sections
from gigawatt.evidence.inline_html import hidden_by_tags, masked, name_hidden
from gigawatt.evidence.items import Group, group_lines
from gigawatt.evidence.lines import Line, split_lines
from gigawatt.evidence.noise import bare, source_in
from gigawatt.evidence.types import Document, Dropped, Finding, Item, Reading, Segment
from gigawatt.evidence.views import view, visible_text
from gigawatt.evidence.wrapping import join_wrapped

__all__ = ["read_document", "visible_text"]

_JUDGED_CHARACTERS = 200_000  # of the visible text, from its beginning, tell the language
_GLUED_CHARACTERS = 60  # a shorter line with bullets in it is read as it stands
_TAGGED = re.compile(
    r"<(?:[a-zA-Z][^<>]{0,300}\b(?:style|hidden|class)\b|(?:template|script|style|noscript|details)\b)", re.IGNORECASE
)
_SOURCE_LINK = re.compile(r"\[(?P<name>[^\[\]\n]{2,40})\]\((?P<url>https?://[^\s()]{1,2000})\)")
_SOURCE_ADDRESS = re.compile(
    r">?\s?(?:来源|來源|原文|原文链接|source|original)\s?[:：]\s?(?:\[[^\[\]\n]{0,500}\]\()?(?P<url>https?://[^\s()]{1,2000})",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"(?:\.{3,}|…+)\s*$")


def read_document(document: Document) -> Reading:
    """Take a document apart: items in text order, segments in text order, dropped stretches that do not overlap."""
    if document.format == "html":
        from gigawatt.evidence.pages import read_html

        return read_html(document)
    text = document.text
    head = read_front_matter(text)
    dropped: list[Dropped] = []
    if head:
        edges = (head.start, *(head.summary or ()), head.end)  # the abstract in it is text, the rest is metadata
        dropped.extend(Dropped(a, b, "front-matter") for a, b in zip(edges[::2], edges[1::2], strict=True))
        document = with_metadata(document, head)
    lines: list[Line] = []
    hidden = hidden_by_tags(text) if _TAGGED.search(text) else []
    seen = masked(text, hidden) if hidden else text
    for start, end in _outside_comments(seen, head.end if head else 0, dropped):
        lines.extend(split_lines(seen, start, end))
    if hidden:
        name_hidden(lines, hidden)
    lines = join_wrapped(lines)
    return assemble(document, lines, dropped, head)


def assemble(
    document: Document,
    lines: list[Line],
    dropped: list[Dropped],
    head: FrontMatter | None = None,
    findings: list[Finding] | None = None,
) -> Reading:
    """Judge the lines of a document and put the reading together."""
    _judge_unreadable(document, lines)
    judge_spam(lines, document)
    document = _with_source_link(document, lines)
    groups = group_lines(lines)
    single = len(groups) == 1
    names = frozenset(bare(n) for n in (document.author, document.publisher) if n)
    items: list[Item] = []
    segments: list[Segment] = []
    findings = findings or []
    for number, group in enumerate(groups):
        own = lines[group.first : group.stop]
        at = judge_group(own, names, None if group.headline is None else group.headline - group.first, document.title)
        items.append(_item(document, group, own, at, head if single else None, findings))
        mark = next((m for line in own if not line.reason and (m := bullet_mark(line.shown))), None)
        for line in own:
            if not line.reason:
                segments.extend(_segments(document.text, line, number, mark))
    for line in lines:
        dropped.extend(_around_hidden(line) if line.reason else line.drops)
    if head is not None and segments:
        dropped, segments = _with_lead(document, head, dropped, segments)
        items[0] = replace(items[0], start=min(items[0].start, segments[0].start))
    return finish(document, items, segments, dropped, findings)


def finish(
    document: Document, items: list[Item], segments: list[Segment], dropped: list[Dropped], findings: list[Finding]
) -> Reading:
    """The reading, with its document-level evidence (damage, truncation, language) and findings."""
    dropped.sort(key=lambda d: (d.start, d.end))
    reading = Reading(document, tuple(items), tuple(segments), tuple(dropped))
    undated = not all(item.day for item in items)
    named: dict[int, str | None] = {}
    sample: list[str] = []
    for number, own in _text_of_items(reading):
        item = items[number]
        if sum(map(len, sample)) < _JUDGED_CHARACTERS:
            sample.append(own)
        if undated:
            named[number] = latest_named_day(own)
        decimal, commas = lost_decimal_points(own), lost_commas(own)
        if decimal:
            findings.append(Finding("lost-decimal-points", item.start, item.end, "decimal points became spaces"))
        if is_spun(own):
            findings.append(
                Finding("spun", item.start, item.end, "marks of a machine-spun copy: not an independent source")
            )
        if commas:
            findings.append(Finding("lost-commas", item.start, item.end, "commas became spaces"))
        if decimal or commas:
            items[number] = replace(item, lost_decimal_points=decimal, lost_commas=commas)
    if document.language == "unknown":
        document = replace(document, language=language_of("\n".join(sample)[:_JUDGED_CHARACTERS]))
    latest = max((day for day in named.values() if day), default=None)
    for number, item in enumerate(items):
        reference = item.day or named.get(number) or latest
        if reference != item.reference_day:
            items[number] = replace(item, reference_day=reference)
    truncated = bool(segments) and _is_cut(visible_text(reading, segments[-1])[0], document.text, segments[-1].end)
    if truncated:
        findings.append(Finding("truncated", segments[-1].start, segments[-1].end, "the text breaks off"))
    for segment in segments if ANY_INVISIBLE.search(document.text) else ():
        if REORDERING.search(document.text, segment.start, segment.end):
            findings.append(
                Finding("bidi-override", segment.start, segment.end, "what is seen may stand in another order")
            )
    for reason, count, where in _hidden(dropped, document.text):
        findings.append(Finding("hidden-text", where.start, where.end, f"{reason}: {count} stretch(es), not mined"))
    if document.format == "pdf":
        findings.append(Finding("pdf-offsets", 0, 0, "offsets point into the text extracted from the PDF"))
    if document.unreadable:
        where = document.unreadable[0]
        note = f"{len(document.unreadable)} stretch(es) are not {document.encoding}, not mined; try --encoding"
        findings.append(Finding("encoding-mixed", *where, note))
    spam = [d for d in dropped if d.reason == "spam"]
    if spam:
        findings.append(Finding("spam", spam[0].start, spam[-1].end, f"{len(spam)} line(s), not mined"))
    if not segments:
        findings.append(Finding("no-article", 0, len(document.text), "nothing in it reads as an article"))
    return Reading(
        document,
        tuple(items),
        tuple(segments),
        tuple(dropped),
        tuple(findings),
        truncated=truncated,
        lost_decimal_points=any(i.lost_decimal_points for i in items),
    )


def _text_of_items(reading: Reading) -> Iterator[tuple[int, str]]:
    """(number, visible text) of each item that has segments, one item at a time."""
    for number, segments in groupby(reading.segments, key=attrgetter("item")):
        yield number, "\n".join(visible_text(reading, segment)[0] for segment in segments)


def with_metadata(document: Document, head: FrontMatter) -> Document:
    """The document with what its front matter says, where nothing better was known."""
    known = {
        name: head.fields[name]
        for name in ("title", "url", "publisher", "author", "day", "fetched_on")
        if name in head.fields and getattr(document, name) is None
    }
    return replace(document, **known)


def _with_source_link(document: Document, lines: list[Line]) -> Document:
    """Publisher and address from a last line that is one link, or from a line `source: address`, when not known."""
    if document.url is not None and document.publisher is not None:
        return document
    for line in [line for line in lines if line.shown or line.drops][-1:] + lines[:12]:
        raw = document.text[line.start : line.end]
        found = _SOURCE_LINK.fullmatch(raw) or _SOURCE_ADDRESS.match(raw)
        if found:
            name = found.groupdict().get("name")
            known = document.publisher or (name if name and not name.startswith("http") else None)
            return replace(document, url=document.url or found["url"], publisher=known)
    return document


def _around_hidden(line: Line) -> list[Dropped]:
    """A dropped line as stretches, so that text hidden inside it keeps its own reason."""
    parts: list[Dropped] = []
    at = line.start
    for drop in line.drops:
        if drop.reason.startswith("hidden:"):
            if at < drop.start:
                parts.append(Dropped(at, drop.start, line.reason))
            parts.append(drop)
            at = drop.end
    if at < line.end:
        parts.append(Dropped(at, line.end, line.reason))
    return parts


def _with_lead(
    document: Document, head: FrontMatter, dropped: list[Dropped], segments: list[Segment]
) -> tuple[list[Dropped], list[Segment]]:
    """Keep the summary of the front matter as a note when it only repeats the article's own words."""
    dropped = sorted(dropped, key=lambda d: d.start)
    body = "".join(view(document.text, s.start, s.end, dropped, document.format)[0] for s in segments[:40])
    span = repeated_lead(document.text, head, body)
    if span is None:
        return dropped, segments
    around = [Dropped(head.start, span[0], "front-matter"), Dropped(span[1], head.end, "front-matter")]
    rest = [d for d in dropped if d.reason != "front-matter"]
    return [*around, *rest], [Segment(*span, "note", 0), *segments]


def _judge_unreadable(document: Document, lines: list[Line]) -> None:
    bad = document.unreadable
    n = 0
    for line in lines:
        while n < len(bad) and bad[n][1] <= line.start:
            n += 1
        if n < len(bad) and bad[n][0] < line.end:
            line.reason = "unreadable"


def _outside_comments(text: str, start: int, dropped: list[Dropped]) -> list[tuple[int, int]]:
    """Stretches outside `<!-- ... -->`; an unclosed comment hides nothing."""
    stretches: list[tuple[int, int]] = []
    at = start
    while (a := text.find("<!--", at)) >= 0 and (b := text.find("-->", a + 4)) >= 0:
        stretches.append((at, a))
        dropped.append(Dropped(a, b + 3, "comment"))
        at = b + 3
    return [*stretches, (at, len(text))]


def _item(
    document: Document, group: Group, own: list[Line], at: int | None, head: FrontMatter | None, findings: list[Finding]
) -> Item:
    start, end = (own[0].start, own[-1].end) if own else (0, len(document.text))
    headline, headline_start = document.title, head.title_start if head else None
    if at is not None:
        headline, headline_start = own[at].shown, own[at].start + _lead(own[at])
    day = group.day or document.day
    if day is None:
        day = next((d for line in own if line.reason == "byline" and (d := first_day(line.shown))), None)
    if day is None:
        findings.append(Finding("undated", start, end, "no day of publication is given"))
    told = (s for line in own if line.reason == "byline" and (s := source_in(line.shown)))
    source = group.source or document.publisher or next(told, None)
    return Item(start, end, headline, headline_start, day, source, reference_day=day)


def _lead(line: Line) -> int:
    return line.drops[0].end - line.start if line.drops and line.drops[0].start == line.start else 0


def _segments(text: str, line: Line, item: int, mark: str | None) -> list[Segment]:
    raw = text[line.start : line.end]
    visibility = f"unknown:{line.unknown}" if line.unknown else "visible"
    if (
        mark
        and "<" not in raw
        and line.role != "headline"
        and f" {mark} " in raw
        and line.end - line.start >= _GLUED_CHARACTERS
    ):
        pieces = split_bullets(raw, mark)
        if len(pieces) > 1:
            line.drops = _with_marks(line, raw, pieces)
            return [Segment(line.start + a, line.start + b, kind, item, visibility) for a, b, kind in pieces]
    start, end = _visible_span(text, line)
    kind = line.role or "body"
    if kind in ("body", "bullet") and "<" not in raw:
        pieces = split_sections(text[start:end])
        return [Segment(start + a, start + b, kind, item, visibility) for a, b, _ in pieces]
    return [Segment(start, end, kind, item, visibility)]


def _with_marks(line: Line, raw: str, pieces: list[Piece]) -> list[Dropped]:
    """The line's drops, and the bullet marks that stand between its pieces."""
    marks: list[Dropped] = []
    at = 0
    for a, b, _ in [*pieces, (len(raw), len(raw), "")]:
        for i in range(at, a):
            if not raw[i].isspace():
                marks.append(Dropped(line.start + i, line.start + i + 1, "markup"))
        at = b
    kept = [m for m in marks if not any(d.start < m.end and m.start < d.end for d in line.drops)]
    return sorted([*line.drops, *kept], key=lambda d: d.start)


def _visible_span(text: str, line: Line) -> tuple[int, int]:
    """The line without what is dropped at its very start and end."""
    start, end = line.start, line.end
    for drop in line.drops:
        if drop.start > start:
            break
        start = drop.end
        while start < end and text[start].isspace():
            start += 1
    for drop in reversed(line.drops):
        if drop.end < end or drop.start < start:
            break
        end = drop.start
        while end > start and text[end - 1].isspace():
            end -= 1
    return (start, end) if start < end else (line.start, line.end)


def _is_cut(shown: str, text: str, end: int) -> bool:
    return bool(_ELLIPSIS.search(shown)) and len(shown) > 10 or "](" in text[end:] and ")" not in text[end:]


def _is_harmless(drop: Dropped, text: str) -> bool:
    """A zero-width character or soft hyphen that stands alone, not inside a word or number."""
    if drop.reason not in ("hidden:zero-width", "hidden:soft-hyphen"):
        return False
    return not (text[drop.start - 1 : drop.start].isalnum() and text[drop.end : drop.end + 1].isalnum())


def _hidden(dropped: list[Dropped], text: str) -> list[tuple[str, int, Dropped]]:
    seen: dict[str, tuple[int, Dropped]] = {}
    for drop in dropped:
        if drop.reason.startswith("hidden:") and not _is_harmless(drop, text):
            count, first = seen.get(drop.reason, (0, drop))
            seen[drop.reason] = (count + 1, first)
    return [(reason, count, first) for reason, (count, first) in sorted(seen.items())]
