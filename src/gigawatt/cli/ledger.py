"""`gigawatt ledger`: what has been read, by whom it was said, when it was known, and where it clashes."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from gigawatt.cli.tables import claim_table, conflict_table, emit, say_error

DEFAULT = Path("gigawatt-ledger.db")
File = Annotated[Path, Parameter(name="--ledger", help="the ledger file")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="rows for machines")]
Lang = Annotated[Literal["en", "zh"], Parameter(help="language of the reasons")]
RecordedBy = Annotated[
    str | None, Parameter(help="only what this file had taken in by that day, to repeat an old answer")
]
AsOf = Annotated[str | None, Parameter(help="only what was known on that day (YYYY, YYYY-MM or YYYY-MM-DD)")]

app = App(name="ledger", help="Keep what was read: append-only, with the day it holds and the day it was known.")


@app.command
def add(*inputs: str, ledger: File = DEFAULT, json_: Json = False) -> int:
    """Read pages (files, folders, `-`) or claims (`gigawatt read --jsonl`, `ledger export`) and keep their claims.

    Reading a page twice adds nothing. New claims are compared with those already kept.
    """
    from gigawatt.errors import GigawattError, InputError
    from gigawatt.ledger.intake import take
    from gigawatt.ledger.judge import judge
    from gigawatt.ledger.store import Ledger

    if not inputs:
        raise InputError("no-input", expected="files, folders, `-`, a .jsonl or .csv of claims")
    worst, rows, read = 0, [], set()
    with Ledger(ledger) as book:
        for taken in take(inputs):
            if isinstance(taken, GigawattError):
                say_error(taken)
                worst = max(worst, taken.exit_code)
                continue
            added = book.add_document(taken.document, taken.claims, fingerprints=taken.fingerprints)
            rows.append({"doc": taken.document.path, "sha256": taken.document.sha256, "read": len(taken.claims),
                         "documents": added.documents, "claims": added.claims})  # fmt: skip
            read.update(claim.id for claim in taken.claims)
        judged = book.add_judgements(judge(book.claims(), book.canonical(), about=read)) if read else 0
    if json_:
        emit(rows)
    else:
        for row in rows:
            print(f"{row['doc']}: {row['read']} claims read, {row['claims']} new")
        print(f"{judged} new judgements in {ledger}", file=sys.stderr)
    return worst


@app.command(name="list")
def list_(
    *,
    ledger: File = DEFAULT,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    subject: str | None = None,
    metric: str | None = None,
    limit: int = 200,
    json_: Json = False,
) -> None:
    """Claims, oldest first, of a subject or metric or of all."""
    from gigawatt.ledger.scope import name_key
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        names = book.canonical(as_of)
        held = [
            one
            for one in book.claims(as_of, recorded_by=recorded_by)
            if (metric is None or one.claim.metric == metric)
            and (subject is None or name_key(names.get(one.claim.subject or "", one.claim.subject or ""))
                 == name_key(names.get(subject, subject)))
        ]  # fmt: skip
    if json_:
        emit([_row(one) for one in held])
        return
    claim_table(held[:limit])
    if len(held) > limit:
        print(f"{len(held) - limit} more: use --limit, --subject or --metric", file=sys.stderr)


def _row(one: object) -> dict[str, object]:
    from gigawatt.ledger.records import Held

    assert isinstance(one, Held)
    return {**one.claim.as_dict(), "known_on": one.known_on, "recorded_on": one.recorded_on, "cluster": one.cluster,
            "copy_of": list(one.copy_of) if one.copy_of else None}  # fmt: skip


@app.command
def show(identifier: str, *, ledger: File = DEFAULT, lang: Lang = "en", json_: Json = False) -> None:
    """One claim: the sentence, the page, the day, whether it is a copy, and how it stands to others."""
    from gigawatt.errors import printable
    from gigawatt.i18n import text
    from gigawatt.ledger.standing import standing_judgements
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        held = book.claim(identifier)
        near = standing_judgements(book, about=held.id)
        others = [book.claim(j.right if j.left == held.id else j.left) for j in near]
        paths = {row["sha256"]: row["path"] for row in book.documents()}
    if json_:
        emit({**_row(held), "judgements": [j.as_dict() for j in near]})
        return
    claim = held.claim
    copied = f"{paths[held.copy_of[0]]} [{held.copy_of[1]}:{held.copy_of[2]}]" if held.copy_of else None
    for name, value in {
        "id": held.id, "quantity": claim.qty, "metric": claim.metric, "subject": claim.subject,
        "status": claim.status, "speaker": claim.speaker, "period": claim.period, "known on": held.known_on,
        "recorded on": held.recorded_on, "copy of": copied or ("machine-spun text" if held.is_copy else None),
        "quote": claim.quote, "page": f"{claim.doc} [{claim.start}:{claim.end}] sha256 {claim.doc_sha256[:12]}",
    }.items():  # fmt: skip
        print(f"{name:>12}: {printable(value if value is not None else '-')}")
    for judgement, other in zip(near, others, strict=True):
        kind = text(f"judgement_kind.{judgement.kind}", lang)
        place = f"{other.id[:8]} {printable(other.claim.qty)}"
        print(f"  {kind} ({place}): {printable(judgement.said(lang))}")


@app.command
def conflicts(*, ledger: File = DEFAULT, as_of: AsOf = None, lang: Lang = "en", json_: Json = False) -> None:
    """Claims that cannot both be right, with the reason."""
    from gigawatt.ledger.standing import standing_judgements
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        held = {one.id: one for one in book.claims(as_of)}
        found = [j for j in standing_judgements(book, as_of) if j.is_conflict]
    if json_:
        emit([{**j.as_dict(), "reason": j.said(lang), "claims": [_row(held[j.left]), _row(held[j.right])]}
              for j in found])  # fmt: skip
        return
    conflict_table(found, held, lang)


@app.command
def judge(
    left: str,
    right: str,
    kind: Literal["same", "conversion", "revision", "narrower", "wider", "contradiction", "not_comparable"],
    *,
    reason: str,
    by: str,
    day: str | None = None,
    ledger: File = DEFAULT,
) -> None:
    """Say how two claims stand to each other; a person's word stands before the rules, and is kept beside them."""
    from gigawatt.ledger.records import Judgement
    from gigawatt.ledger.store import Ledger, today

    with Ledger(ledger, create=False) as book:
        ids = book.claim(left).id, book.claim(right).id
        new = book.add_judgements([Judgement(kind, *ids, reason=reason, by=by, day=day or today())])
    print("kept" if new else "was kept before")


