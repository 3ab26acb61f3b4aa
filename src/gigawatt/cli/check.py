"""`gigawatt check`: what does not fit together in and between pages, with both sides and what would settle it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from gigawatt.ledger.check.findings import Finding

_RANK = {"high": 0, "medium": 1, "low": 2}


def check(
    *inputs: str,
    ledger: Annotated[Path | None, Parameter(name="--ledger", help="check the claims of a ledger as well")] = None,
    as_of: Annotated[str | None, Parameter(help="with --ledger: only what was known on that day")] = None,
    severity: Annotated[Literal["high", "medium", "low"], Parameter(help="the least grave shown")] = "low",
    lang: Annotated[Literal["en", "zh"], Parameter(help="language of the reasons")] = "en",
    json_: Annotated[bool, Parameter(name="--json", negative="", help="findings for machines")] = False,
) -> int:
    """Check pages (files, folders, `-`), rows of `gigawatt read --jsonl`, or a ledger.

    Prints findings, the grave first; the exit code is 0 whether or not something was found.
    """
    from gigawatt.cli.tables import say_error
    from gigawatt.errors import GigawattError, InputError
    from gigawatt.ledger.check import check as run
    from gigawatt.ledger.check.material import material_of
    from gigawatt.ledger.intake import kept, take
    from gigawatt.ledger.judge import crowds

    if not inputs and ledger is None:
        raise InputError("no-input", expected="files, folders, `-`, a .jsonl of claims, or --ledger FILE")
    worst, taken = 0, []
    for one in take(inputs):
        if isinstance(one, GigawattError):
            say_error(one)
            worst = max(worst, one.exit_code)
        else:
            taken.append(one)
    names: dict[str, str] = {}
    if ledger is not None:
        from gigawatt.ledger.store import Ledger

        with Ledger(ledger, create=False) as book:
            names = book.canonical(as_of)
            seen = {one.document.sha256 for one in taken}
            taken.extend(one for one in kept(book, as_of) if one.document.sha256 not in seen)
    material = material_of(taken, names)
    for subject, metric, statements in crowds(material.held, names):
        told = f"{subject}, {metric}: {statements} different statements"
        print(f"gigawatt: {told}; each is compared with its nearest in number and in period only", file=sys.stderr)
    findings = [one for one in run(material) if _RANK[one.severity] <= _RANK[severity]]
    if json_:
        print(json.dumps([finding.as_dict(lang) for finding in findings], ensure_ascii=False, indent=1))
        return worst
    _print(findings, lang)
    return worst


def _print(findings: "list[Finding]", lang: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from gigawatt.errors import printable
    from gigawatt.i18n import table, text

    console = Console(soft_wrap=True)
    colours = {"high": "bold red", "medium": "yellow", "low": "dim"}
    for number, finding in enumerate(findings, 1):
        head = Text(f"{number}. ")
        head.append(text(f"check_word.{finding.severity}", lang), style=colours[finding.severity])
        kind = text(f"check_word.{finding.kind}", lang) if f"check_word.{finding.kind}" in table() else finding.kind
        head.append(f" {kind}: {printable(finding.say('reason', lang), 600)}")
        console.print(head)
        for citation in finding.claims:
            place = f"   {printable(citation.doc)} [{citation.start}:{citation.end}] "
            console.print(Text(place + printable(citation.quote, 160), style="dim"))
        settled = text("check_word.settled_by", lang)
        console.print(Text(f"   {settled} {printable(finding.say('settles', lang))}"))
    console.print(Text(text("check_word.findings", lang, count=len(findings))))
