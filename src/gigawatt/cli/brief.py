"""`gigawatt brief TOPIC`: a digest in which every number stands in a cited sentence."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from gigawatt.cli.ledger import DEFAULT


def brief(
    topic: str,
    *inputs: str,
    ledger: Annotated[
        Path | None, Parameter(name="--ledger", help="the ledger file (default: ./gigawatt-ledger.db)")
    ] = None,
    lang: Annotated[Literal["en", "zh"], Parameter(help="language of the brief")] = "en",
    as_of: Annotated[str | None, Parameter(help="only what was known on that day")] = None,
    since: Annotated[str | None, Parameter(help="what was first known after that day counts as changed")] = None,
    out: Annotated[Path | None, Parameter(help="write Markdown to this file")] = None,
    json_: Annotated[bool, Parameter(name="--json", negative="", help="sentences and references for machines")] = False,
) -> int:
    """What changed, what is promised, built and doubted about TOPIC, from pages given or from a ledger.

    Each sentence cites its sources as [n]. The brief is read again before it is shown; a number that is not in a
    cited span is an error (exit code 3).
    """
    from gigawatt.cli.tables import say_error
    from gigawatt.errors import EvidenceError, GigawattError, InputError
    from gigawatt.ledger.intake import take
    from gigawatt.ledger.standing import standing_judgements
    from gigawatt.ledger.store import Ledger, last_day
    from gigawatt.report.brief import make_brief, recheck

    if inputs and ledger is not None:
        raise InputError("two-sources", got="pages and --ledger", expected="one of them", hint="use `ledger add` first")
    worst = 0
    with Ledger(":memory:") if inputs else Ledger(ledger or DEFAULT, create=False) as book:
        for one in take(inputs):
            if isinstance(one, GigawattError):
                say_error(one)
                worst = max(worst, one.exit_code)
            else:
                book.add_document(one.document, one.claims, fingerprints=one.fingerprints)
        titles = {
            row["sha256"]: ", ".join(part for part in (row["publisher"], row["title"]) if part)
            for row in book.documents()
        }
        made = make_brief(
            topic, book.claims(as_of), standing_judgements(book, as_of), lang,
            day=as_of, since=last_day(since, "--since"), names=book.canonical(as_of), titles=titles,
        )  # fmt: skip
    if not made.sentences:
        raise EvidenceError("brief-empty", got=f"no claim about {topic}", hint="see `gigawatt ledger list`")
    missing = recheck(made)
    if missing:
        raise EvidenceError(
            "brief-unproven", got=f"{missing[0].number} in: {missing[0].sentence}", expected="a number in a cited span"
        )
    text = json.dumps(made.as_dict(), ensure_ascii=False, indent=1) + "\n" if json_ else made.markdown()
    if out is None:
        sys.stdout.write(text)
        return worst
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError("file-unwritable", where=str(out), got=error.strerror or str(error)) from None
    return worst
