"""What the evidence room hands on: documents, what is visible in them, quantities and claims.

Offsets are code points of the text as decoded, without newline translation; `text[start:end]` is always the exact
raw string. Raw text is never rewritten.
"""

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

Bound = float | str | None  # str: an ISO date, when the unit is `date`


@dataclass(frozen=True, slots=True)
class Document:
    """These bytes, from there, on that day."""

    path: str
    """as the user gave it; `-` for standard input"""
    sha256: str
    text: str
    encoding: str
    format: str
    """txt, md, html or pdf"""
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    title: str | None = None
    day: str | None = None
    """ISO day of publication; never the day of fetching"""
    fetched_on: str | None = None
    language: str = "unknown"
    """en, zh-Hans, zh-Hant or unknown"""
    unreadable: tuple[tuple[int, int], ...] = ()
    """stretches that could not be decoded with certainty: never mined"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text that is not evidence: kept with its reason, reported, never mined."""

    start: int
    end: int
    reason: str
    """spam, hidden:<technique>, chrome, byline, front-matter, image-link, citation-mark, script, comment, ..."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of visible text without a hard break inside (paragraph, bullet, headline, caption)."""

    start: int
    end: int
    kind: str
    """headline, heading, body, bullet, caption, table, note"""
    item: int
    """index into Reading.items"""
    visibility: str = "visible"
    """visible, or unknown:<why> when a rule was not understood"""


@dataclass(frozen=True, slots=True)
class Item:
    """One article: the whole document, or one entry of an aggregator page, with its own date and source."""

    start: int
    end: int
    headline: str | None = None
    headline_start: int | None = None
    day: str | None = None
    source: str | None = None
    reference_day: str | None = None
    """day against which `this year` and `next month` are read: the day itself, else the latest full date that the
    text names and does not announce; a bound for reading, never the day of publication"""
    lost_decimal_points: bool = False
    """evidence within this item that decimal points became spaces ("5 5倍" for 5.5倍)"""
    lost_commas: bool = False
    """evidence within this item that commas became spaces: a space between Han words may part clauses"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should know about a document: code, where, what; never an exception."""

    code: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document taken apart: items, visible segments in text order, what was dropped, findings."""

    document: Document
    items: tuple[Item, ...]
    segments: tuple[Segment, ...]
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()
    truncated: bool = False
    lost_decimal_points: bool = False
    """document-level evidence that decimal points became spaces (per item where it differs: see findings)"""


class Quantity(NamedTuple):
    """A number with its unit as the grammar reads it at a span; no meaning attached yet. (A tuple, since the grammar
    makes many: a frozen dataclass takes ten times as long to build.)"""

    start: int
    end: int
    low: Bound
    high: Bound
    unit: str
    """USD CNY W Wh chip site building m2 acre job person year month day ratio x date rack count ..."""
    approx: bool = False
    noun: str | None = None
    per: str | None = None
    rule: str = ""
    repaired: bool = False
    equivalent_of: tuple[int, int] | None = None
    """span of the quantity of which this one is a parenthesised conversion"""
    signed: bool = False
    """true when a word such as 跌, fell, decline gave the sign"""


@dataclass(frozen=True, slots=True)
class Claim:
    """In this exact span, this speaker gives this quantity of this metric for this subject, period and status."""

    doc: str
    doc_sha256: str
    start: int
    end: int
    qty: str
    quote_start: int
    quote_end: int
    quote: str
    low: Bound
    high: Bound
    unit: str
    approx: bool
    metric: str
    subject: str | None
    status: str
    speaker: str | None = None
    counterparty: str | None = None
    location: str | None = None
    period: str | None = None
    noun: str | None = None
    per: str | None = None
    item: str | None = None
    """headline of the item in an aggregator page"""
    item_day: str | None = None
    """day of the item, else of the document"""
    negated: bool = False
    power_basis: str | None = None
    repaired: bool = False
    multiple_of_base: float | None = None
    equivalent_of: tuple[int, int] | None = None
    independent: bool = True
    """false for spun, spammed or reprinted copies"""
    rules: dict[str, str] = field(default_factory=dict, compare=False, hash=False)
    """field -> id of the rule that decided it"""

    @property
    def id(self) -> str:
        """Content hash: the same claim from the same bytes has the same id, wherever the file lies."""
        body = {name: getattr(self, name) for name in _IN_ID}
        for name in ("low", "high"):
            if isinstance(body[name], int):
                body[name] = float(body[name])  # 10 and 10.0 are one number
        return hashlib.sha256(_canonical(body).encode()).hexdigest()[:20]

    def as_dict(self) -> dict[str, Any]:
        """One row of `gigawatt read --jsonl`, with the id."""
        return {"id": self.id, **{name: getattr(self, name) for name in _NAMES}}


_NAMES = tuple(one.name for one in fields(Claim))
_BESIDE = frozenset({"doc", "rules", "quote_start", "quote_end", "quote"})  # what may differ for one and the same claim
_IN_ID = tuple(sorted(name for name in _NAMES if name not in _BESIDE))
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
