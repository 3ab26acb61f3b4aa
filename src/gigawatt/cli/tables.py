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
    """Claims, one a line; a claim of a near-duplicate or of machine-spun text is marked as a copy."""
    table = _table(("id", "known on", "subject", "metric", "quantity", "period", "status", "speaker", "source"))
    for one in held:
        c = one.claim
        source = "copy" if one.is_copy else None
        cells = (one.id[:8], one.known_on, c.subject, c.metric, c.qty, c.period, c.status, c.speaker, source)
        table.add_row(*(_cell(value) for value in cells))
    _show(table)


def conflict_table(found: Sequence[Judgement], held: Mapping[str, Held], lang: str) -> None:
    """Conflicts with the reason, both sides with speaker and day."""
    from gigawatt.i18n import table, text

    if not found:
        print(text("ledger.no_conflicts", lang))
        return
    for number, judgement in enumerate(found, 1):
        left, right = held[judgement.left], held[judgement.right]
        kind, metric = text(f"judgement_kind.{judgement.kind}", lang), f"brief_metric.{left.claim.metric}"
        named = text(metric, lang) if metric in table() else left.claim.metric
        about = text("ledger.about", lang, subject=printable(left.claim.subject or "-"), metric=named)
        print(f"{number}. {kind}: {about}: {printable(judgement.said(lang))}")
        for one in (left, right):
            claim = one.claim
            key = "ledger.said" if claim.speaker else "ledger.told"
            said = text(key, lang, speaker=printable(claim.speaker or ""), day=one.known_on or "")
            print(f"   {one.id[:8]} {printable(claim.qty)}, {said}: {printable(claim.quote, 140)}")
            print(f"            {printable(claim.doc)} [{claim.start}:{claim.end}]")
