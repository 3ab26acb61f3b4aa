"""Rows for people (rich) and for machines (JSON) that several commands print."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from gigawatt.errors import GigawattError, printable
from gigawatt.ledger.records import Held, Judgement


def emit(value: Any) -> None:
    """JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def say_error(error: GigawattError) -> None:
    """One message on stderr, without a traceback."""
    print(f"gigawatt: {error.message()}", file=sys.stderr)


def _table(columns: Sequence[str]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _show(table: Any) -> None:
    from rich.console import Console

    Console().print(table)


def _cell(value: object, limit: int = 60) -> Any:
    from rich.text import Text

    return Text(printable(value, limit) if value is not None else "")


def claim_table(held: Sequence[Held]) -> None:
    """Claims, one a line."""
    table = _table(("id", "known on", "subject", "metric", "quantity", "period", "status", "speaker"))
    for one in held:
        c = one.claim
        cells = (one.id[:8], one.known_on, c.subject, c.metric, c.qty, c.period, c.status, c.speaker)
        table.add_row(*(_cell(value) for value in cells))
    _show(table)


def conflict_table(found: Sequence[Judgement], held: Mapping[str, Held]) -> None:
    """Conflicts, both sides with speaker and day."""
    if not found:
        print("no conflicts")
        return
    table = _table(("kind", "subject", "metric", "one side", "other side", "why"))
    for judgement in found:
        left, right = held[judgement.left], held[judgement.right]
        sides = [
            f"{one.claim.qty} ({one.claim.speaker or 'no speaker'}, {one.known_on}, {one.id[:8]})"
            for one in (left, right)
        ]
        cells = (judgement.kind, left.claim.subject, left.claim.metric, *sides, judgement.reason)
        table.add_row(*(_cell(value, 200) for value in cells))
    _show(table)
