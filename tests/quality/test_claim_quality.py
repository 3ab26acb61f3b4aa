"""Quality of claims on the hand labels: floors per field with the official definitions, and per document as a guard."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside_data

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "value_unit_recall": 0.97,
    "strict_recall": 0.95,
    "precision": 0.93,
    "metric": 0.93,
    "subject": 0.83,
    "status": 0.92,
    "speaker_f1": 0.90,
    "value_metric_status": 0.86,
    "whole": 0.70,
    "span_fidelity": 1.0,
}
MEAN_FLOORS = {"recall": 0.93, "strict": 0.93, "metric": 0.92, "subject": 0.88, "status": 0.90, "core": 0.82}


def quality_tool():
    spec = importlib.util.spec_from_file_location("claim_quality", ROOT / "tools" / "claim_quality.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def predictions(data):
    labels = (data / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    names = {json.loads(line)["doc"] for line in labels if line.strip()}
    return quality_tool().read_predictions(data, names)


def test_floors_by_the_official_scorer(data, predictions, tmp_path):
    rows = tmp_path / "claims.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for claims in predictions.values():
            for claim in claims:
                out.write(json.dumps(claim, ensure_ascii=False) + "\n")
    floors = [f"{name}={value}" for name, value in FLOORS.items()]
    folders = f"{data / 'pages'}:{data / 'articles'}"
    command = [
        sys.executable, str(data.parent / "tools" / "score_claims.py"), str(data / "gold" / "train.jsonl"), str(rows),
        folders, "--min", *floors,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_floors_as_the_mean_over_documents(data):
    table, _, _ = quality_tool().by_document(data)
    below = {key: table["mean"][1][key] for key, floor in MEAN_FLOORS.items() if table["mean"][1][key] < floor}
    assert not below
    assert table["all"][0] >= 191


def test_the_four_pages_yield_at_least_300_claims_and_none_from_spam(data):
    from gigawatt.evidence.claims import read_claims
    from gigawatt.evidence.documents import load
    from gigawatt.evidence.text import read_document

    total = 0
    for path in sorted((data / "pages").glob("*.txt")):
        (document,) = list(load([str(path)]))
        reading = read_document(document)
        claims = read_claims(reading)
        total += len(claims)
        for claim in claims:
            assert document.text[claim.start : claim.end] == claim.qty
            inside = [d for d in reading.dropped if d.start < claim.end and claim.start < d.end]
            assert not [d for d in inside if not d.reason.startswith(("markup", "citation"))]
    assert total >= 300
