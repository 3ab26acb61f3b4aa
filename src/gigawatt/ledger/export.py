"""Claims as files: JSONL as `gigawatt read --jsonl` writes it with the days of the ledger, or CSV."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from gigawatt.errors import InputError
from gigawatt.ledger.records import Held

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: object) -> object:
    """A CSV cell; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return value


def claims_text(held: Sequence[Held], form: Literal["jsonl", "csv"]) -> str:
    """The claims as the text of a JSONL or CSV file."""
    rows = [{**one.claim.as_dict(), "known_on": one.known_on, "recorded_on": one.recorded_on} for one in held]
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    buffer = io.StringIO()
    names = list(rows[0]) if rows else ["id"]
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue()


def write_claims(held: Sequence[Held], form: Literal["jsonl", "csv"], out: Path | None) -> None:
    """Write the claims to a file (whole or not at all) or to standard output."""
    text = claims_text(held, form)
    if out is None:
        sys.stdout.write(text)
        return
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError("file-unwritable", where=str(out), got=error.strerror or str(error)) from None
