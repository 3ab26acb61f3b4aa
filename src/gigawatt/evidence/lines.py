"""Lines of plain text and Markdown: what each one shows once its inline markup is set aside, with raw offsets."""

import re
from dataclasses import dataclass, field

from gigawatt.evidence.characters import INVISIBLE, INVISIBLE_REASON
from gigawatt.evidence.types import Dropped
from gigawatt.evidence.views import leaves_gap

_TARGET = r"\(\s?<?(?:[^()\s<>]|\([^()\s<>]{0,500}\)){0,4000}>?(?:\s{1,3}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s?\)"
_INLINE = re.compile(
    rf"(?P<image>\[?!\[[^\[\]\n]{{0,500}}\]{_TARGET}(?:\]{_TARGET})?)"
    r"|(?P<cut>\[?!\[[^\[\]\n]{0,500}\]\([^()\s]{0,4000}$)"
    rf"|(?P<link>\[(?P<label>(?:[^\[\]\n\\]|\\.){{1,500}})\](?P<target>{_TARGET}))"
    rf"|(?P<tail>\]{_TARGET})"
    r"|(?P<cite>\[\^?\d{1,3}(?:\s?[,，、–-]\s?\d{1,3}){0,20}\](?![(\d])|\\\[\d{1,3}\\\]|【\d{1,3}†[^】\n]{0,80}】)"
    r"|(?P<url><?https?://[^\s<>()（）\[\]，。；、“”\"'《》]{1,4000}>?|\bwww\.[\w.-]{3,200}(?:/[^\s<>()（），。；、]{0,2000})?)"
    r"|(?P<domain>\.(?:com|org|net|cn|io|gov|edu|co|ai|hk|tw|uk|jp)/[^\s<>()（），。；、]{1,2000})"
    r"|(?P<markup>\*{2,3}|__|~~|`{1,3}|\\(?=[\\`*_{}\[\]()#+.!$~>|-])|\\$|\{\{[<%].{0,500}?[>%]\}\})"
    r"|(?P<italic>(?<![\w*\s])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|^\*(?=[^\s*]))"
    r"|(?P<element></?[a-zA-Z][a-zA-Z0-9-]{0,30}(?:\s[^<>\n]{0,2000})?/?>)"
    rf"|(?P<invisible>{INVISIBLE.pattern})"
)
# Every match of _INLINE starts with one of these, so that ordinary text is skipped at the speed of a character class;
# a letter or a full stop counts only where an address goes on behind it.
_TRIGGER = re.compile(
    "[!\\[\\]\\\\【*_~`{<hw.\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e01ef]"
    r"(?:(?<![hw.])|(?<=h)(?=ttps?://)|(?<=w)(?=ww\.)|(?<=\.)(?=[a-z]{2,3}/))"
)
_DOMAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_MARKER = re.compile(
    r"(?P<heading>#{1,6})(?:\s+|$)|(?P<quote>(?:>\s?)+)"
    r"|(?P<bullet>(?:[-*+•·●▪◦■◆►▶–—]|\d{1,3}[.)、](?=\s)|[（(]?\d{1,2}[)）](?=\s))\s+(?=\S))"
)
_BREAK = re.compile(r"[\n\r\f\v\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?")
_RULE = re.compile(r"^(?:[-=_*~—─]\s?){3,}$|^\|?(?:\s?:?-{2,}:?\s?\|)+(?:\s?:?-{2,}:?)?\s?$")


@dataclass(slots=True)
class Line:
    """One line that is not blank; start and end are raw offsets without the outer white space."""

    start: int
    end: int
    kind: str
    """heading, bullet, quote, table, rule or body: what its marker says"""
    level: int
    """depth of a heading, 0 otherwise"""
    shown: str
    """visible text"""
    drops: list[Dropped] = field(default_factory=list)
    linked: int = 0
    """visible characters that are link text"""
    after_blank: bool = True
    """whether a blank line, or the start of the text, stands before"""
    reason: str = ""
    """why the whole line is no evidence; empty when it is"""
    item: int = 0
    role: str = ""
    """kind of the segment, when more is known than the marker says"""
    unknown: str = ""
    """what was not understood about its visibility; empty when it is visible"""
    region: str = ""
    """`hint` where an element's name suggests furniture"""


def split_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of text[start:end] that are not blank, in order."""
    lines: list[Line] = []
    blank = True
    at = start
    while at < end:
        found = _BREAK.search(text, at, end)
        stop = found.start() if found else end
        raw = text[at:stop]
        body = raw.strip()
        if body:
            lead = len(raw) - len(raw.lstrip())
            lines.append(_line(text, at + lead, at + lead + len(body), blank))
            blank = False
        else:
            blank = True
        at = found.end() if found else end
    return lines


def _line(text: str, start: int, end: int, after_blank: bool) -> Line:
    raw = text[start:end]
    if len(raw) < 2000 and _RULE.match(raw):
        return Line(start, end, "rule", 0, "", after_blank=after_blank)
    drops: list[Dropped] = []
    kind, level, at = "body", 0, start
    marker = _MARKER.match(raw)
    if marker:
        kind = marker.lastgroup or "body"
        level = len(marker["heading"]) if kind == "heading" else 0
        at = start + marker.end()
        drops.append(Dropped(start, at, "markup"))
    elif raw[0] == "|" and raw.count("|") >= 2:
        kind = "table"
    shown, linked = _inline(text, at, end, drops)
    return Line(start, end, kind, level, shown.strip(), drops, linked, after_blank)


def _inline(text: str, start: int, end: int, drops: list[Dropped]) -> tuple[str, int]:
    """Append what is not visible in text[start:end] to drops; return the visible text and its linked length."""
    parts: list[str] = []
    linked = 0
    at = start

    def drop(a: int, b: int, reason: str) -> None:
        nonlocal at
        parts.append(text[at:a])
        if leaves_gap(reason):
            parts.append(" ")
        drops.append(Dropped(a, b, reason))
        at = b

    look = start
    while (trigger := _TRIGGER.search(text, look, end)) is not None:
        m = _INLINE.match(text, trigger.start(), end)
        if m is None or m.end() == m.start():
            look = trigger.end()
            continue
        a, b = m.span()
        look = b
        if m["domain"]:
            while a > at and text[a - 1] in _DOMAIN:
                a -= 1
            if b - a > m.end() - m.start():
                drop(a, b, "url")
            continue
        if m["image"] or m["cut"]:
            drop(a, b, "image-link")
        elif m["link"]:
            label_start, label_end = m.span("label")
            if "://" in m["label"] or m["label"].startswith("www."):
                drop(a, b, "url")
                linked += label_end - label_start
                continue
            drop(a, label_start, "markup")
            before = sum(map(len, parts))
            at = label_start
            inner, _ = _inline(text, label_start, label_end, drops)
            parts.append(inner)
            at = label_end
            linked += sum(map(len, parts)) - before
            drop(label_end, b, "link-target")
        elif m["tail"]:
            drop(a, b, "link-target")
        elif m["cite"]:
            drop(a, b, "citation-mark")
        elif m["url"]:
            drop(a, b, "url")
        elif m["invisible"]:
            reason = next(r for g, r in INVISIBLE_REASON.items() if m[g])
            drop(a, b, reason)
        elif m["element"] and a == at and drops and drops[-1].end == a and text[a - 1] == ">":
            drops[-1] = Dropped(drops[-1].start, b, "markup")  # a tag right behind a tag: one stretch
            at = b
        else:
            drop(a, b, "markup")
    parts.append(text[at:end])
    return "".join(parts), linked
