"""Reading: speed against lxml's text_content, growth with length on hostile input, a long fuzz, hidden techniques.

Speeds are CPU time, best of three, in the same process on the same page; `ratio` is ours / peer. The peer builds a tree
in C and returns all text, hidden or not, without offsets: it is the floor of what any reader of HTML must spend.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))
FUZZ_INPUTS = int(os.environ.get("GIGAWATT_FUZZ", "200000"))
PAGE_CHARACTERS = 1_000_000
HOSTILE_CHARACTERS = 10_000_000
HOSTILE = {"digits": "1234567890", "yi": "亿", "brackets": "[(", "nested tags": "<div>"}
PARAGRAPH = (
    "The company said that the first phase would draw 300 megawatts, and that the second would follow in 2028. "
    "该公司表示，第一期园区将使用300兆瓦的电力，第二期预计将于2028年投入使用，总投资约为五百亿元人民币。"
)


def cpu(work: Callable[[], object], repeats: int = 3) -> float:
    """Least CPU time of one call [s]."""
    best = float("inf")
    for _ in range(repeats):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def run() -> Iterator[dict]:
    """One dict per figure."""
    sys.path.insert(0, str(ROOT / "tests"))
    yield from speed()
    yield from hostile()
    yield from hidden()
    yield from fuzz()


def read(text: str, form: str) -> object:
    """Read and look at all that is visible."""
    from gigawatt.evidence.text import read_document, visible_text
    from gigawatt.evidence.types import Document

    reading = read_document(Document("x", "0", text, "utf-8", form))
    return [visible_text(reading, s) for s in reading.segments]


def speed() -> Iterator[dict]:
    """MB of UTF-8 per second of CPU."""
    import lxml.html

    plain = (PARAGRAPH + "\n\n") * (PAGE_CHARACTERS // len(PARAGRAPH))
    page = "<html><head><style>.h{display:none}</style></head><body>"
    page += f'<p class="a">{PARAGRAPH}<b>x</b></p>\n' * (PAGE_CHARACTERS // len(PARAGRAPH))
    for name, text, form in (("plain text", plain, "txt"), ("HTML", page, "html")):
        size = len(text.encode()) / 1e6
        peer = cpu(lambda text=text: lxml.html.fromstring(text).text_content())
        ours = cpu(lambda text=text, form=form: read(text, form))
        yield {
            "figure": f"reading speed, {name}",
            "value": round(size / ours, 2),
            "unit": "MB/s",
            "peer": "lxml text_content",
            "ratio": round(peer / ours, 4),
        }


def hostile() -> Iterator[dict]:
    """Time of 10 MB against a tenth of it: 10 is linear."""
    for name, unit in HOSTILE.items():
        for form in ("txt", "html"):
            small = unit * (HOSTILE_CHARACTERS // 10 // len(unit))
            short = cpu(lambda s=small, f=form: read(s, f), 1)
            long = cpu(lambda s=small, f=form: read(s * 10, f), 1)
            yield {
                "figure": f"growth on 10 MB of {name}, {form}",
                "value": round(long, 1),
                "unit": "s",
                "peer": "a tenth of the input",
                "ratio": round(long / short, 2),
            }


def hidden() -> Iterator[dict]:
    """Techniques of hidden text that leak, against lxml's text_content on the same pages."""
    import lxml.html

    from unit.evidence.test_visibility import HIDDEN, SECRET, page

    ours = peer = 0
    for case in HIDDEN.values():
        html = page(*case, SECRET)
        ours += any("987" in seen for seen, _ in read(html, "html"))
        peer += "987" in lxml.html.fromstring(html).text_content()
    yield {
        "figure": "hidden techniques leaked",
        "value": ours,
        "unit": f"of {len(HIDDEN)}",
        "peer": "lxml text_content",
        "ratio": round(ours / peer, 3),
    }


def fuzz() -> Iterator[dict]:
    """Mutated pages and texts, each checked for exact offsets and full cover; any crash stops the run."""
    from gigawatt.evidence.text import read_document
    from property.evidence.test_reading_properties import PIECES, TAGS, check, document, mutated

    rng = random.Random(7)
    begin = time.process_time()
    slowest = 0.0
    for n in range(FUZZ_INPUTS):
        form = ("txt", "html")[n % 2]
        seed = "".join(rng.choices(PIECES + (TAGS if form == "html" else []), k=rng.randint(1, 40))) + PIECES[0]
        at = time.process_time()
        check(read_document(document(mutated(seed, rng), form)))
        slowest = max(slowest, time.process_time() - at)
    mean = (time.process_time() - begin) / FUZZ_INPUTS
    yield {
        "figure": "fuzzed inputs without crash",
        "value": FUZZ_INPUTS,
        "unit": "inputs",
        "peer": "mean time of one input",
        "ratio": round(slowest / mean, 1),
    }
