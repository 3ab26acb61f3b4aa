"""HTML taken apart into tags and text with raw offsets, following the tokenizer of the HTML standard where it matters.

Own code, because parsers that build trees (lxml among them) forget where each character stood, and claims cite exact
stretches of the raw page. Linear in the length of the page; unclosed constructs run to its end, as in browsers.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = re.compile(
    r"<(?:(?P<comment>!--)|(?P<other>[!?])|/(?P<end>[a-zA-Z][^\s/>]{0,60})|(?P<start>[a-zA-Z][^\s/>]{0,60}))"
)
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)))?"
)
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,8};?|[A-Za-z][A-Za-z0-9]{1,40};?)")
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"})
VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "basefont",
        "frame",
    }
)
_ATTRIBUTES_MAXIMUM = 500


@dataclass(slots=True)
class Token:
    """One piece of a page: kind is text, start, end, comment or raw (the content of a script, style, title, ...)."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] | None = None
    closed: bool = False
    """a start tag that ends in />"""


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The pieces of text[start:end] in order, covering it without gaps."""
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        m = _OPEN.search(text, at, stop)
        if m is None:
            yield Token("text", at, stop)
            return
        if m.start() > at:
            yield Token("text", at, m.start())
        at = m.start()
        if m["comment"]:
            close = _comment_end(text, at, stop)
            yield Token("comment", at, close)
            at = close
        elif m["other"]:
            close = text.find(">", at, stop)
            close = stop if close < 0 else close + 1
            yield Token("comment", at, close, name="declaration")
            at = close
        elif m["end"]:
            close = text.find(">", m.end(), stop)
            close = stop if close < 0 else close + 1
            yield Token("end", at, close, m["end"].lower())
            at = close
        else:
            token = _start_tag(text, m, stop)
            yield token
            at = token.end
            if token.name in RAW_TEXT and not token.closed:
                close = _raw_end(text, token.name, at, stop)
                if close > at:
                    yield Token("raw", at, close, token.name)
                at = close
            elif token.name == "plaintext":
                if at < stop:
                    yield Token("raw", at, stop, token.name)
                return


def _start_tag(text: str, m: re.Match[str], stop: int) -> Token:
    attributes: dict[str, str] = {}
    at = m.end()
    for _ in range(_ATTRIBUTES_MAXIMUM):
        found = _ATTRIBUTE.match(text, at, stop)
        if not found:
            break
        name = found["name"].lower()
        value = found["double"] or found["single"] or found["bare"] or ""
        attributes.setdefault(name, html.unescape(value) if "&" in value else value)
        at = found.end()
    close = text.find(">", at, stop)
    if close < 0:
        return Token("start", m.start(), stop, m["start"].lower(), attributes)
    return Token("start", m.start(), close + 1, m["start"].lower(), attributes, text[close - 1] == "/")


def _comment_end(text: str, at: int, stop: int) -> int:
    if text.startswith(">", at + 4):
        return at + 5
    if text.startswith("->", at + 4):
        return at + 6
    close = text.find("-->", at + 4, stop)
    other = text.find("--!>", at + 4, close if close >= 0 else stop)
    if other >= 0:
        return other + 4
    return stop if close < 0 else close + 3


_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_TEXT}


def _raw_end(text: str, name: str, at: int, stop: int) -> int:
    found = _RAW_ENDS[name].search(text, at, stop)
    return found.start() if found else stop


def decoded(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Stretches of text[start:end] with character references decoded: (visible, raw start, raw end).

    A stretch without reference has as many visible characters as raw ones; a reference may yield one or two.
    """
    at = start
    while at < end:
        found = _ENTITY.search(text, at, end)
        if found is None:
            yield text[at:end], at, end
            return
        a, b = found.span()
        if a > at:
            yield text[at:a], at, a
        shown = html.unescape(found.group())
        if shown == found.group():
            yield shown, a, b
        elif not found.group().endswith(";") and "#" not in found.group() and shown and shown[-1] == found.group()[-1]:
            # a reference without semicolon that is followed by letters: &notit -> ¬it
            tail = _common_tail(shown, found.group())
            yield shown[: len(shown) - tail], a, b - tail
            yield shown[len(shown) - tail :], b - tail, b
        else:
            yield shown, a, b
        at = b


def _common_tail(shown: str, raw: str) -> int:
    count = 0
    while count < len(shown) - 1 and shown[-1 - count] == raw[-1 - count]:
        count += 1
    return count
