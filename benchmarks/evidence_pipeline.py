"""Whole evidence pipeline, text -> reading -> quantities -> claims: speed on one core, growth with length, memory.

Speeds are CPU time, best of three, in one process on the same text; `ratio` is ours / peer, above 1 is faster.
The peers only find quantities: jionlp money (Chinese only), Recognizers-Text currency and dimensions.
Reading alone is given as the floor. The table of stages says where the time goes; its peer is the whole pipeline.
Memory and the 10 MB inputs are measured on `gigawatt read --jsonl` in processes of their own.
"""

import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.foundation import process

if TYPE_CHECKING:
    from gigawatt.evidence.types import Document, Reading

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))
AIM_MB_PER_S = 1.0
OWN = (
    "微软宣布将在德国投资32亿欧元扩建数据中心，计划于2027年投产。该公司表示，园区将使用约300兆瓦电力。\n\n"
    "Duke Energy said it expects to add nearly five gigawatts of gas power by 2029. The utility has about 8.4 million "
    "customers, and its chief executive told investors that the queue for new connections keeps growing.\n\n"
    "谈到未来的打算时，他没有给出明确的答案，只是说要看市场的需求和合作伙伴的意愿，再决定下一步怎么走。\n\n"
)
HOSTILE = {
    "clauses": "据，",
    "names": "OpenAI和",
    "money": "投资5亿美元，",
}
HOSTILE_CHARACTERS = 40_000
HOSTILE_LONG = {"digits": "1234567890", "yi": "亿", "brackets": "[(", "nested tags": "<div>"}
LONG_BYTES = 10_000_000
MEMORY_MB = 200


def cpu(work: Callable[[], object], repeats: int = 3) -> float:
    """Least CPU time of one call [s], after one warm-up."""
    work()
    best = float("inf")
    for _ in range(repeats):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def texts() -> dict[str, list[str]]:
    """Documents to read: our own sentences, and the sample pages where they are at hand."""
    out = {"own text": [OWN * 100]}
    pages = sorted((DATA / "pages").glob("*.txt"))
    if pages:
        out["four pages"] = [page.read_text(encoding="utf-8") for page in pages]
    return out


def pipeline(text: str) -> list:
    """All claims of a text."""
    from gigawatt.evidence.claims import read_claims

    return read_claims(reading(text))


def reading(text: str) -> "Reading":
    """The reading alone."""
    from gigawatt.evidence.text import read_document

    return read_document(document_of(text))


def document_of(text: str) -> "Document":
    """A plain text as a document."""
    from gigawatt.evidence.types import Document

    return Document("x", "0", text, "utf-8", "txt", day="2025-11-01")


