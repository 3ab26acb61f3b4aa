"""The ledger: an append-only SQLite file of documents, claims, judgements and merges of names, with two times.

Each claim has the time when it holds (`valid_from`, `valid_to`, from its period) and the time when it was known
(`known_on`, the day of its item or document; the day of recording when the document has none), and beside them the
day on which this file took it in (`recorded_on`). `as_of(day)` shows what was known on a day.

One document is one transaction in WAL mode with `synchronous=FULL`: a process killed at any moment leaves all of a
document or nothing of it. Writers wait for each other. Adding the same bytes read in the same way adds nothing; a
newer reading of the same bytes becomes the current one and the older stays.
"""

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gigawatt.errors import EvidenceError, InputError
from gigawatt.evidence.types import Claim, Document
from gigawatt.ledger.independence import ItemFingerprint, Places, places
from gigawatt.ledger.opening import opened, user_error
from gigawatt.ledger.records import Held, Judgement, Merge, content_hash
from gigawatt.ledger.rows import CLAIM_COLUMNS, INSERT_CLAIM, SELECT_CLAIMS, claim_row, held_of, searchable
from gigawatt.ledger.search import index_words, query_words
from gigawatt.schema import day_bounds, is_day


@dataclass(frozen=True, slots=True)
class Added:
    """What one call of `add_document` added: 0 or 1 document, 0 or 1 reading, that many claims."""

    documents: int
    readings: int
    claims: int


def iso_day(text: str | None) -> str | None:
    """The last ISO day that a day text (YYYY, YYYY-MM, YYYY-MM-DD, or longer) can mean; None when it is no day."""
    head = (text or "").strip()[:10]
    return day_bounds(head)[1] if is_day(head) else None


