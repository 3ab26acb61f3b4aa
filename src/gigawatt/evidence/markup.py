"""HTML to lines: the page is walked once with a stack of open elements, and each visible line keeps its raw offsets.

The tree rules that decide what is hidden by what are those of the HTML standard in short form: implied end tags,
misnested formatting elements taken up again, end tags that do not fit ignored, at most 512 levels.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gigawatt.evidence.characters import INVISIBLE, INVISIBLE_REASON
from gigawatt.evidence.html_tokens import VOID, Token, decoded, tokens
from gigawatt.evidence.lines import Line
from gigawatt.evidence.styles import Sheet
from gigawatt.evidence.types import Dropped, Finding
from gigawatt.evidence.views import Offsets, leaves_gap
from gigawatt.evidence.visibility import Element, Style, computed

_BLOCK = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol "
    "optgroup option p pre search section select summary table tbody textarea tfoot thead title tr ul iframe "
    "template noscript".split()
)
_SPECIAL = _BLOCK | frozenset("td th input img embed link meta script style object applet marquee".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_CLOSES_P = _BLOCK - frozenset(
    "br button option optgroup title head body html select textarea iframe template noscript".split()
)
_IMPLIED = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tbody": (frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"}), frozenset({"table"})),
    "thead": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"}), frozenset({"table"})),
}
_CHROME = frozenset({"nav", "footer", "aside", "form", "button", "select", "menu", "search", "fieldset"})
_CHROME_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar toolbar dialog alertdialog".split()
)
_CHROME_CLASS = re.compile(
    r"^(?:nav(?:bar|igation)?|menu|breadcrumbs?|share|social|sidebar|related|recommend(?:ed|ation)?s?|newsletter|subscribe|cookies?|promo|"
    r"adverts?|advertisement|ads?|comments?|comment-list|disqus|footer|toolbar|pagination|tags?|login|popup|modal)(?:[-_].{0,40})?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"h[1-6]$")
_INLINE = re.compile(
    r"(?P<cite>\[\^?\d{1,3}(?:\s?[,，、–-]\s?\d{1,3}){0,20}\])|(?P<url>https?://[^\s<>()（）\[\]，。；、“”\"'《》]{1,4000})"
    rf"|(?P<invisible>{INVISIBLE.pattern})"
)
_WIDE_GAP = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEPTH_MAXIMUM = 512
_PENDING_MAXIMUM = 16


@dataclass(slots=True)
class Walk:
    """What walking a page yields: lines, dropped stretches outside lines, findings."""

    lines: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def html_view(text: str, start: int, end: int, inside: Sequence[Dropped]) -> tuple[str, Offsets]:
    """Visible characters of text[start:end] with their raw offsets; white space is collapsed."""
    out: list[str] = []
    offsets = Offsets()

    def put(shown: str, a: int, b: int, exact: bool) -> None:
        at = 0
        for gap in (*_WIDE_GAP.finditer(shown), None):
            stop = gap.start() if gap else len(shown)
            if at < stop and shown[at] == " " and out and out[-1][-1] == " ":
                at += 1
            if at < stop:
                out.append(shown[at:stop])
                keep(a, b, at, stop, exact)
            if gap:
                at = gap.end()
                if not (out and out[-1][-1] == " "):
                    out.append(" ")
                    keep(a, b, stop, stop + 1, exact)

    def keep(a: int, b: int, first: int, stop: int, exact: bool) -> None:
        if exact:
            offsets.add(a + first, a + stop)
            return
        for _ in range(first, stop):
            offsets.add_one(a, b)

    def walk(a: int, b: int) -> None:
        for token in tokens(text, a, b):
            if token.kind == "text":
                for shown, x, y in decoded(text, token.start, token.end):
                    put(shown, x, y, len(shown) == y - x)
            elif token.kind == "start" and token.name in ("td", "th"):
                if out and not "".join(out[-4:]).endswith("| "):
                    put(" | ", token.start, token.end, False)
            elif token.kind == "start" and token.name == "sup" and out and out[-1][-1].isdigit():
                put("^", token.start, token.end, False)
            elif token.kind == "start" and token.name in _BLOCK:
                put(" ", token.start, token.end, False)

    at = start
    for drop in inside:
        a, b = max(drop.start, start), min(drop.end, end)
        if at < a:
            walk(at, a)
        if leaves_gap(drop.reason) and a < b:
            put(" ", a, b, False)
        at = max(at, b)
    if at < end:
        walk(at, end)
    return "".join(out), offsets


class Walker:
    """One pass over a page; `run` returns the lines in order."""

    def __init__(self, text: str, sheet: Sheet, pieces: Iterable[Token] | None = None) -> None:
        """pieces: the tokens of the text, when they are at hand."""
        self.text = text
        self.pieces = pieces
        self.sheet = sheet
        self.stack: list[Element] = []
        self.open: Counter[str] = Counter()
        self.pending: list[tuple[str, dict[str, str]]] = []
        self.walk = Walk()
        self.parts: list[str] = []
        self.line_start = -1
        self.line_end = -1
        self.linked = 0
        self.unknown = ""
        self.owner: tuple[str, str] = ("body", "")
        self.hidden: list[Dropped] = []
        self.last_hidden_root: object = None

    def run(self) -> Walk:
        """Walk the page."""
        for token in self.pieces if self.pieces is not None else tokens(self.text):
            if token.kind == "text":
                self._text(token)
            elif token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token)
            elif token.kind == "raw":
                self._raw(token)
            elif not token.name:
                self._hide(token.start, token.end, "comment", token)
        self._flush()
        return self.walk

    def _text(self, token: Token) -> None:
        raw = self.text[token.start : token.end]
        if not raw.strip():
            if self.parts:
                self.parts.append(" ")
            return
        while self.pending:
            name, attributes = self.pending.pop(0)
            self._push(name, attributes, token.start)
        style = self.stack[-1].style if self.stack else Style()
        lead = len(raw) - len(raw.lstrip())
        a, b = token.start + lead, token.start + len(raw.rstrip())
        reason = style.hidden
        if reason:
            self._hide(a, b, reason, style.gone and self._root() or style)
            return
        if self.open["pre"] and "\n" in raw.strip():
            self._preformatted(token, style)
            return
        if self.line_start < 0:
            self.line_start = a
            self.owner = self._kind()
            self.walk.dropped.extend(self.hidden)
            self.hidden = []
        self.line_end = b
        self.last_hidden_root = None
        shown = "".join(s for s, _, _ in decoded(self.text, token.start, token.end)) if "&" in raw else raw
        self.parts.append(shown)
        if self.open["a"]:
            self.linked += len(shown.strip())
        self.unknown = self.unknown or style.unknown

    def _preformatted(self, token: Token, style: Style) -> None:
        for m in re.finditer(r"[^\r\n]+", self.text[token.start : token.end]):
            self._flush()
            self._text(Token("text", token.start + m.start(), token.start + m.end()))
        if self.text[token.end - 1] in "\r\n":
            self._flush()

    def _root(self) -> object:
        """The outermost element that hides what is open now."""
        for element in self.stack:
            if element.style.gone:
                return element
        return None

    def _hide(self, start: int, end: int, reason: str, root: object) -> None:
        last = self.hidden[-1] if self.hidden else None
        if last is not None and root is not None and root is self.last_hidden_root and last.reason == reason:
            self.hidden[-1] = Dropped(last.start, end, reason)
        elif last is None or start >= last.end:
            self.hidden.append(Dropped(start, end, reason))
        self.last_hidden_root = root

    def _raw(self, token: Token) -> None:
        raw = self.text[token.start : token.end]
        if token.name == "style":
            self._hide(token.start, token.end, "style", token)
        elif raw.strip() and token.name != "title":
            gone = self.stack[-1].style.gone if self.stack else ""
            reason = {"script": "script", "textarea": "chrome"}.get(token.name) or gone or f"hidden:{token.name}"
            self._hide(token.start, token.end, reason, token)
        elif raw.strip():
            self._hide(token.start, token.end, "title", token)

    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes or {}
        if name in _CLOSES_P and self.open["p"]:
            self._pop_to("p")
        if name in _IMPLIED:
            self._close_implied(*_IMPLIED[name])
        if _HEADING.match(name) and self.stack and _HEADING.match(self.stack[-1].name):
            self._pop()
        if name == "body" and self.open["head"]:
            self._pop_to("head")
        if name in _BLOCK:
            self._flush()
        elif name in ("td", "th") and self.parts:
            self.parts.append(" | ")
        elif name == "sup" and self.parts and self.parts[-1][-1:].isdigit():
            self.parts.append("^")
        if name == "meta":
            self._meta(token)
        if name == "input" and attributes.get("type", "").lower() == "hidden" and " " in attributes.get("value", ""):
            self._hide(token.start, token.end, "hidden:input", token)
        if name in VOID:
            return
        if name == "a" and self.open["a"]:
            self._pop_to("a")
        self._push(name, attributes, token.start)
        if attributes.get("aria-hidden", "").lower() == "true" and not self.stack[-1].style.hidden:
            self.walk.findings.append(
                Finding("aria-hidden", token.start, token.end, "hidden from screen readers, seen on screen: kept")
            )

    def _meta(self, token: Token) -> None:
        attributes = token.attributes or {}
        what = (attributes.get("name") or attributes.get("property") or "").lower()
        if attributes.get("content", "").strip() and ("description" in what or what == "keywords"):
            self._hide(token.start, token.end, "hidden:meta-description", token)

    def _push(self, name: str, attributes: dict[str, str], start: int) -> None:
        if len(self.stack) >= _DEPTH_MAXIMUM:
            self._pop()
        style = computed(name, attributes, self.stack, self.sheet)
        parent = self.stack[-1].region if self.stack else ""
        element = Element(name, attributes, style, frozenset(attributes.get("class", "").split()), start=start)
        element.region = parent or self._region(name, attributes, element.classes)
        if style.display in ("block", "flex", "grid", "list-item", "table") and name not in _BLOCK:
            self._flush()
        self.stack.append(element)
        self.open[name] += 1

    def _region(self, name: str, attributes: dict[str, str], classes: frozenset[str]) -> str:
        if name in _CHROME or attributes.get("role", "").lower() in _CHROME_ROLES:
            return "chrome"
        if name == "header" and not (self.open["article"] or self.open["main"]):
            return "hint"
        if name in ("body", "html", "main", "article"):
            return ""
        return "hint" if any(_CHROME_CLASS.match(c) for c in (*classes, attributes.get("id", ""))) else ""

    def _pop(self) -> Element:
        element = self.stack.pop()
        self.open[element.name] -= 1
        if element.name in _BLOCK or element.style.display in ("block", "flex", "grid", "list-item", "table"):
            self._flush()
        return element

    def _pop_to(self, name: str) -> None:
        """Close elements up to the innermost one of this name, with it; formatting left open is taken up again."""
        while self.stack:
            element = self._pop()
            if element.name == name:
                return
            if element.name in _FORMATTING and len(self.pending) < _PENDING_MAXIMUM:
                self.pending.insert(0, (element.name, element.attributes))

    def _close_implied(self, closing: frozenset[str], until: frozenset[str]) -> None:
        for i in range(len(self.stack) - 1, -1, -1):
            name = self.stack[i].name
            if name in until:
                return
            if name in closing:
                while len(self.stack) > i:
                    self._pop()
                if len(closing) == 1 or not any(self.open[c] for c in closing):
                    return
            elif name in _SPECIAL and name not in ("address", "div", "p"):
                return

    def _end(self, token: Token) -> None:
        name = token.name
        if name in _BLOCK:
            self._flush()
        if name in _FORMATTING and any(n == name for n, _ in self.pending) and not self.open[name]:
            self.pending = [p for p in self.pending if p[0] != name]
            return
        if not self.open[name]:
            return
        if name in _FORMATTING:
            self._end_formatting(name)
            return
        if name not in _SPECIAL:
            for element in reversed(self.stack):
                if element.name == name:
                    break
                if element.name in _SPECIAL:
                    return
        self._pop_to(name)

    def _end_formatting(self, name: str) -> None:
        above: list[Element] = []
        while self.stack:
            element = self._pop()
            if element.name == name:
                break
            above.append(element)
        for element in reversed(above):
            self._push(element.name, element.attributes, element.start)

    def _kind(self) -> tuple[str, str]:
        """Kind of the line that starts now, and the region it stands in."""
        region = self.stack[-1].region if self.stack else ""
        for element in reversed(self.stack[-12:]):
            name = element.name
            if _HEADING.match(name):
                return f"heading{name[1]}", region
            if name in ("li", "dd", "dt"):
                return "bullet", region
            if name in ("td", "th", "tr"):
                return "table", region
            if name in ("figcaption", "caption"):
                return "caption", region
            if name in ("p", "article", "main", "section", "body"):
                break
        return "body", region

    def _flush(self) -> None:
        hidden = self.hidden
        self.hidden = []
        self.last_hidden_root = None
        if self.line_start < 0:
            self.walk.dropped.extend(hidden)
            return
        shown = _SPACE.sub(" ", "".join(self.parts)).strip()
        kind, region = self.owner
        level = int(kind[-1]) if kind.startswith("heading") else 0
        line = Line(self.line_start, self.line_end, "heading" if level else kind, level, shown)
        for drop in hidden:
            (line.drops if drop.end <= line.end else self.walk.dropped).append(drop)
        line.linked = self.linked
        line.unknown = self.unknown
        if kind == "caption":
            line.kind, line.role = "body", "caption"
        if region == "chrome":
            line.reason = "chrome"
        elif region == "hint":
            line.region = region
        if _INLINE.search(shown):
            _drop_inline(self.text, line)
        self.walk.lines.append(line)
        self.parts, self.line_start, self.line_end, self.linked, self.unknown = [], -1, -1, 0, ""


def _drop_inline(text: str, line: Line) -> None:
    """Citation marks, bare addresses and invisible characters of a line, found in what is seen of it."""
    shown, offsets = html_view(text, line.start, line.end, line.drops)
    found: list[Dropped] = []
    for m in _INLINE.finditer(shown):
        a, b = offsets.span(*m.span())
        if any(d.start < b and a < d.end for d in line.drops):
            continue
        if m["invisible"]:
            reason = next(r for g, r in INVISIBLE_REASON.items() if m[g])
        else:
            reason = "citation-mark" if m["cite"] else "url"
        found.append(Dropped(a, b, reason))
    line.drops = sorted([*line.drops, *found], key=lambda d: d.start)
    line.shown = html_view(text, line.start, line.end, line.drops)[0].strip()