def peers() -> dict[str, tuple[Callable[[str], object], int]]:
    """name -> (reader of one line, share of the lines it is given: 1 in n); empty without the bench extra."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jionlp
            from recognizers_number import Culture
            from recognizers_number_with_unit import recognize_currency, recognize_dimension
    except ImportError:
        return {}

    def recognizers(line: str) -> object:
        culture = Culture.Chinese if any("\u4e00" <= c <= "\u9fff" for c in line) else Culture.English
        return [f(line, culture) for f in (recognize_currency, recognize_dimension)]

    return {"jionlp money": (jionlp.ner.extract_money, 1), "Recognizers-Text": (recognizers, 12)}


def size(documents: list[str]) -> float:
    """UTF-8 size [MB]."""
    return sum(len(text.encode()) for text in documents) / 1e6


def run() -> Iterator[dict]:
    """One dict per figure."""
    readers = peers()
    for name, documents in texts().items():
        ours = size(documents) / cpu(lambda documents=documents: [pipeline(text) for text in documents])
        floor = size(documents) / cpu(lambda documents=documents: [reading(text) for text in documents])
        claims = sum(len(pipeline(text)) for text in documents)
        base = {"figure": f"whole pipeline, {name}", "mb_per_s": round(ours, 3)}
        yield {**base, "claims": claims, "peer": f"aim of {AIM_MB_PER_S} MB/s", "ratio": round(ours / AIM_MB_PER_S, 2)}
        yield {**base, "peer": "reading alone", "peer_mb_per_s": round(floor, 2), "ratio": round(ours / floor, 3)}
        lines = [line for text in documents for line in text.splitlines() if line.strip()]
        for peer, (reader, share) in readers.items():
            part = lines[::share]
            theirs = size(part) / cpu(lambda part=part, reader=reader: [reader(line) for line in part], 1)
            yield {**base, "peer": peer, "peer_mb_per_s": round(theirs, 4), "ratio": round(ours / theirs, 2)}
    yield from stages()
    yield from growth()
    yield from memory()
    yield from hostile()


def stages() -> Iterator[dict]:
    """Speed of each stage on the sample pages [MB of their UTF-8 per second]; a stage may be a part of another."""
    from gigawatt.evidence import claims, clauses, entities, folding, furniture, items, lines, near_duplicates, words
    from gigawatt.evidence.decoding import decode
    from gigawatt.evidence.html_tokens import tokens
    from gigawatt.evidence.markup import Walker
    from gigawatt.evidence.quantities import find_quantities
    from gigawatt.evidence.styles import Sheet
    from gigawatt.evidence.text import read_document
    from gigawatt.evidence.views import visible_text

    pages = texts().get("four pages") or texts()["own text"]
    html = ["".join(f"<p>{line}</p>\n" for line in page.splitlines() if line) for page in pages]
    data = [page.encode() for page in pages]
    readings = [reading(page) for page in pages]
    shown = [visible_text(r, s)[0] for r in readings for s in r.segments]
    folded = [folding.fold(text).lower() for text in shown]
    found = [claim for r in readings for claim in claims.read_claims(r)]

    def judged(page: str) -> None:
        own = lines.split_lines(page, 0, len(page))
        document = document_of(page)
        furniture.judge_spam(own, document)
        for group in items.group_lines(own):
            furniture.judge_group(own[group.first : group.stop], frozenset(), None, None)

    work: dict[str, Callable[[], object]] = {
        "decode": lambda: [decode(d, "x", None) for d in data],
        "HTML: tokens": lambda: [list(tokens(h)) for h in html],
        "HTML: markup and visibility": lambda: [Walker(h, Sheet()).run() for h in html],
        "lines and inline markup": lambda: [lines.split_lines(p, 0, len(p)) for p in pages],
        "lines, noise, items": lambda: [judged(p) for p in pages],
        "reading (all of it)": lambda: [read_document(document_of(p)) for p in pages],
        "visible text": lambda: [visible_text(r, s) for r in readings for s in r.segments],
        "sentences": lambda: [clauses.sentences(text) for text in shown],
        "names": lambda: [entities.gazetteer().find(text) for text in shown],
        "lexicon words": lambda: [words.words().find(text) for text in folded],
        "quantities": lambda: [find_quantities(text, reference_day="2025-11-01") for text in shown],
        "claims (all behind the reading)": lambda: [claims.read_claims(r) for r in readings],
        "rows": lambda: [claim.as_dict() for claim in found],
        "near-duplicates": lambda: near_duplicates.clusters(readings),
    }
    whole = cpu(lambda: [pipeline(page) for page in pages])
    for name, run_stage in work.items():
        spent = cpu(run_stage)
        yield {
            "figure": f"stage: {name}",
            "mb_per_s": round(size(pages) / spent, 2),
            "peer": "time of the whole pipeline",
            "ratio": round(spent / whole, 3),
        }


def growth() -> Iterator[dict]:
    """Time per character of a text against one of a tenth or a quarter of its length: near 1 is linear."""
    one, ten = (cpu(lambda n=n: pipeline(OWN * n), 2) for n in (30, 300))
    yield {
        "figure": "ten times the text in one document",
        "cpu_s": round(ten, 2),
        "peer": "one tenth of it",
        "ratio": round(ten / one / 10, 2),
        "note": "CPU per character; near 1 is linear",
    }
    for kind, unit in HOSTILE.items():
        small, large = (
            cpu(lambda n=n, unit=unit: pipeline(unit * (n // len(unit))), 1)
            for n in (HOSTILE_CHARACTERS // 4, HOSTILE_CHARACTERS)
        )
        yield {
            "figure": f"{HOSTILE_CHARACTERS} characters of {kind} on one line",
            "cpu_s": round(large, 2),
            "peer": "a quarter of it",
            "ratio": round(large / max(small, 1e-4) / 4, 2),
            "note": "CPU per character; near 1 is linear",
        }


def memory() -> Iterator[dict]:
    """Peak memory of `gigawatt read --jsonl`: the sample pages, and 10 MB of text as one document."""
    folders = [folder for folder in (DATA / "pages", DATA / "articles") if folder.is_dir()]
    if folders:
        yield peak("pages and articles", *map(str, folders))
    real = "\n\n".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt")))
    with tempfile.TemporaryDirectory() as place:
        for name, unit in (("own text, one item", OWN), ("pages and articles in a row", real)):
            if not unit:
                continue
            path = Path(place) / "long.txt"
            path.write_text((unit + "\n\n") * round(LONG_BYTES / len(unit.encode())), encoding="utf-8")
            yield peak(f"10 MB of {name}", str(path))


def peak(name: str, *inputs: str) -> dict:
    """Peak memory and CPU of one run of the command."""
    seconds, megabytes = process("read", *inputs, "--jsonl", repeats=1, warm_up=0)
    return {
        "figure": f"peak memory of `gigawatt read`, {name}",
        "mb": round(megabytes),
        "cpu_s": round(seconds, 1),
        "peer": f"limit of {MEMORY_MB} MB",
        "ratio": round(megabytes / MEMORY_MB, 2),
    }


def hostile() -> Iterator[dict]:
    """10 MB without an end of line through the command: CPU against ten times that of 1 MB, and peak memory."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "short.txt"
        path.write_text("Power: 300 MW.\n", encoding="utf-8")
        start, _ = process("read", str(path), "--jsonl", repeats=1, warm_up=0)
        for kind, unit in HOSTILE_LONG.items():
            for suffix in ("txt", "html"):
                spent = []
                for length in (LONG_BYTES // 10, LONG_BYTES):
                    path = Path(place) / f"hostile.{suffix}"
                    path.write_text(unit * (length // len(unit.encode())), encoding="utf-8")
                    seconds, megabytes = process("read", str(path), "--jsonl", repeats=1, warm_up=0)
                    spent.append(max(0.01, seconds - start))
                yield {
                    "figure": f"10 MB of {kind}, {suffix}, through the command",
                    "cpu_s": round(spent[1], 1),
                    "peak_mb": round(megabytes),
                    "peer": "a tenth of it",
                    "ratio": round(spent[1] / spent[0] / 10, 2),
                    "note": "CPU per character without the start; near 1 is linear",
                }
