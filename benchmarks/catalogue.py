"""Reading the catalogue: against parsing the same files without checking, and against ten times as many sites."""

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from gigawatt.atlas.catalogue import BUILT_IN, load_catalogue

SITE = """
[[campus]]
id = "bench-{n}"
name = "Bench {n}"
country = "US"
region = "us-tx"
source = "general-geography"
known_on = "2026-01-01"

[[campus.blocks]]
id = "bench-{n}/1"
power_mw = 100
source = "general-geography"
known_on = "2026-01-01"
"""


def _cpu(work) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _parse() -> None:
    for path in BUILT_IN.rglob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))


def run() -> Iterator[dict]:
    """One figure per line, each a ratio to a baseline of the same process."""
    load_catalogue()
    parse, load = _cpu(_parse), _cpu(load_catalogue)
    yield {
        "figure": "catalogue read and checked / parsed by the standard library",
        "value": load / parse,
        "unit": "x",
        "cpu_s": load,
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sites.toml"
        times = []
        for count in (1000, 10_000):
            path.write_text("".join(SITE.format(n=n) for n in range(count)), encoding="utf-8")
            times.append(_cpu(lambda: load_catalogue(Path(folder))) - load)
        yield {
            "figure": "cost of 10,000 further sites / of 1,000",
            "value": times[1] / times[0],
            "unit": "x",
            "cpu_s": times[1],
        }
