"""From files to readings and claims: pages through the evidence room, or claims as JSONL or CSV."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gigawatt.errors import GigawattError, InputError
from gigawatt.evidence.types import Claim, Document, Reading
from gigawatt.ledger.export import csv_rows
from gigawatt.ledger.independence import ItemFingerprint
from gigawatt.ledger.records import claim_from_dict

if TYPE_CHECKING:
    from gigawatt.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Taken:
    """A document with its claims; `reading` is None when the claims came as rows."""

    document: Document
    claims: tuple[Claim, ...]
    reading: Reading | None = None
    fingerprints: tuple[ItemFingerprint, ...] = ()


def take(inputs: Sequence[str]) -> Iterator[Taken | GigawattError]:
    """What each input holds, in order; an error for each that cannot be used, so that the others go on."""
    pages = []
    for given in inputs:
        if given.endswith((".jsonl", ".csv")):
            yield from _pages(pages)
            pages = []
            try:
                yield from _rows(Path(given))
            except GigawattError as error:
                yield error
        else:
            pages.append(given)
    yield from _pages(pages)


def _pages(inputs: Sequence[str]) -> Iterator[Taken | GigawattError]:
    if not inputs:
        return
    from gigawatt.evidence.claims import read_claims
    from gigawatt.evidence.documents import load
    from gigawatt.evidence.text import read_document

    for document in load(inputs):
        if isinstance(document, GigawattError):
            yield document
            continue
        try:
            reading = read_document(document)
            yield Taken(reading.document, tuple(read_claims(reading)), reading, fingerprints_of(reading))
        except GigawattError as error:
            yield error


def fingerprints_of(reading: Reading) -> tuple[ItemFingerprint, ...]:
    """The fingerprint of each item of a reading that is long enough to be recognised as a copy."""
    from gigawatt.evidence.near_duplicates import SHINGLES_MINIMUM, faults_of, item_text, shingles, signature

    found = []
    for number, item in enumerate(reading.items):
        hashes = shingles(item_text(reading, number))
        if len(hashes) >= SHINGLES_MINIMUM:
            key = (reading.document.sha256, item.start, item.end)
            signs = tuple(int(value) for value in signature(hashes))
            found.append(
                ItemFingerprint(key, signs, item.day or reading.document.day or "", faults_of(reading, number))
            )
    return tuple(found)


def _rows(path: Path) -> Iterator[Taken]:
    """The documents of a file of claims; the page itself is not at hand, only its path, hash and days."""
    by_document: dict[str, list[Claim]] = {}
    days: dict[str, str] = {}
    for where, row in csv_rows(path) if path.suffix == ".csv" else _jsonl_rows(path):
        claim = claim_from_dict(row, where)
        by_document.setdefault(claim.doc_sha256, []).append(claim)
        if claim.item_day is None and row.get("known_on"):
            days.setdefault(claim.doc_sha256, str(row["known_on"]))
    if not by_document:
        raise InputError("file-empty", where=str(path), expected="rows of `gigawatt read --jsonl` or `ledger export`")
    for sha256, claims in by_document.items():
        suffix = Path(claims[0].doc).suffix.lstrip(".").lower() or "txt"
        day = days.get(sha256)
        blank = Document(path=claims[0].doc, sha256=sha256, text="", encoding="utf-8", format=suffix, day=day)
        yield Taken(blank, tuple(replace(claim, doc=claims[0].doc) for claim in claims))


def _jsonl_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, row) of the lines of a JSONL file."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError("file-unreadable", where=str(path), got=error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise InputError("encoding", where=f"{path}: byte {error.start}", expected="UTF-8") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError("json-syntax", where=where, got=str(error), expected="one JSON object a line") from None
        if not isinstance(row, dict):
            raise InputError("json-shape", where=where, got=type(row).__name__, expected="an object")
        yield where, row


def kept(book: "Ledger", as_of: str | None = None) -> list[Taken]:
    """The claims of a ledger by document, as rows: the pages are not at hand."""
    documents = {row["sha256"]: row for row in book.documents()}
    by_document: dict[str, list[Claim]] = {}
    for held in book.claims(as_of):
        by_document.setdefault(held.claim.doc_sha256, []).append(held.claim)
    return [
        Taken(
            Document(path=row["path"], sha256=sha256, text="", encoding=row["encoding"], format=row["format"],
                     url=row["url"], publisher=row["publisher"], title=row["title"], day=row["day"]),
            tuple(claims),
        )
        for sha256, claims in by_document.items()
        if (row := documents[sha256])
    ]  # fmt: skip
