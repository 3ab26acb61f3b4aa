"""`gigawatt read`: documents to claims, as JSON lines for machines or a table for people."""

import json
import os
import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from gigawatt.errors import GigawattError, InputError, printable

if TYPE_CHECKING:
    from gigawatt.evidence.llm import Endpoint
    from gigawatt.evidence.near_duplicates import Fingerprint
    from gigawatt.evidence.types import Bound, Claim, Document, Reading

_FINDINGS_SHOWN = 5  # of one code in one document; the rest are counted


def read(
    *documents: Annotated[str, Parameter(allow_leading_hyphen=True)],
    jsonl: bool = False,
    out: Path | None = None,
    encoding: str | None = None,
    dropped: bool = False,
    llm: str | None = None,
    llm_model: str = "default",
) -> int:
    """Read documents and print the claims in them, in text order.

    Parameters
    ----------
    documents
        Files, folders (read recursively: .txt .md .html .htm .pdf), an http(s) address, or - for standard input.
    jsonl
        One JSON object a line instead of a table.
    out
        Write the rows to this file when it ends in .jsonl, else into this folder as claims.jsonl; pages that were
        fetched are kept in the folder's `pages`.
    encoding
        Encoding of all text documents; found out for each when left out.
    dropped
        Tell on standard error what was not read as evidence, and why.
    llm
        Base address of an OpenAI-compatible endpoint that may propose further claims (off by default; the text of
        the documents is sent there). What the grammar does not re-read to the same numbers is dropped and counted.
        The key, when one is needed, is taken from GIGAWATT_LLM_KEY.
    llm_model
        Model name for that endpoint.
    """
    from gigawatt.evidence.documents import load

    if not documents:
        raise InputError(
            "nothing-to-read",
            where="gigawatt read",
            got="no document",
            expected="files, folders, an address or -",
            hint="gigawatt read page.html --jsonl",
        )
    for given in documents:
        if given.startswith("-") and given != "-":
            raise InputError(
                "option-unknown", where="gigawatt read", got=given, hint="gigawatt read --help lists the options"
            )
    endpoint = _endpoint(llm, llm_model)
    folder = out if out is not None and out.suffix != ".jsonl" else None
    worst = 0
    copies = _Copies()
    with _target(out if folder is None else folder / "claims.jsonl") as write:
        for loaded in load(documents, encoding=encoding, keep_in=folder / "pages" if folder else None):
            if isinstance(loaded, GigawattError):
                print(f"gigawatt: {loaded.message()}", file=sys.stderr)
                worst = max(worst, loaded.exit_code)
                continue
            reading, claims = _read_one(loaded)
            _report(reading, dropped)
            if endpoint is not None:
                try:
                    claims = _with_proposals(reading, list(claims), endpoint)
                except GigawattError as error:
                    print(f"gigawatt: {error.message()}", file=sys.stderr)
                    worst = max(worst, error.exit_code)
            copies.add(reading)
            if jsonl or out is not None:
                for claim in claims:
                    write(_row(claim))
            else:
                _print_table(reading, claims)
    copies.report()
    return worst


def _read_one(document: "Document") -> "tuple[Reading, Iterable[Claim]]":
    from gigawatt.evidence.claims import each_claim
    from gigawatt.evidence.text import read_document

    reading = read_document(document)
    return reading, each_claim(reading)


def _endpoint(address: str | None, model: str) -> "Endpoint | None":
    if address is None:
        return None
    from gigawatt.evidence.llm import Endpoint

    return Endpoint(address, model, os.environ.get("GIGAWATT_LLM_KEY"))


def _with_proposals(reading: "Reading", claims: "list[Claim]", endpoint: "Endpoint") -> "list[Claim]":
    from gigawatt.evidence.llm import merged, propose

    proposals = propose(reading, endpoint)
    both = merged(claims, proposals.accepted)
    reasons = "; ".join(f"{count} {why}" for why, count in sorted(proposals.dropped.items())) or "none"
    name = printable(reading.document.path)
    print(f"{name}: llm: {len(both) - len(claims)} claim(s) added, dropped: {reasons}", file=sys.stderr)
    return both


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _row(claim: "Claim") -> str:
    return _encode(claim.as_dict())


