"""Reading of an HTML page: its metadata, its style sheets, and its visible lines judged like those of any text."""

import json
import re
from dataclasses import replace
from typing import Any

from gigawatt.evidence.days import first_day
from gigawatt.evidence.html_tokens import Token, decoded, tokens
from gigawatt.evidence.markup import Walker
from gigawatt.evidence.noise import is_paragraph
from gigawatt.evidence.styles import Sheet
from gigawatt.evidence.text import assemble
from gigawatt.evidence.types import Document, Finding, Reading

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "publisher": ("og:site_name", "application-name", "publisher", "dc.publisher", "mediaid", "source"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author"),
    "day": (
        "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date",
        "dc.date", "dc.date.issued", "date", "parsely-pub-date", "sailthru.date", "apub:time",
    ),
    "url": ("og:url",),
}  # fmt: skip
_KEPT_CHARACTERS = 2_000_000  # the tokens of a longer page are made twice, to save memory
_SITE_TAIL = re.compile(r"\s+[|\-–—_·»]\s+[^|\-–—_·»]{2,40}$|[|_｜][^|_｜]{2,24}$")


def read_html(document: Document) -> Reading:
    """Take an HTML page apart; nothing in it is run, fetched or obeyed."""
    text = document.text
    sheet = Sheet()
    pieces = list(tokens(text)) if len(text) <= _KEPT_CHARACTERS else None
    document = _with_meta(document, _head(text, sheet, pieces))
    walk = Walker(text, sheet, pieces).run()
    for line in walk.lines:
        if line.region == "hint" and not line.reason and not is_paragraph(line) and line.level != 1:
            line.reason = "chrome"
    findings = _once(walk.findings)
    if sheet.external:
        findings.append(
            Finding("sheet-not-read", 0, 0, "a linked style sheet is not fetched: what it hides is not known")
        )
    for line in walk.lines:
        if line.unknown:
            findings.append(Finding("visibility-unknown", line.start, line.end, line.unknown))
    return assemble(document, walk.lines, walk.dropped, findings=findings)


def _once(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in findings[:1000]:
        if not kept or kept[-1].end <= finding.start:
            kept.append(finding)
    return kept


def _head(text: str, sheet: Sheet, pieces: list[Token] | None) -> dict[str, str]:
    """Metadata of the page; fills the sheet with its style elements."""
    meta: dict[str, str] = {}
    raw_of: Token | None = None
    for token in pieces if pieces is not None else tokens(text):
        if token.kind == "start":
            a = token.attributes or {}
            if token.name == "meta":
                key = (a.get("property") or a.get("name") or a.get("itemprop") or "").strip().lower()
                if key and a.get("content", "").strip():
                    meta.setdefault(key, a["content"].strip())
            elif token.name == "link":
                kinds = a.get("rel", "").lower().split()
                if "stylesheet" in kinds:
                    sheet.external = True
                if "canonical" in kinds and a.get("href", "").startswith(("http://", "https://")):
                    meta.setdefault("canonical", a["href"])
            elif token.name == "time" and a.get("datetime") and first_day(a["datetime"]):
                meta.setdefault("time", a["datetime"])
            raw_of = token
        elif token.kind == "raw":
            raw = text[token.start : token.end]
            if token.name == "style" and _for_screen(raw_of):
                sheet.add(raw)
            elif token.name == "title":
                shown = "".join(s for s, _, _ in decoded(text, token.start, token.end))
                meta.setdefault("title", " ".join(shown.split()))
            elif (
                token.name == "script" and raw_of is not None and "ld+json" in (raw_of.attributes or {}).get("type", "")
            ):
                _linked_data(raw, meta)
    return meta


def _for_screen(tag: Token | None) -> bool:
    media = ((tag.attributes or {}).get("media", "") if tag else "").lower()
    return not media or "all" in media or "screen" in media


def _linked_data(raw: str, meta: dict[str, str]) -> None:
    try:
        data: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return
    nodes = data.get("@graph", [data]) if isinstance(data, dict) else data
    for node in nodes if isinstance(nodes, list) else []:
        if not isinstance(node, dict):
            continue
        for key, name in (("datePublished", "datepublished"), ("headline", "og:title")):
            if isinstance(node.get(key), str):
                meta.setdefault(name, node[key])
        for key, name in (("author", "author"), ("publisher", "publisher")):
            value = node.get(key)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                meta.setdefault(name, value["name"])


def _with_meta(document: Document, meta: dict[str, str]) -> Document:
    known: dict[str, str] = {}
    for name, keys in _META.items():
        value = next((meta[k] for k in keys if meta.get(k)), None)
        if name == "day":
            value = first_day(value or "") or first_day(meta.get("time", ""))
        if name == "title" and value and "og:title" not in meta:
            value = _SITE_TAIL.sub("", value) or value
        if name == "url":
            value = value if value and value.startswith(("http://", "https://")) else meta.get("canonical")
        if value and getattr(document, name) is None:
            known[name] = value
    return replace(document, **known)
