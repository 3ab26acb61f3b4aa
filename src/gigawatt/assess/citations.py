"""Citations: numbered once, opened by publisher, day and address, with the sentence when the page was given."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gigawatt.atlas.build import Atlas, describe_fact
from gigawatt.atlas.types import Sourced, SourceNote
from gigawatt.report.view import Citation

if TYPE_CHECKING:
    from gigawatt.assess.tracing import TraceBook
    from gigawatt.evidence.types import Claim, Document

QUOTE_LIMIT = 300  # code points of a sentence that a citation shows
_STOPS = ("\n", "。", "！", "？", "! ", "? ", ". ", " - ", " * ")


class Citations:
    """Numbers facts and claims in the order in which they are first cited, and registers them in the trace."""

    def __init__(self, atlas: Atlas, trace: "TraceBook", documents: "dict[str, Document]") -> None:
        self._atlas = atlas
        self._trace = trace
        self._documents = documents
        self._numbers: dict[str, int] = {}
        self._rows: list[Citation] = []

    def rows(self) -> tuple[Citation, ...]:
        """All citations in order."""
        return tuple(self._rows)

    def fact(self, identifier: str) -> int | None:
        """The number of a catalogue fact's citation; None for an assumption, which has no page."""
        fact = self._atlas.facts[identifier]
        self._register(identifier, fact)
        if fact.source == "assumption":
            return None
        return self._number(
            f"{fact.source}|{fact.doc_sha256}|{fact.start}", lambda n: self._cite_fact(n, identifier, fact)
        )

    def facts(self, identifiers: "list[str] | tuple[str, ...]") -> tuple[int, ...]:
        """Numbers of several facts, each once, in order."""
        numbers = (self.fact(identifier) for identifier in identifiers)
        return tuple(dict.fromkeys(n for n in numbers if n is not None))

    def source(self, identifier: str) -> int | None:
        """The number of a source cited as a whole, for parameters; None for assumptions and unknown ids."""
        note = self._atlas.catalogue.sources.get(identifier)
        if note is None:
            return None
        return self._number(
            f"{identifier}|None|None",
            lambda n: Citation(n, note.publisher, note.title, note.day, note.url, licence=note.licence),
        )

    def claim(self, claim: "Claim") -> int:
        """The number of a claim read from a document that the user gave."""
        key = f"claim:{claim.id}"
        self._trace.node(key, describe_claim(claim))
        return self._number(key, lambda n: self._cite_claim(n, key, claim))

    def _number(self, key: str, cite: Callable[[int], Citation]) -> int:
        """The number of a key, with its row made when it is cited first."""
        if key not in self._numbers:
            self._numbers[key] = len(self._rows) + 1
            self._rows.append(cite(self._numbers[key]))
        return self._numbers[key]

    def _cite_claim(self, number: int, key: str, claim: "Claim") -> Citation:
        document = self._documents.get(claim.doc_sha256)
        return Citation(
            n=number,
            publisher=(document.publisher if document else None) or claim.doc,
            title=claim.item or (document.title if document else None) or claim.doc,
            day=claim.item_day,
            url=(document.url if document else None) or "",
            doc=claim.doc,
            start=claim.start,
            end=claim.end,
            sentence=claim.quote[:QUOTE_LIMIT],
            speaker=claim.speaker,
            claim=key,
        )

    def _register(self, identifier: str, fact: Sourced) -> None:
        below = [] if fact.source == "assumption" else [f"source:{fact.source}"]
        self._trace.node(identifier, describe_fact(identifier, fact), below)
        for source in below:
            self.register_source(source.removeprefix("source:"))

    def register_source(self, identifier: str) -> None:
        """Put a source into the trace."""
        note = self._atlas.catalogue.sources.get(identifier)
        self._trace.node(f"source:{identifier}", describe_source(note) if note else "assumption, see the reason")

    def _cite_fact(self, number: int, identifier: str, fact: Sourced) -> Citation:
        note = self._atlas.catalogue.sources.get(fact.source) or SourceNote(id=fact.source, title="", publisher="")
        document = self._documents.get(fact.doc_sha256 or "")
        sentence = None
        if document is not None and fact.start is not None and fact.end is not None:
            sentence = sentence_around(document.text, fact.start, fact.end)
        return Citation(
            n=number,
            publisher=note.publisher,
            title=note.title,
            day=fact.known_on or note.day,
            url=note.url,
            doc=document.path if document else fact.doc_sha256,
            start=fact.start,
            end=fact.end,
            sentence=sentence,
            speaker=fact.speaker,
            licence=note.licence,
            claim=identifier,
        )


def describe_source(note: SourceNote) -> str:
    """One line: publisher, title, day, address, licence."""
    return ", ".join(p for p in (note.publisher, note.title, note.day, note.url, note.licence) if p)


def describe_claim(claim: "Claim") -> str:
    """One line: what is claimed, of whom, by whom, where in which document, in which words."""
    value = claim.qty if claim.low == claim.high else f"{claim.low} to {claim.high} {claim.unit} ({claim.qty})"
    speaker = f", said by {claim.speaker}" if claim.speaker else ""
    where = f"{claim.doc}, characters {claim.start}-{claim.end}, {claim.item_day or 'undated'}"
    what = f"{claim.subject or 'unknown subject'} {claim.metric} {value}"
    return f"{what}, {claim.status}{speaker}; {where}: «{claim.quote}»"


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of a raw text that holds a span, cut at sentence ends, bullets and lines, to QUOTE_LIMIT."""
    left = max(_behind(text, stop, start) for stop in _STOPS)
    rights = [found + len(stop.rstrip(" -*")) for stop in _STOPS if (found := text.find(stop, end)) >= 0]
    right = min(rights, default=len(text))
    if right - left > QUOTE_LIMIT:
        spare = (QUOTE_LIMIT - (end - start)) // 2
        left, right = max(left, start - spare), min(right, end + spare)
    return text[left:right].strip()


def _behind(text: str, stop: str, start: int) -> int:
    """Offset just behind the last `stop` before `start`; 0 when there is none."""
    found = text.rfind(stop, 0, start)
    return 0 if found < 0 else found + len(stop)
