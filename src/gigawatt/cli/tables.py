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
    for number, judgement in enumerate(found, 1):
        left, right = held[judgement.left], held[judgement.right]
        about = f"{printable(left.claim.subject or '-')}, {left.claim.metric}"
        print(f"{number}. {judgement.kind.replace('_', ' ')}: {about}: {printable(judgement.reason)}")
        for one in (left, right):
            claim = one.claim
            said = f"{printable(claim.speaker)} said" if claim.speaker else "told"
            print(f"   {one.id[:8]} {printable(claim.qty)}, {said} {one.known_on}: {printable(claim.quote, 140)}")
            print(f"            {printable(claim.doc)} [{claim.start}:{claim.end}]")