@app.command
def merge(name: str, into: str, *, by: str, reason: str = "", day: str | None = None, ledger: File = DEFAULT) -> None:
    """Say that two names mean one subject. `unmerge` takes it back; both stay on record."""
    _merge("merge", name, into, by, reason, day, ledger)


@app.command
def unmerge(name: str, into: str, *, by: str, reason: str = "", day: str | None = None, ledger: File = DEFAULT) -> None:
    """Take back a merge of two names."""
    _merge("unmerge", name, into, by, reason, day, ledger)


def _merge(
    action: Literal["merge", "unmerge"], name: str, into: str, by: str, reason: str, day: str | None, ledger: Path
) -> None:
    from gigawatt.ledger.records import Merge
    from gigawatt.ledger.store import Ledger, today

    with Ledger(ledger, create=False) as book:
        book.add_merge(Merge(name, into, action, by, day or today(), reason))
    print(f"{action}d {name} -> {into}")


@app.command
def search(text: str, *, ledger: File = DEFAULT, limit: int = 50, json_: Json = False) -> None:
    """Claims whose sentence, subject, speaker, headline or title holds the words, in either Chinese script."""
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        found = book.search(text, limit)
    emit([_row(one) for one in found]) if json_ else claim_table(found)


@app.command
def export(
    *,
    ledger: File = DEFAULT,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    format: Literal["jsonl", "csv"] = "jsonl",
    out: Path | None = None,
) -> None:
    """All claims as JSONL (as `gigawatt read --jsonl`, with the days) or CSV, to a file or to standard output."""
    from gigawatt.ledger.export import write_claims
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        held = book.claims(as_of, recorded_by=recorded_by)
    write_claims(held, format, out)


@app.command
def verify(*, ledger: File = DEFAULT, json_: Json = False) -> None:
    """Check that the file is whole and every row points to what exists."""
    from gigawatt.ledger.store import Ledger

    with Ledger(ledger, create=False) as book:
        book.verify()
        counts = {"documents": len(book.documents()), "claims": len(book.claims())}
    print(
        json.dumps(counts) if json_ else f"{ledger}: whole; {counts['documents']} documents, {counts['claims']} claims"
    )
