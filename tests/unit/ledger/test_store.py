"""The ledger file: append-only, two times, idempotent, readable in both scripts, clear errors for bad files."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from gigawatt.errors import EvidenceError, InputError
from gigawatt.ledger.records import Judgement, Merge
from gigawatt.ledger.store import Ledger
from unit.ledger.helpers import claim, document

SRC = Path(__file__).resolve().parents[3] / "src"


def filled(path: Path) -> Ledger:
    book = Ledger(path, day="2026-01-01")
    old, new = document("old", path="old.txt", day="2025-01-26"), document("new", path="new.txt", day="2025-07")
    book.add_document(old, [claim(1e9, doc=old, quote="Acme 宣布投資一座資料中心")])
    book.add_document(new, [claim(2e9, doc=new, item_day="2025-07-22"), claim(3.0, doc=new, unit="site", start=40)])
    return book


def test_adding_the_same_reading_again_adds_nothing(tmp_path):
    doc = document()
    claims = [claim(1e9, doc=doc), claim(2e9, doc=doc, start=30)]
    with Ledger(tmp_path / "l.db") as book:
        assert book.add_document(doc, claims).claims == 2
        again = book.add_document(doc, list(reversed(claims)))
        assert (again.documents, again.readings, again.claims) == (0, 0, 0)
        assert len(book.claims()) == 2


def test_newer_reading_becomes_current_and_the_older_stays_on_record(tmp_path):
    doc = document()
    first, second = claim(1e9, doc=doc), claim(1e9, doc=doc, status="planned")
    with Ledger(tmp_path / "l.db", day="2026-01-01") as book:
        book.add_document(doc, [first])
    with Ledger(tmp_path / "l.db", day="2026-02-01") as book:
        book.add_document(doc, [second])
        assert [held.id for held in book.claims()] == [second.id]
        assert [held.id for held in book.claims(recorded_by="2026-01-15")] == [first.id]
        assert book.claim(first.id[:8]).id == first.id
    with Ledger(tmp_path / "l.db", day="2026-03-01") as book:
        book.add_document(doc, [first])
        assert [held.id for held in book.claims()] == [first.id]
        assert [held.id for held in book.claims(recorded_by="2026-02-15")] == [second.id]


def test_claims_come_back_as_they_went_in(tmp_path):
    doc = document()
    whole = claim(
        1.5e9, None, doc=doc, approx=True, noun="deal", per="year", period="by 2028", speaker="A", counterparty="B",
        location="Texas", item="Head", item_day="2025-11-13", negated=True, power_basis="it", repaired=True,
        multiple_of_base=3.0, equivalent_of=(1, 2), independent=False, rules={"metric": "m1"},
    )  # fmt: skip
    dated = claim("2028", "2028-06", "date", doc=doc, start=50, metric="target_date")
    with Ledger(tmp_path / "l.db") as book:
        book.add_document(doc, [whole, dated])
        back = {held.id: held.claim for held in book.claims()}
    assert back == {whole.id: whole, dated.id: dated}
    assert back[whole.id].rules == {"metric": "m1"}


def test_as_of_shows_what_was_known_on_the_day(tmp_path):
    with filled(tmp_path / "l.db") as book:
        assert [held.claim.low for held in book.claims("2025-06")] == [1e9]
        assert len(book.claims("2025-07-21")) == 1
        assert len(book.claims("2025-07-22")) == 2
        assert len(book.claims("2025-07")) == 3  # the document of July 2025 is surely known at the end of the month
        with pytest.raises(InputError, match="date-form"):
            book.claims("soon")


def test_claim_of_a_document_without_a_day_is_known_from_the_day_of_recording(tmp_path):
    doc = document(day=None)
    with Ledger(tmp_path / "l.db", day="2026-05-04") as book:
        book.add_document(doc, [claim(1.0, doc=doc)])
        assert book.claims("2026-05-03") == []
        assert book.claims()[0].known_on == "2026-05-04"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET low = 5",
        "DELETE FROM claim",
        "DELETE FROM document",
        "UPDATE document SET day = '2020-01-01'",
        "DELETE FROM judgement",
        "UPDATE merge SET name = 'x'",
        "DELETE FROM reading_claim",
        "UPDATE reading SET reader = 'x'",
        "INSERT OR REPLACE INTO document SELECT * FROM document",
    ],
)
def test_nothing_is_changed_or_removed(tmp_path, statement):
    with filled(tmp_path / "l.db") as book:
        ids = [held.id for held in book.claims()]
        book.add_judgements([Judgement("same", ids[0], ids[1], "test")])
        book.add_merge(Merge("A", "B", "merge", "me", "2026-01-01"))
    connection = sqlite3.connect(tmp_path / "l.db")
    connection.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_merge_is_a_statement_that_unmerge_takes_back(tmp_path):
    with filled(tmp_path / "l.db") as book:
        book.add_merge(Merge("Acme Corp", "Acme", "merge", "me", "2026-01-01"))
        book.add_merge(Merge("Acme Inc", "Acme Corp", "merge", "me", "2026-01-02"))
        assert book.canonical() == {"Acme Corp": "Acme", "Acme Inc": "Acme"}
        assert book.canonical("2026-01-01") == {"Acme Corp": "Acme"}
        book.add_merge(Merge("Acme Corp", "Acme", "unmerge", "me", "2026-02-01"))
        assert book.canonical() == {"Acme Inc": "Acme Corp"}
        assert len(book.merges()) == 3
        for wrong in (
            Merge("Acme Corp", "Acme", "unmerge", "me", "2026-02-01"),
            Merge("Acme Corp", "Acme Inc", "merge", "me", "2026-02-01"),
            Merge("A", "A", "merge", "me", "2026-02-01"),
        ):
            with pytest.raises(InputError):
                book.add_merge(wrong)


def test_short_and_long_words_are_found(tmp_path):
    with filled(tmp_path / "l.db") as book:
        assert len(book.search("acm")) == 3
        assert len(book.search("宣布")) == 1
        assert book.search("布宣") == []
        assert book.search('" OR * NEAR(') == []
        with pytest.raises(InputError, match="search-empty"):
            book.search(" -- ")


def test_tables_and_views_explain_themselves_to_a_browser_of_databases(tmp_path):
    filled(tmp_path / "l.db").close()
    connection = sqlite3.connect(tmp_path / "l.db")
    assert connection.execute("SELECT count(*) FROM current_claim").fetchone() == (3,)
    assert connection.execute("SELECT count(*) FROM conflict").fetchone() == (0,)
    keys = {row[2] for row in connection.execute("PRAGMA foreign_key_list(judgement)")}
    assert keys == {"claim"}
    connection.close()


def test_damaged_file_is_named(tmp_path):
    path = tmp_path / "l.db"
    filled(path).close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(EvidenceError, match="ledger-damaged"), Ledger(path, create=False) as book:
        book.verify()
    path.write_bytes(b"this is no database, only text that is long enough to have a header" * 20)
    with pytest.raises(EvidenceError, match="ledger-damaged"):
        Ledger(path, create=False)


def test_foreign_and_newer_files_are_refused(tmp_path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t(x)")
    other.commit()
    other.close()
    with pytest.raises(InputError, match="ledger-foreign"):
        Ledger(tmp_path / "other.db")
    filled(tmp_path / "l.db").close()
    newer = sqlite3.connect(tmp_path / "l.db")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(InputError, match="ledger-version"):
        Ledger(tmp_path / "l.db")
    with pytest.raises(InputError, match="ledger-missing"):
        Ledger(tmp_path / "none.db", create=False)
    with pytest.raises(InputError, match="ledger-unopenable"):
        Ledger(tmp_path)
    with pytest.raises(InputError, match="ledger-unopenable"):
        Ledger(tmp_path / "no" / "folder.db")


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Python code in a process of its own, as a user sees it."""
    tests = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{SRC}:{tests}"}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        capture_output=True, text=True, env=environment, timeout=60,
    )  # fmt: skip


