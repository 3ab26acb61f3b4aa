"""Claims as files and back: JSONL as `gigawatt read --jsonl` writes it with the days of the ledger, or CSV."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from gigawatt.errors import InputError
from gigawatt.ledger.records import Held

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _is_guarded(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def _cell(value: object) -> object:
    """A CSV cell; text that a spreadsheet would run as a formula gets one more apostrophe in front."""
    if isinstance(value, str):
        return "'" + value if _is_guarded(value) else value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return value


_WHOLE = frozenset({"start", "end", "quote_start", "quote_end"})
_YES_NO = frozenset({"approx", "negated", "repaired", "independent"})
_JSON = frozenset({"equivalent_of", "rules"})
_NEVER_EMPTY = frozenset({"doc", "doc_sha256", "qty", "quote", "unit", "metric", "status"})


def csv_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, row) of a CSV file that `claims_text` wrote; InputError naming the place when a cell cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in (reader := csv.DictReader(file, strict=True)):
                where = f"{path}:{reader.line_num}"
                if None in row or None in row.values():
                    raise InputError("csv-shape", where=where, expected="as many cells as the first line has")
                yield where, {name: _value(name, text, row["unit"] if "unit" in row else "", where)
                              for name, text in row.items()}  # fmt: skip
    except OSError as error:
        raise InputError("file-unreadable", where=str(path), got=error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise InputError("encoding", where=f"{path}: byte {error.start}", expected="UTF-8") from None
    except csv.Error as error:
        raise InputError("csv-syntax", where=str(path), got=str(error), expected="a CSV of `ledger export`") from None


def _value(name: str, cell: str, unit: str, where: str) -> Any:
    """The value of a cell in the type of its field."""
    if not cell and name not in _NEVER_EMPTY:
        return {} if name == "rules" else None
    try:
        if name in _WHOLE:
            return int(cell)
        if name in _YES_NO:
            return bool(("0", "1").index(cell))
        if name == "multiple_of_base" or (name in ("low", "high") and unit != "date"):
            return float(cell)
        if name in _JSON:
            return json.loads(cell)
    except ValueError:
        raise InputError("claim-field", where=f"{where}: {name}", got=cell, expected="a value of that field") from None
    return cell[1:] if cell.startswith("'") and _is_guarded(cell) else cell


def claims_text(held: Sequence[Held], form: Literal["jsonl", "csv"]) -> str:
    """The claims as the text of a JSONL or CSV file."""
    rows = [{**one.claim.as_dict(), "known_on": one.known_on, "recorded_on": one.recorded_on} for one in held]
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    buffer = io.StringIO()
    names = list(rows[0]) if rows else ["id"]
    writer = csv.DictWriter(buffer, names)  # RFC 4180: only with its line ends is a bare return quoted
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
