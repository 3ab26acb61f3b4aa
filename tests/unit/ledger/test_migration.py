"""A ledger of the previous version is brought up to date when it is opened; the old file is kept beside it."""

import sqlite3
from pathlib import Path

import pytest

from gigawatt.errors import InputError
from gigawatt.evidence.types import Claim
from gigawatt.ledger import ddl
from gigawatt.ledger.independence import ItemFingerprint
from gigawatt.ledger.store import Ledger
from unit.ledger.helpers import claim, document

OLD = Path(__file__).with_name("ledger_v1.sql")


@pytest.fixture
def old(tmp_path):
    """A file with three claims of two documents, a judgement and a merge, as version 1 wrote it."""
    path = tmp_path / "l.db"
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL;\n" + OLD.read_text(encoding="utf-8"))
    connection.close()
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    tables = ("document", "reading", "claim", "reading_claim", "judgement", "merge", "claim_text")
    found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
    connection.close()
    return found


def test_an_older_file_is_migrated_in_place_and_every_row_stays(old):
    before = rows(old)
    with Ledger(old, create=False) as book:
        assert len(book.claims()) == 3
        assert len(book.claims("2025-06")) == 1
        assert [judgement.reason for judgement in book.judgements()] == ["read by hand"]
        assert book.canonical() == {"Acme Corp": "Acme"}
        assert [held.claim.low for held in book.search("宣布")] == [1e9]
        assert len({held.voice for held in book.claims()}) == 1  # the fingerprints are the same: one voice
        book.verify()
    assert rows(old) == before
    with sqlite3.connect(old) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == ddl.VERSION


def test_the_old_file_is_kept_beside_it_whole(old):
    before = rows(old)
    Ledger(old).close()
    copy = old.with_name("l.db.v1")
    assert rows(copy) == before
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    copy.unlink()
    Ledger(old).close()
    assert not copy.exists()  # nothing left to do


def test_a_migrated_file_has_the_schema_of_a_new_one_and_stays_append_only(old, tmp_path):
    Ledger(old).close()
    Ledger(tmp_path / "new.db").close()
    shapes = []
    for path in (old, tmp_path / "new.db"):
        connection = sqlite3.connect(path)
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        columns = {table: sorted(connection.execute(f"SELECT name, type, pk FROM pragma_table_info('{table}')"))
                   for table in tables}  # fmt: skip
        others = sorted(connection.execute("SELECT type, name FROM sqlite_schema WHERE type != 'table'"))
        shapes.append((columns, others))
        connection.close()
    assert shapes[0] == shapes[1]
    connection = sqlite3.connect(old)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE fingerprint SET faults = 3")
    connection.close()


def test_a_migrated_file_takes_in_documents(old):
    later = document("later", path="later.txt", day="2025-08-01")
    with Ledger(old) as book:
        made: list[Claim] = [claim(3e9, doc=later)]
        sign = ItemFingerprint((later.sha256, 0, 60), tuple(range(8)), "2025-08-01", faults=2)
        assert book.add_document(later, made, fingerprints=[sign]).claims == 1
        copies = {held.claim.doc: held.is_copy for held in book.claims()}
        assert copies == {"old.txt": False, "new.txt": True, "later.txt": True}


def test_a_failed_step_leaves_the_old_file_as_it_was(old, monkeypatch):
    before = rows(old)
    monkeypatch.setitem(ddl.MIGRATIONS, 1, ddl.MIGRATIONS[1] + "\nALTER TABLE nowhere ADD COLUMN x INTEGER;\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Ledger(old)
    assert rows(old) == before
    with sqlite3.connect(old) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        assert not connection.execute("SELECT 1 FROM pragma_table_info('fingerprint') WHERE name = 'faults'").fetchall()


def test_a_version_without_a_way_to_the_present_is_said(old):
    connection = sqlite3.connect(old)
    connection.execute("PRAGMA user_version = 77")
    connection.close()
    with pytest.raises(InputError, match="ledger-version"):
        Ledger(old)