def test_full_disk_is_one_message_and_loses_nothing(tmp_path):
    filled(tmp_path / "l.db").close()
    done = run(
        """
        import resource, sys
        from gigawatt.errors import InputError
        from gigawatt.ledger.store import Ledger
        from unit.ledger.helpers import claim, document
        book = Ledger(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            for n in range(50):
                doc = document(f"big {n}")
                book.add_document(doc, [claim(float(i), doc=doc, quote="x" * 500) for i in range(200)])
        except InputError as error:
            print(error.code, n)
        """,
        tmp_path / "l.db",
    )
    assert done.stderr == ""
    code, reached = done.stdout.split()
    assert code == "ledger-disk"
    with Ledger(tmp_path / "l.db", create=False) as book:
        book.verify()
        assert len(book.claims()) == 3 + 200 * int(reached)


def test_read_only_folder_can_be_read_and_says_so_when_written(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    filled(folder / "l.db").close()
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_mode & 0o005 != 0o005 and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    folder.chmod(0o555)
    done = run(
        """
        import os, sys
        import gigawatt.ledger.store, gigawatt.ledger.independence
        from unit.ledger.helpers import claim, document
        from gigawatt.errors import InputError
        if os.geteuid() == 0:
            os.setuid(65534)
        with gigawatt.ledger.store.Ledger(sys.argv[1], create=False) as book:
            print(len(book.claims()))
            try:
                book.add_document(document("other"), [])
            except InputError as error:
                print(error.code)
        try:
            gigawatt.ledger.store.Ledger(sys.argv[2])
        except InputError as error:
            print(error.code)
        """,
        folder / "l.db",
        folder / "new.db",
    )
    assert done.stdout.split() == ["3", "ledger-read-only", "ledger-unopenable"], done.stderr
