"""Real processes: writers killed at random moments leave whole documents only; eight at once lose nothing."""

import multiprocessing
import os
import random
import signal
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from gigawatt.ledger.store import Ledger
from unit.ledger.helpers import claim, document

# Python 3.12 and later warn when a process with threads forks; the children here touch none of them.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
CLAIMS = 40
KILLS = 48
FORK = multiprocessing.get_context("fork")  # a process of its own without the start of an interpreter


def write(path: Path, name: str, count: int, told: Connection) -> None:
    """Add documents and tell of each after its transaction has returned."""
    told.send_bytes(b"alive")
    with Ledger(path) as book:
        for n in range(count):
            doc = document(f"{name} {n}", path=f"{name}-{n}.txt")
            book.add_document(doc, [claim(float(i), doc=doc, start=i) for i in range(CLAIMS)])
            told.send_bytes(f"{name}-{n}.txt".encode())


def start(path: Path, name: str, count: int) -> tuple[BaseProcess, Connection]:
    reader, told = FORK.Pipe(duplex=False)
    writer = FORK.Process(target=write, args=(path, name, count, told))
    writer.start()
    told.close()
    return writer, reader


def heard(reader: Connection) -> set[str]:
    found = set()
    try:
        while True:
            found.add(reader.recv_bytes().decode())
    except EOFError:
        return found - {"alive"}


def test_kill_at_any_moment_keeps_every_committed_document_and_no_part_of_another(tmp_path):
    path = tmp_path / "l.db"
    moments = random.Random(20260403)
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        writer, reader = start(path, f"w{kill}", 100_000)
        assert reader.recv_bytes() == b"alive"
        if kill % 2:  # every other one is killed in full work, the others while they open or begin
            acknowledged.add(reader.recv_bytes().decode())
        time.sleep(moments.uniform(0.0, 0.06))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join(30)
        assert writer.exitcode == -signal.SIGKILL
        acknowledged |= heard(reader)
        if path.exists():
            with Ledger(path) as book:
                held = {row["path"] for row in book.documents()}
            assert acknowledged <= held, "a committed document was lost"
    with Ledger(path, create=False) as book:
        book.verify()
        per_document: dict[str, int] = {}
        for one in book.claims():
            per_document[one.claim.doc_sha256] = per_document.get(one.claim.doc_sha256, 0) + 1
        assert {row["sha256"] for row in book.documents()} == set(per_document)
        assert set(per_document.values()) == {CLAIMS}, "a document was half-written"
    assert len(acknowledged) >= KILLS // 2


def run_all(path: Path, names: list[str], count: int) -> None:
    running = [start(path, name, count) for name in names]
    for writer, reader in running:
        heard(reader)
        writer.join(120)
        assert writer.exitcode == 0


def test_eight_writers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "l.db"
    run_all(path, [f"p{n}" for n in range(8)], 15)
    with Ledger(path, create=False) as book:
        book.verify()
        assert len(book.documents()) == 8 * 15
        assert len(book.claims()) == 8 * 15 * CLAIMS


def test_eight_writers_of_the_same_documents_keep_each_once(tmp_path):
    path = tmp_path / "l.db"
    run_all(path, ["same"] * 8, 8)
    with Ledger(path, create=False) as book:
        assert len(book.documents()) == 8
        assert len(book.claims()) == 8 * CLAIMS