def _report(reading: "Reading", dropped: bool) -> None:
    """Findings of one document on standard error, with line numbers."""
    document = reading.document
    name = printable(document.path)
    shown: Counter[str] = Counter()
    for finding in reading.findings:
        shown[finding.code] += 1
        if shown[finding.code] <= _FINDINGS_SHOWN:
            line = document.text.count("\n", 0, finding.start) + 1
            print(f"{name}:{line}: {finding.code}: {printable(finding.note)}", file=sys.stderr)
    for code, count in shown.items():
        if count > _FINDINGS_SHOWN:
            print(f"{name}: {code}: {count - _FINDINGS_SHOWN} more", file=sys.stderr)
    if dropped:
        characters: Counter[str] = Counter()
        stretches: Counter[str] = Counter()
        for drop in reading.dropped:
            stretches[drop.reason] += 1
            characters[drop.reason] += drop.end - drop.start
        for reason, count in sorted(stretches.items()):
            print(f"{name}: dropped {reason}: {count} stretch(es), {characters[reason]} characters", file=sys.stderr)


class _Copies:
    """Near-duplicate items of what was read: they are not independent sources. No document is held."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._prints: list[Fingerprint] = []

    def add(self, reading: "Reading") -> None:
        from gigawatt.evidence.near_duplicates import fingerprint

        self._names.append(printable(reading.document.path))
        self._prints.append(fingerprint(reading))

    def report(self) -> None:
        """Tell each cluster on standard error."""
        from gigawatt.evidence.near_duplicates import clusters

        for cluster in clusters(self._prints):
            if len(cluster) > 1:
                names = ", ".join(f"{self._names[d]} item {i + 1}" for d, i in cluster)
                print(f"near-duplicate: {names}: one independent source", file=sys.stderr)


@contextmanager
def _target(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Where rows go: standard output, or a file that is written whole or not at all."""
    if path is None:
        yield print
        return
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = partial.open("w", encoding="utf-8")
    except OSError as fault:
        raise _unwritable(path, fault) from None

    def write(row: str) -> None:
        try:
            file.write(row + "\n")
        except OSError as fault:
            raise _unwritable(path, fault) from None

    try:
        yield write
        try:
            file.close()
            partial.replace(path)
        except OSError as fault:
            raise _unwritable(path, fault) from None
    finally:
        with suppress(OSError):
            file.close()
        partial.unlink(missing_ok=True)


def _unwritable(path: Path, fault: OSError) -> InputError:
    return InputError(
        "out-unwritable",
        where=str(path),
        got=fault.strerror or str(fault),
        expected="a place that can be written",
        hint="name another with --out",
    )


def _line_numbers(text: str) -> Callable[[int], int]:
    """Line of an offset, counted from 1, without going through the text again for each."""
    ends = array("Q", (m.start() for m in re.finditer("\n", text)))
    return lambda offset: bisect_left(ends, offset) + 1


def _print_table(reading: "Reading", claims: "Iterable[Claim]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    line_of = _line_numbers(reading.document.text)
    grid = Table(title_justify="left")
    for column in ("line", "quantity", "value", "metric", "subject", "status", "speaker"):
        grid.add_column(column, overflow="fold")
    for c in claims:
        cells = (str(line_of(c.start)), c.qty, _value(c), c.metric, c.subject or "", c.status, c.speaker or "")
        grid.add_row(*(Text(printable(cell, 80)) for cell in cells))
    grid.title = Text(f"{printable(reading.document.path)}: {grid.row_count} claims")
    Console(markup=False, highlight=False).print(grid)


def _value(claim: "Claim") -> str:
    """Low and high in the base unit: 5e+09 W, > 300000 company, 13e9 .. 44e9 W."""
    unit = (claim.noun or claim.unit) + (f"/{claim.per}" if claim.per else "")
    low, high = _short(claim.low), _short(claim.high)
    about = "~" if claim.approx else ""
    if claim.low is None:
        return f"< {high} {unit}"
    if claim.high is None:
        return f"> {low} {unit}"
    return f"{about}{low} {unit}" if claim.low == claim.high else f"{about}{low} .. {high} {unit}"


def _short(bound: "Bound") -> Any:
    return f"{bound:.6g}" if isinstance(bound, (int, float)) else bound
