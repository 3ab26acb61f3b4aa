"""Real processes: writers killed at random moments leave whole documents only; eight at once lose nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from gigawatt.ledger.store import Ledger

ROOT = Path(__file__).resolve().parents[3]
CLAIMS = 40
KILLS = 36

WRITER = """
import sys
from gigawatt.ledger.store import Ledger
from unit.ledger.helpers import claim, document
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Ledger(path) as book:
    print("open", flush=True)
    for n in range(count):
        doc = document(f"{name} {n}", path=f"{name}-{n}.txt")
        book.add_document(doc, [claim(float(i), doc=doc, start=i) for i in range(40)])
        print(n, flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}"}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def test_kill_at_any_moment_keeps_every_committed_document_and_no_part_of_another(tmp_path):
    path = tmp_path / "l.db"
    moments = random.Random(20260403)
    acknowledged: set[str] = set()
    cut_short = 0
    for kill in range(KILLS):
        writer = start(path, f"w{kill}", 100_000)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        time.sleep(moments.uniform(0.0, 0.06))
        writer.send_signal(signal.SIGKILL)
        said = writer.communicate(timeout=30)[0].split()
        acknowledged.update(f"w{kill}-{n}.txt" for n in said)
        cut_short += 1
        with Ledger(path, create=False) as book:
            documents = {row["path"]: row["sha256"] for row in book.documents()}
            assert acknowledged <= set(documents), "a committed document was lost"
    with Ledger(path, create=False) as book:
        book.verify()
        per_document: dict[str, int] = {}
        for held in book.claims():
            per_document[held.claim.doc_sha256] = per_document.get(held.claim.doc_sha256, 0) + 1
        documents = book.documents()
        assert {row["sha256"] for row in documents} == set(per_document)
        assert set(per_document.values()) == {CLAIMS}, "a document was half-written"
    assert cut_short == KILLS
    assert acknowledged, "the writers were killed before they wrote anything: the test shows nothing"


def test_eight_writers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "l.db"
    writers = [start(path, f"p{n}", 15) for n in range(8)]
    for writer in writers:
        _, complaint = writer.communicate(timeout=120)
        assert writer.returncode == 0, complaint
    with Ledger(path, create=False) as book:
        book.verify()
        assert len(book.documents()) == 8 * 15
        assert len(book.claims()) == 8 * 15 * CLAIMS


def test_eight_writers_of_the_same_documents_keep_each_once(tmp_path):
    path = tmp_path / "l.db"
    writers = [start(path, "same", 8) for _ in range(8)]
    for writer in writers:
        _, complaint = writer.communicate(timeout=120)
        assert writer.returncode == 0, complaint
    with Ledger(path, create=False) as book:
        assert len(book.documents()) == 8
        assert len(book.claims()) == 8 * CLAIMS
