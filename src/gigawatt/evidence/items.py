"""Aggregator pages: several articles in one file, each with its own headline, source and day.

Two shapes are known. *Dated*: headline, a line that is only `source · day`, then the body; at least two such date
lines. *Sourced*: headline, then one long body line that ends in a short name in brackets; at least two such pairs.
Lines before the first headline are furniture (search term, tag). Everything else is one article.
"""

import re
from dataclasses import dataclass

from gigawatt.evidence.characters import SENTENCE_END, width
from gigawatt.evidence.days import first_day, without_times
from gigawatt.evidence.lines import Line
from gigawatt.evidence.noise import is_date_line, is_sentence

_TAIL_SOURCE = re.compile(r"[（(](?P<source>[^()（）]{1,24})[)）]\s*$")
_HEADLINE_COLUMNS = 240
_LONG_BODY_COLUMNS = 400


@dataclass(slots=True)
class Group:
    """Lines of one article: indices of first line, headline, one past the last; its day and source."""

    first: int
    headline: int | None
    stop: int
    day: str | None = None
    source: str | None = None


def group_lines(lines: list[Line]) -> list[Group]:
    """The articles of a page as runs of lines; marks date lines and furniture before the first article as dropped."""
    return _dated(lines) or _sourced(lines) or [Group(0, None, len(lines))]


def _may_head(line: Line) -> bool:
    return (
        not line.reason
        and line.kind in ("body", "heading", "bullet")
        and 4 <= width(line.shown) <= _HEADLINE_COLUMNS
        and not line.shown.endswith(("。", ".", "；", ";", "，", ","))
        and not is_date_line(line.shown)
    )


def _dated(lines: list[Line]) -> list[Group]:
    heads = [
        i - 1
        for i in range(1, len(lines) - 1)
        if is_date_line(lines[i].shown) and _may_head(lines[i - 1]) and not is_date_line(lines[i + 1].shown)
    ]
    # a timeline inside one article also has date lines: each entry of an aggregator must own a body of prose or figures
    heads = [h for h in heads if width(lines[h + 2].shown) >= 40]
    if len(heads) < 2:
        return []
    groups: list[Group] = []
    for n, head in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else len(lines)
        dateline = lines[head + 1]
        dateline.reason = dateline.reason or "byline"
        lines[head].role = "headline"
        source = without_times(dateline.shown).strip(" \t\u3000·•|｜—-:：,，") or None
        groups.append(Group(head, head, stop, first_day(dateline.shown), source))
    _furniture(lines, heads[0])
    return groups


def _sourced(lines: list[Line]) -> list[Group]:
    pairs = [
        (i - 1, m["source"].strip())
        for i in range(1, len(lines))
        if width(lines[i].shown) >= _LONG_BODY_COLUMNS
        and is_sentence(lines[i].shown)
        and _may_head(lines[i - 1])
        and width(lines[i - 1].shown) * 4 < width(lines[i].shown)
        and (m := _TAIL_SOURCE.search(lines[i].shown))
        and not SENTENCE_END.search(m["source"])
    ]
    if len(pairs) < 2:
        return []
    groups: list[Group] = []
    for n, (head, source) in enumerate(pairs):
        stop = pairs[n + 1][0] if n + 1 < len(pairs) else len(lines)
        lines[head].role = "headline"
        groups.append(Group(head, head, stop, None, source))
    _furniture(lines, pairs[0][0])
    return groups


def _furniture(lines: list[Line], until: int) -> None:
    for line in lines[:until]:
        if not line.reason and not is_sentence(line.shown):
            line.reason = "chrome"
