"""Long documents: memory stays bounded, in a real process, and what is read does not depend on how it is kept."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gigawatt.evidence import near_duplicates, stage
from gigawatt.evidence.claims import read_claims
from gigawatt.evidence.near_duplicates import are_copies, fingerprint, item_text, sample, shingles
from gigawatt.evidence.text import read_document
from gigawatt.evidence.types import Document
from gigawatt.evidence.views import Offsets, view

ROOT = Path(__file__).resolve().parents[3]
PEAK_MB = 75
OWN = (
    "Borealis Energy said the first hall would draw {n} megawatts by 2028. The firm's chief executive, asked about the "
    "second hall, gave no figure, and the county has not yet voted on the land it would stand on.\n\n"
    "谈到以后的打算时，负责人没有给出明确的答案，只说要看市场的需求和合作伙伴的意愿，再决定下一步怎么走，也不愿意谈时间。\n\n"
    "该公司表示，园区第{n}号机房将使用约{n}兆瓦电力，投资约{n}亿美元，其余的机房还没有动工，也没有公布进一步的安排。\n\n"
)


def document(text: str, form: str = "txt") -> Document:
    return Document("own", "0" * 64, text, "utf-8", form, day="2025-11-01")


def own(count: int) -> str:
    return "".join(OWN.format(n=100 + n % 800) for n in range(count))


def read_process(path: Path) -> tuple[list[dict], float]:
    """Rows of `gigawatt read --jsonl` in a process of its own, and its peak memory [MB]."""
    script = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=sys.stdout, stderr=subprocess.DEVNULL).returncode\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, sys.executable, "-m", "gigawatt", "read", str(path), "--jsonl"],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], int(done.stderr) / 1024


def test_peak_memory_of_three_megabytes_in_one_item(tmp_path):
    path = tmp_path / "long.txt"
    text = own(200) + "这一行只有文字，没有任何可以核对的数量。" * 55_000 + "\n\n" + own(200)
    path.write_text(text, encoding="utf-8")
    assert path.stat().st_size > 3_000_000
    rows, peak = read_process(path)
    assert {row["qty"] for row in rows if row["unit"] == "W"} >= {"100 megawatts", "约100兆瓦"}
    assert len(rows) > 1000
    assert all(text[row["start"] : row["end"]] == row["qty"] for row in rows)
    assert peak < PEAK_MB


def test_peak_memory_of_hostile_documents(tmp_path):
    for number, unit in enumerate(("1234567890", "亿", "[(", "<div>")):
        for suffix in (".txt", ".html"):
            text = unit * (400_000 // len(unit.encode()))
            (tmp_path / f"{number}{suffix}").write_text(text, encoding="utf-8")
    assert read_process(tmp_path)[1] < PEAK_MB


def test_claims_do_not_depend_on_how_scenes_are_kept(monkeypatch):
    text = own(6) + own(6).replace("\n\n", " ")
    reading = read_document(document(text))
    usual = read_claims(reading)
    monkeypatch.setattr(stage, "KEPT_CHARACTERS", 0)
    assert read_claims(reading) == usual and len(usual) > 30
    monkeypatch.setattr(stage, "STRETCH_CHARACTERS", 400)
    parted = read_claims(reading)
    assert [(c.start, c.end, c.low, c.metric) for c in parted] == [(c.start, c.end, c.low, c.metric) for c in usual]
    assert all(text[c.start : c.end] == c.qty and c.quote == text[c.quote_start : c.quote_end] for c in parted)


def test_a_text_without_markup_is_one_run_however_long():
    short, long = Offsets(7, 17), Offsets(7, 10_000_007)
    assert list(short) == list(range(7, 18)) and len(long) == 10_000_001
    assert sum(sys.getsizeof(getattr(long, slot)) for slot in Offsets.__slots__) < 1000
    assert long.span(5_000_000, 5_000_010) == (5_000_007, 5_000_017) and long[-1] == long[10_000_000] == 10_000_007
    with pytest.raises(IndexError):
        short[11]


@pytest.mark.parametrize(
    ("form", "raw", "shown"),
    [
        ("txt", "a **300** [MW](http://x.y/z) now[3].", "a 300 MW now   ."),
        ("txt", "大笔\n投资 \n5亿 and\nthen self-\nmade", "大笔投资 5亿 and then self-made"),
        ("html", "<p>a&nbsp;&amp; <b>300</b>\n  MW<sup>2</sup></p>", " a\xa0& 300 MW2"),
    ],
)
def test_each_visible_character_walks_back_to_its_own(form, raw, shown):
    reading = read_document(document(raw, form))
    text, offsets = view(raw, 0, len(raw), reading.dropped, form)
    assert text == shown and len(offsets) == len(text) + 1
    for i, c in enumerate(text):
        start, end = offsets.span(i, i + 1)
        assert offsets[i] == start < end <= len(raw)
        assert raw[start] == c or raw[start] in "&<\n[" or c == " "
        part = Offsets()
        part.add_part(offsets, i, len(text))
        assert list(part) == list(offsets)[i:]
        assert part.span(0, len(text) - i) == offsets.span(i, len(text))


def test_the_sample_of_a_very_long_item_still_knows_its_copies(monkeypatch):
    first, second = own(300), own(260) + "Something else altogether was added at the end of this copy. " * 40
    other = "".join(chr(0x4E00 + (n * n * 31 + n * 7) % 20_000) for n in range(40_000))
    whole = sample(item_text(read_document(document(first)), 0))
    assert len(whole.hashes) == len(set(whole.hashes)) and whole.limit == 1 << 32
    assert set(whole.hashes) == shingles(item_text(read_document(document(first)), 0))
    monkeypatch.setattr(near_duplicates, "_SAMPLE_MAXIMUM", 5000)
    prints = [fingerprint(read_document(document(t))) for t in (first, second, other)]
    samples = [p.items[0] for p in prints]
    assert all(s.limit < 1 << 32 for s in samples)
    assert len(samples[2].hashes) < 6000
    a, b, c = (frozenset(s.hashes) for s in samples)
    limit = min(s.limit for s in samples)
    assert limit < 1 << 32 and are_copies(a, b) and not are_copies(a, c)
