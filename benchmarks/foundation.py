"""The door and the main job: CPU and memory of whole processes against their budgets, and growth at 10x and 100x.

Each run is a process of its own; CPU is what the operating system charged its children (user + system), the median of
`REPEATS`. A budget is a line of the plan, not a peer: `ratio` is measured / budget, below 1 is inside.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GIGAWATT_DATA", ROOT.parent / "shared" / "data"))
REPEATS = 5
_CHILD = (
    "import resource,subprocess,sys;"
    "code=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL).returncode;"
    "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(u.ru_utime+u.ru_stime,u.ru_maxrss,code)"
)


def process(*arguments: str, repeats: int = REPEATS, warm_up: int = 1) -> tuple[float, float]:
    """(median CPU seconds, largest peak memory in MB) of `gigawatt ARGUMENTS` after so many runs that do not count."""
    command = [sys.executable, "-c", _CHILD, sys.executable, "-m", "gigawatt", *arguments]
    cpu, memory = [], []
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for turn in range(warm_up + repeats):
        out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split()
        if out[2] != "0":
            raise RuntimeError(f"gigawatt {' '.join(arguments)} ended with {out[2]}")
        if turn >= warm_up:
            cpu.append(float(out[0]))
            memory.append(int(out[1]) / 1024)
    return statistics.median(cpu), max(memory)


def budget(name: str, measured: float, limit: float, unit: str) -> dict:
    """One figure against its budget."""
    return {
        "figure": name,
        "measured": round(measured, 4),
        "budget": limit,
        "unit": unit,
        "ratio": round(measured / limit, 3),
    }


def run() -> Iterator[dict]:
    """CPU of the door, CPU and memory of the main job, reading, and how both grow."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    yield budget("--version", process("--version")[0], 0.3, "CPU s")
    yield budget("--help", process("--help")[0], 0.5, "CPU s")
    with tempfile.TemporaryDirectory() as folder:
        cpu, memory = process("assess", "--out", folder, repeats=3)
        yield budget("assess, bundled catalogue, warm", cpu, 5.0, "CPU s")
        yield budget("assess, bundled catalogue, peak memory", memory, 500.0, "MB")
    pages = sorted((DATA / "pages").glob("*.txt"))
    yield budget("read, four pages", process("read", *map(str, pages), "--jsonl", repeats=3)[0], 1.0, "CPU s")
    with tempfile.TemporaryDirectory() as folder:
        seconds = {}
        for copies in (1, 10, 100):
            target = Path(folder) / f"x{copies}"
            target.mkdir()
            for number in range(copies):
                for page in pages:
                    (target / f"{number:03d}-{page.name}").write_bytes(page.read_bytes() + f"\n{number}\n".encode())
            seconds[copies] = process("read", str(target), "--jsonl", repeats=1)[0]
        for copies in (10, 100):
            growth = (seconds[copies] - seconds[1]) / seconds[1] / (copies - 1)
            yield {
                "figure": f"read, {copies}x documents against 1x",
                "cpu_s": round(seconds[copies], 2),
                "cpu_s_1x": round(seconds[1], 2),
                "ratio": round(growth, 3),
                "note": "added CPU per added copy over CPU of one",
            }
