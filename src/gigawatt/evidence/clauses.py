"""Sentences and clauses of a segment, in code points of its visible text."""

import re

from gigawatt.evidence.folding import is_han

# Both patterns begin with one character class, so that a search runs at its speed over all that ends nothing.
_SENTENCE = re.compile(
    r"[。！？!?；\n;.\s…](?:(?<=[。！？!?；\n])[。！？!?；\n]*[”」』\"’)）]*|(?<=;)"
    r"|(?<=[a-z]{3}\.)(?=U\.[SK]\.|[A-Z][a-z]+\s[a-z])|(?<=\.)[”\"’)]*\s+(?=[\"“‘']?[A-Z\u4e00-\u9fff])"
    r"|(?<=\s)[-*•·]\s|(?<=…)…+)"
)
_CLAUSE = re.compile(
    r"[，：:—,()（）\s](?:(?<=[，：:—])[，：:—]*|(?<=,)(?!\d{3}(?!\d))|(?<=[()（）])|(?<= )- "
    r"|(?<=\s)(?:while|but|whereas|although|and(?= (?:will|the|it|is|has|plans|expects|said)))\s)"
)
_ASIDE = re.compile(r"[(（][^()（）\d]{1,20}[)）]")  # a short bracket without a number does not part
_APPOSED = re.compile(
    r"(?:where|which|who|whose)\s|"
    r"(?:(?:majority-)?owned|built|backed|led|run|operated|founded|developed|financed|awarded|managed|controlled) "
    r"(?:by|to)\s|"
    r"(?:most|much|some|all|half|part|many|none) of (?:it|them|which|whom)\s|"
    r"(?:based|headquartered) in\s|part of\s|"
    r"(?:its|a|an|the|one of)\s(?:[\w'’.-]+\s){0,6}?(?:unit|subsidiary|arm|division|affiliate|operator|developer|"
    r"provider|maker|utility|supplier|owner|parent)s?\b"
)
LONGEST_SENTENCE = 600  # characters
_SOFT = re.compile(r"[，,、；]|\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|U\.N|Inc|Corp|Ltd|Co|Mr|Ms|Dr|St|No|vs|approx|Jr|Sr|Gov|Sen|Rep)|\b[A-Z])\.$"
)


def is_aside(lowered: str, start: int) -> bool:
    """Whether the clause that starts there only tells more of the name before it: which owns Y, a unit of Z."""
    return bool(_APPOSED.match(lowered, start))


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, in order, without the white space around them; empty ones are left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        if match.group()[0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1):
            continue
        _add_bounded(spans, text, start, match.end())
        start = match.end()
    _add_bounded(spans, text, start, len(text))
    return spans


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the clauses of a sentence: parted by commas, colons, brackets, dashes, and by spaces between Chinese
    words where commas were lost; a thousands comma does not part."""
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    cuts = [
        match.span()
        for match in _CLAUSE.finditer(text, start, end)
        if not any(low <= match.start() < high for low, high in asides)
    ]
    for match in re.finditer(r" +", text[start:end]):
        left, right = start + match.start(), start + match.end()
        if (
            left > start
            and right < end
            and (is_han(text[left - 1]) or text[left - 1] in "%)）")
            and is_han(text[right])
        ):
            cuts.append((left, right))
    spans: list[tuple[int, int]] = []
    at = start
    for left, right in sorted(cuts):
        if left > at:
            _add(spans, text, at, left)
        at = max(at, right)
    _add(spans, text, at, end)
    return spans


def _add_bounded(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence; one longer than any real one is parted at its commas, so that work per character is bounded."""
    while end - start > LONGEST_SENTENCE:
        marks = [m.end() for m in _SOFT.finditer(text, start, start + LONGEST_SENTENCE)]
        cut = marks[-1] if marks else start + LONGEST_SENTENCE
        _add(spans, text, start, cut)
        start = cut
    _add(spans, text, start, end)


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
