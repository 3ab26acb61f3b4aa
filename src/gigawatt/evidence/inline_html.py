"""HTML inside Markdown or plain text: what its tags hide is hidden there too.

The page is walked as HTML once; hidden stretches are blanked, at the same length, with an invisible character before
the lines are read, and get their own reason back afterwards. The document's text stays as it is.
"""

from collections.abc import Sequence

from gigawatt.evidence.html_tokens import tokens
from gigawatt.evidence.lines import Line
from gigawatt.evidence.markup import Walker
from gigawatt.evidence.styles import Sheet
from gigawatt.evidence.types import Dropped

_BLANK = "\u2060"
# An element of these that is never closed hides nothing in a text: the text may only speak of the tag.
_OPEN_ENDED = frozenset({"script", "style", "hidden:noscript", "hidden:template", "hidden:fallback"})
_NEVER_TEXT = frozenset({"script", "style"})


def hidden_by_tags(text: str) -> list[Dropped]:
    """Stretches that the tags in a text hide, in order, not overlapping."""
    sheet = Sheet()
    for token in tokens(text):
        if token.kind == "raw" and token.name == "style":
            sheet.add(text[token.start : token.end])
    walk = Walker(text, sheet).run()
    found = [d for line in walk.lines for d in line.drops] + walk.dropped
    hidden = [d for d in found if d.reason in _NEVER_TEXT or (d.reason.startswith("hidden:") and _by_tag(text, d))]
    hidden = [d for d in hidden if d.end < len(text) or d.reason not in _OPEN_ENDED]
    return sorted(hidden, key=lambda d: d.start)


def _by_tag(text: str, drop: Dropped) -> bool:
    """Not a zero-width or like character, which the lines find for themselves."""
    return drop.reason not in (
        "hidden:zero-width",
        "hidden:soft-hyphen",
        "hidden:bidi-control",
        "hidden:tag-characters",
    )


def masked(text: str, hidden: Sequence[Dropped]) -> str:
    """The text with hidden stretches blanked at the same length; line ends stay."""
    parts: list[str] = []
    at = 0
    for drop in hidden:
        parts.append(text[at : drop.start])
        parts.append("".join(c if c in "\r\n" else _BLANK for c in text[drop.start : drop.end]))
        at = drop.end
    return "".join([*parts, text[at:]])


def name_hidden(lines: Sequence[Line], hidden: Sequence[Dropped]) -> None:
    """Give each blanked stretch of a line the reason for which it is hidden."""
    n = 0
    for line in lines:
        while n < len(hidden) and hidden[n].end <= line.start:
            n += 1
        for i, drop in enumerate(line.drops):
            if drop.reason == "hidden:zero-width":
                owner = next((h for h in hidden[n : n + 50] if h.start < drop.end and drop.start < h.end), None)
                if owner is not None:
                    line.drops[i] = Dropped(drop.start, drop.end, owner.reason)
        if not line.shown and any(d.reason.startswith("hidden:") or d.reason in _NEVER_TEXT for d in line.drops):
            line.reason = line.reason or next(
                d.reason for d in line.drops if d.reason in _NEVER_TEXT or ":" in d.reason
            )
