"""Whole evidence pipeline, text -> reading -> quantities -> claims: speed on one core, growth with length, memory.

Speeds are CPU time, best of three, in one process on the same text; `ratio` is ours / peer, above 1 is faster.
The peers only find quantities: jionlp money (Chinese only), Recognizers-Text currency and dimensions.
Reading alone is given as the floor.
"""

import os
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.foundation import process

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
    "digits": "1234567890",
    "yi": "亿",
    "brackets": "(（",
    "clauses": "据，",
    "names": "OpenAI和",
    "money": "投资5亿美元，",
}
HOSTILE_CHARACTERS = 40_000


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
    from gigawatt.evidence.text import read_document
    from gigawatt.evidence.types import Document

    return read_claims(read_document(Document("x", "0", text, "utf-8", "txt", day="2025-11-01")))


def reading(text: str) -> object:
    """The reading alone."""
    from gigawatt.evidence.text import read_document
    from gigawatt.evidence.types import Document

    return read_document(Document("x", "0", text, "utf-8", "txt", day="2025-11-01"))


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
    for name, inputs in (("four pages", [DATA / "pages"]), ("pages and articles", [DATA / "pages", DATA / "articles"])):
        _, peak = process("read", *map(str, inputs), "--jsonl", repeats=1)
        yield {
            "figure": f"peak memory of `gigawatt read`, {name}",
            "mb": round(peak),
            "peer": "limit of 200 MB",
            "ratio": round(peak / 200, 2),
        }