def today() -> str:
    """The present day in UTC, ISO."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


class Ledger:
    """An open ledger file (`:memory:`: not kept). A context manager; one object per process and thread."""

    def __init__(self, path: str | Path, *, create: bool = True, day: str | None = None) -> None:
        self.path = Path(path)
        self._today = day
        self._places: tuple[int, Places] | None = None
        if not create and not self.path.exists():
            raise InputError("ledger-missing", where=str(path), hint="make one with `gigawatt ledger add FILE`")
        if self.path.is_dir():
            raise InputError("ledger-unopenable", where=str(path), got="a folder", expected="a file")
        with self._translating():
            self._connection = opened(self.path, create=create)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise user_error(error, self.path) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; waits for other writers."""
        with self._translating():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    # --- adding -----------------------------------------------------------------------------------------------

    def add_document(
        self,
        document: Document,
        claims: Sequence[Claim],
        *,
        reader: str = "gigawatt",
        fingerprints: Iterable[ItemFingerprint] = (),
    ) -> Added:
        """Take in a document with its claims in one transaction.

        `fingerprints` are those of its items. Claims must be of this document. Adding the same reading again adds
        nothing; a different set of claims becomes the current reading.
        """
        for claim in claims:
            if claim.doc_sha256 != document.sha256:
                raise ValueError(f"claim {claim.id} is of another document than {document.sha256}")
        recorded = self._today or today()
        fallback = iso_day(document.day) or recorded
        basis = "document" if iso_day(document.day) else "recorded"
        by_id = {claim.id: claim for claim in claims}
        digest = content_hash({"claims": sorted(by_id)})
        run = self._connection.execute
        with self._transaction():
            new_document = run(
                "INSERT OR IGNORE INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (document.sha256, document.path, document.url, document.publisher, document.author, document.title,
                 document.day, document.fetched_on, document.language, document.format, document.encoding,
                 len(document.text), recorded),
            ).rowcount  # fmt: skip
            latest = run(
                "SELECT digest FROM reading WHERE document_sha256 = ? ORDER BY seq DESC LIMIT 1", (document.sha256,)
            ).fetchone()
            if latest is not None and latest[0] == digest:
                return Added(0, 0, 0)
            known = {row[0] for row in run("SELECT id FROM claim WHERE document_sha256 = ?", (document.sha256,))}
            fresh = [claim for key, claim in by_id.items() if key not in known]
            for claim in fresh:
                day = iso_day(claim.item_day)
                run(INSERT_CLAIM, claim_row(claim, day or fallback, "item" if day else basis, recorded))
                run("INSERT INTO claim_text VALUES (?,?)", (claim.id, index_words(searchable(claim, document))))
            sequence = run(
                "INSERT INTO reading(document_sha256, digest, reader, claims, recorded_on) VALUES (?,?,?,?,?)",
                (document.sha256, digest, reader, len(by_id), recorded),
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO reading_claim VALUES (?,?)", [(sequence, key) for key in sorted(by_id)]
            )
            for one in fingerprints:
                run(
                    "INSERT OR IGNORE INTO fingerprint VALUES (?,?,?,?,?)",
                    (document.sha256, one.key[1], one.key[2], json.dumps(one.signature), one.faults),
                )
        return Added(new_document, 1, len(fresh))

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Keep judgements; returns how many were new."""
        recorded, new = self._today or today(), 0
        with self._transaction():
            for one in judgements:
                new += self._connection.execute(
                    "INSERT OR IGNORE INTO judgement VALUES (?,?,?,?,?,?,?,?,?)",
                    (one.id, one.kind, one.left, one.right, one.reason, one.rule, one.by, one.day, recorded),
                ).rowcount
        return new

    def add_merge(self, merge: Merge) -> None:
        """Keep a statement that two names are one subject, or that they are not. InputError when it changes nothing."""
        if merge.name == merge.into:
            raise InputError("merge-self", got=merge.name, expected="two names")
        with self._transaction():
            standing = _standing(self._merges())
            if merge.action == "unmerge" and standing.get(merge.name) != merge.into:
                raise InputError("merge-missing", got=f"{merge.name} -> {merge.into}", expected="a merge that stands")
            if merge.action == "merge":
                if standing.get(merge.name) == merge.into:
                    raise InputError("merge-twice", got=f"{merge.name} -> {merge.into}")
                if _root(merge.into, standing) == merge.name:
                    raise InputError("merge-circle", got=f"{merge.name} -> {merge.into}", hint="unmerge first")
            self._connection.execute(
                'INSERT INTO merge(action, name, "into", judged_by, day, reason, recorded_on) VALUES (?,?,?,?,?,?,?)',
                (merge.action, merge.name, merge.into, merge.by, merge.day, merge.reason, self._today or today()),
            )

    # --- reading ----------------------------------------------------------------------------------------------

    def claims(self, as_of: str | None = None, *, recorded_by: str | None = None) -> list[Held]:
        """Claims of the current readings known on or before a day (all without), in order of day, document, place.

        recorded_by: only what this file had taken in by that day, so that an old answer can be repeated.
        """
        day = last_day(as_of, "--as-of") or "9999-12-31"
        recorded = last_day(recorded_by, "--recorded-by") or "9999-12-31"
        with self._translating():
            rows = self._connection.execute(SELECT_CLAIMS, (recorded, day)).fetchall()
            items = self.places()
        return [held_of(row, items) for row in rows]

    def claim(self, identifier: str) -> Held:
        """The claim with this id or unique beginning of an id; InputError when there is none or more than one."""
        stem = identifier.removeprefix("claim:")
        with self._translating():
            rows = self._connection.execute(
                f"{CLAIM_COLUMNS} FROM claim JOIN document ON document.sha256 = claim.document_sha256 "
                "WHERE substr(claim.id, 1, ?) = ? LIMIT 3",
                (len(stem), stem),
            ).fetchall()
        if len(rows) != 1:
            got = "no claim" if not rows else "several claims"
            raise InputError("claim-unknown", got=f"{got} with {identifier}", hint="ids: `gigawatt ledger list`")
        return held_of(rows[0], self.places())

    def documents(self) -> list[dict[str, Any]]:
        """The rows of the documents, oldest first."""
        with self._translating():
            rows = self._connection.execute("SELECT * FROM document ORDER BY coalesce(day, recorded_on), sha256")
            return [dict(row) for row in rows]

    def judgements(self, as_of: str | None = None) -> list[Judgement]:
        """Judgements made for days up to a day (all without)."""
        day = last_day(as_of, "--as-of") or "9999-12-31"
        with self._translating():
            rows = self._connection.execute(
                "SELECT * FROM judgement WHERE coalesce(day, recorded_on) <= ? ORDER BY id", (day,)
            ).fetchall()
        return [
            Judgement(row["kind"], row["left_claim"], row["right_claim"], row["reason"], row["rule"],
                      row["judged_by"], row["day"])
            for row in rows
        ]  # fmt: skip

    def _merges(self) -> list[Merge]:
        rows = self._connection.execute("SELECT * FROM merge ORDER BY seq").fetchall()
        return [
            Merge(row["name"], row["into"], row["action"], row["judged_by"], row["day"], row["reason"]) for row in rows
        ]

    def merges(self, as_of: str | None = None) -> list[Merge]:
        """Merge and unmerge statements in the order made, up to a day (all without)."""
        day = last_day(as_of, "--as-of") or "9999-12-31"
        with self._translating():
            return [merge for merge in self._merges() if merge.day <= day]

    def canonical(self, as_of: str | None = None) -> dict[str, str]:
        """Name -> name that it is merged into, after all standing merges."""
        standing = _standing(self.merges(as_of))
        return {name: _root(name, standing) for name in standing}

    def places(self) -> Places:
        """The independence cluster and the original of every item that has a fingerprint, by document."""
        count = self._connection.execute("SELECT count(*) FROM fingerprint").fetchone()[0]
        if self._places is None or self._places[0] != count:
            rows = self._connection.execute(
                'SELECT f.document_sha256, f.start, f."end", f.signature, coalesce(d.day, d.recorded_on), f.faults '
                "FROM fingerprint f JOIN document d ON d.sha256 = f.document_sha256 ORDER BY 5, 1, 2"
            )
            items = [
                ItemFingerprint((row[0], row[1], row[2]), tuple(json.loads(row[3])), row[4], row[5]) for row in rows
            ]
            self._places = (count, places(items))
        return self._places[1]

    def search(self, text: str, limit: int = 50) -> list[Held]:
        """Claims whose quote, subject, speaker, headline or title holds the words, best first, in either script."""
        words = query_words(text)
        if not words:
            raise InputError("search-empty", got=text, expected="words to search for")
        with self._translating():
            rows = self._connection.execute(
                f"{CLAIM_COLUMNS} FROM claim_text JOIN claim ON claim.id = claim_text.claim_id "
                "JOIN document ON document.sha256 = claim.document_sha256 "
                "JOIN reading_claim ON reading_claim.claim_id = claim.id "
                "JOIN current_reading ON current_reading.seq = reading_claim.reading_seq "
                "WHERE claim_text MATCH ? ORDER BY rank, claim.id LIMIT ?",
                (words, limit),
            ).fetchall()
            items = self.places()
        return [held_of(row, items) for row in rows]

    def verify(self) -> None:
        """EvidenceError when the file is damaged or a row points to nothing."""
        with self._translating():
            fault = self._connection.execute("PRAGMA integrity_check").fetchone()[0]
            loose = self._connection.execute("PRAGMA foreign_key_check").fetchone()
        if fault != "ok" or loose is not None:
            raise EvidenceError("ledger-damaged", where=str(self.path), got=fault if fault != "ok" else tuple(loose))


def last_day(text: str | None, where: str) -> str | None:
    """The last ISO day that an option can mean, None when it is not given; InputError when it is no day."""
    if text is None:
        return None
    if not is_day(text):
        raise InputError("date-form", where=where, got=text, expected="YYYY, YYYY-MM or YYYY-MM-DD")
    return day_bounds(text)[1]


def _standing(merges: Iterable[Merge]) -> dict[str, str]:
    """Name -> target of the merges that have not been undone."""
    standing: dict[str, str] = {}
    for merge in merges:
        if merge.action == "merge":
            standing[merge.name] = merge.into
        elif standing.get(merge.name) == merge.into:
            del standing[merge.name]
    return standing


def _root(name: str, standing: dict[str, str]) -> str:
    seen = {name}
    while name in standing and standing[name] not in seen:
        name = standing[name]
        seen.add(name)
    return name
