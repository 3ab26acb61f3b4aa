"""Floors of the quantity layer on the hand labels, with the official scorer; spans on every page at hand."""

import json
import subprocess
import sys

import pytest

from gigawatt.evidence.documents import load
from gigawatt.evidence.quantities import find_quantities, is_claim
from gigawatt.evidence.text import read_document, visible_text

pytestmark = pytest.mark.outside_data

FLOORS = {"value_unit_recall": 0.99, "strict_recall": 0.985, "precision": 0.97, "span_fidelity": 1.0}


def rows(path):
    """Rows of the claim file for the quantities that can be claims; metric, subject, status are left open."""
    (document,) = load([str(path)])
    reading = read_document(document)
    for segment in reading.segments:
        shown, offsets = visible_text(reading, segment)
        item = reading.items[segment.item]
        found = find_quantities(
            shown,
            lost_decimal_points=item.lost_decimal_points,
            reference_day=item.day or reading.document.day,
        )
        for q in found:
            start, end = offsets.span(q.start, q.end)
            row = {
                "doc": path.name,
                "start": start,
                "end": end,
                "qty": document.text[start:end],
                "low": q.low,
                "high": q.high,
            }
            yield q, {**row, "unit": q.unit, "metric": None, "subject": None, "status": None, "speaker": None}


def documents(data):
    return sorted([*(data / "pages").glob("*.txt"), *(data / "articles").glob("*.txt")])


@pytest.fixture(scope="module")
def predicted(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("quantities") / "claims.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for path in documents(data):
            for q, row in rows(path):
                if is_claim(q):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return out


def test_value_unit_bounds_and_precision(data, predicted):
    scorer = data.parent / "tools" / "score_claims.py"
    folders = f"{data / 'pages'}:{data / 'articles'}"
    floors = [f"{name}={floor}" for name, floor in FLOORS.items()]
    run = subprocess.run(
        [sys.executable, str(scorer), str(data / "gold" / "train.jsonl"), str(predicted), folders, "--min", *floors],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_spans_are_exact_and_in_order(data):
    seen = 0
    for path in documents(data):
        last = -1
        for _, row in rows(path):
            assert row["qty"] == row["qty"].strip()
            assert row["start"] >= last
            last = row["end"]
            seen += 1
    assert seen > 600
