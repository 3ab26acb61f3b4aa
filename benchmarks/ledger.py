"""The ledger: writing against bare SQLite in the same run, and growth of judging, checking and searching at 10x."""

import dataclasses
import hashlib
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gigawatt.evidence.claims import read_claims
from gigawatt.evidence.text import read_document
from gigawatt.evidence.types import Claim, Document
from gigawatt.ledger.check import check
from gigawatt.ledger.check.material import material_of
from gigawatt.ledger.intake import Taken
from gigawatt.ledger.judge import judge
from gigawatt.ledger.records import Held
from gigawatt.ledger.store import Ledger

_METRICS = ("capex", "revenue", "power_capacity", "capital_commitment", "site_count")


def _claims(document: Document, count: int, firms: int) -> list[Claim]:
    found = []
    for n in range(count):
        metric = _METRICS[n % len(_METRICS)]
        unit = {"power_capacity": "W", "site_count": "site"}.get(metric, "USD")
        value = float(10 ** (n % 6) * (1 + n % 9))
        quote = f"Firm {n % firms} plans {value:g} {unit} of {metric} in 2026 as the market grows."
        found.append(
            Claim(
                doc=document.path, doc_sha256=document.sha256, start=n * 100, end=n * 100 + 10, qty=f"{value:g}",
                quote_start=n * 100, quote_end=n * 100 + len(quote), quote=quote, low=value, high=value, unit=unit,
                approx=False, metric=metric, subject=f"Firm{n % firms}", status="planned", period="2026",
            )
        )  # fmt: skip
    return found


def _document(name: str) -> Document:
    return Document(path=name, sha256=hashlib.sha256(name.encode()).hexdigest(), text="", encoding="utf-8",
                    format="txt", day="2025-11-16")  # fmt: skip


def _seconds(work: Callable[[], object], repeats: int = 3) -> float:
    best = float("inf")
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def run() -> Iterator[dict[str, object]]:
    """Figures of the ledger room."""
    documents = [_document(f"{n}.txt") for n in range(40)]
    rows = [(document, _claims(document, 250, 50)) for document in documents]
    number = sum(len(claims) for _, claims in rows)

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "l.db") as book:
            for document, claims in rows:
                book.add_document(document, claims)

    def bare() -> None:
        with tempfile.TemporaryDirectory() as folder:
            connection = sqlite3.connect(Path(folder) / "l.db", isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            names = [field.name for field in dataclasses.fields(Claim) if field.name != "rules"]
            connection.execute(f"CREATE TABLE claim ({', '.join(chr(34) + name + chr(34) for name in names)})")
            for _, claims in rows:
                connection.execute("BEGIN")
                connection.executemany(
                    f"INSERT INTO claim VALUES ({','.join('?' * len(names))})",
                    [[getattr(claim, name) for name in names] for claim in claims],
                )
                connection.execute("COMMIT")
            connection.close()

    mine, theirs = _seconds(ours), _seconds(bare)
    yield {"figure": "claims written (hash, index, search), time over bare sqlite3 executemany", "claims": number,
           "seconds": mine, "peer_seconds": theirs, "ratio": mine / theirs}  # fmt: skip

    for what, work in (("judge", _judge), ("check", _check)):
        small, large = work(1), work(10)
        yield {"figure": f"{what}, time at 10x the documents over time at 1x", "seconds_1x": small,
               "seconds_10x": large, "ratio": large / small, "linear": 10.0}  # fmt: skip

    small, large = _one_subject(300), _one_subject(1200)
    yield {"figure": "check of one page on one subject, CPU time at 4x the lines over time at 1x", "lines": 1200,
           "seconds_1x": small, "seconds_4x": large, "ratio": large / small, "linear": 4.0}  # fmt: skip

    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "l.db") as book:
        for document, claims in rows:
            book.add_document(document, claims)
        indexed = _seconds(lambda: book.search("firm 7 power"))
        scanned = _seconds(lambda: [one for one in book.claims() if "firm 7 " in one.claim.quote.lower()])
        yield {"figure": "full-text search over reading all claims", "seconds": indexed, "peer_seconds": scanned,
               "ratio": indexed / scanned}  # fmt: skip


def _held(times: int) -> list[Held]:
    found = []
    for n in range(8 * times):
        document = _document(f"{n}-{times}.txt")
        found.extend(Held(claim, "2025-11-16") for claim in _claims(document, 100, 40 * times))
    return found


def _judge(times: int) -> float:
    held = _held(times)
    return _seconds(lambda: judge(held))


def _check(times: int) -> float:
    taken = []
    for n in range(8 * times):
        document = _document(f"{n}-{times}.txt")
        taken.append(Taken(document, tuple(_claims(document, 100, 40 * times))))
    return _seconds(lambda: check(material_of(taken)), repeats=1)


def _one_subject(lines: int) -> float:
    """CPU seconds of the rules on a page that tells one firm's figures in so many lines of two to four numbers."""
    page = "\n\n".join(
        f"OpenAI plans {1 + n % 89 / 10:.1f} GW of data centers in Texas by {2025 + n % 9} and will invest "
        f"${5 + n * 7 % 491} billion with {10 + n * 3 % 877},000 GPUs."
        if n % 2
        else f"OpenAI's capex rises to ${3 + n * 11 % 197} billion in {2025 + n % 9}."
        for n in range(lines)
    )
    raw = Document(path="one.txt", sha256=hashlib.sha256(page.encode()).hexdigest(), text=page, encoding="utf-8",
                   format="txt", day="2025-11-16")  # fmt: skip
    reading = read_document(raw)
    material = material_of([Taken(reading.document, tuple(read_claims(reading)), reading)])
    begin = time.process_time()
    check(material)
    return time.process_time() - begin
