"""Print how well the claims of the labelled documents are read: by document, their mean, confusion by metric, misses.

usage: python tools/claim_quality.py [DATA_DIR]     (default ../shared/data, or GIGAWATT_DATA)

The definitions are those of the scorer beside the data (../tools/score_claims.py): a label is hit when a claim overlaps
its span with the right value and unit; metric, subject, status and speaker are judged on the best claim that hits.
Precision counts the claims inside labelled stretches only.
"""

# ruff: noqa: ANN001, ANN201, ANN202
import difflib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

COUNTED = {
    "count", "site", "building", "company", "customer", "user", "person", "job", "chip", "rack", "share", "points",
    "tonne",
}  # fmt: skip
FIELDS = ("metric", "subject", "status", "speaker")


def _norm(text):
    return re.sub(r"[^0-9a-z一-鿿]+", " ", (text or "").lower()).strip()


def same_name(a, b):
    """Names compared loosely: equal, one within the other, or alike to 0.8."""
    a, b = _norm(a), _norm(b)
    if not a or not b:
        return a == b
    return a == b or a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() >= 0.8


def _close(a, b):
    if a is None or b is None:
        return a is None and b is None
    if isinstance(a, str) or isinstance(b, str):
        return str(a)[: len(str(b))] == str(b) or str(b)[: len(str(a))] == str(a)
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _same_unit(a, b):
    return a == b or (a in COUNTED and b in COUNTED) or {a, b} == {"x", "ratio"}


def _value(label, claim, exact):
    if not _same_unit(label["unit"], claim["unit"]):
        return False
    if exact:
        return _close(label["low"], claim["low"]) and _close(label["high"], claim["high"])
    ends = [(a, b) for a in (label["low"], label["high"]) for b in (claim["low"], claim["high"])]
    return any(_close(a, b) for a, b in ends if a is not None and b is not None)


def read_labels(data):
    """Labels with their spans, and the labelled stretches of each document."""
    labels = [json.loads(x) for x in (data / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines() if x]
    texts = {name: _path(data, name).read_text(encoding="utf-8") for name in {x["doc"] for x in labels}}
    stretches = defaultdict(set)
    for label in labels:
        text = texts[label["doc"]]
        low, high = 0, len(text)
        if label.get("item"):
            low = text.find(label["item"])
            lines = text[low:].split("\n")[: 3 if label["doc"].startswith("002") else 2]
            high = low + len("\n".join(lines))
        stretches[label["doc"]].add((low, high))
        at = text.find(label["quote"], low)
        at = at if at >= 0 else text.find(label["quote"])
        label["start"] = at + label["quote"].index(label["qty"])
        label["end"] = label["start"] + len(label["qty"])
    return labels, texts, stretches


def _path(data, name):
    return next(folder / name for folder in (data / "pages", data / "articles") if (folder / name).exists())


def read_predictions(data, names):
    """Claims of the named documents as rows, by document."""
    from gigawatt.evidence.claims import read_claims
    from gigawatt.evidence.documents import load
    from gigawatt.evidence.text import read_document

    found = {}
    for name in sorted(names):
        (document,) = list(load([str(_path(data, name))]))
        found[name] = [claim.as_dict() for claim in read_claims(read_document(document))]
    return found


def score(labels, predictions, stretches):
    """Counts for a set of labels: n, hit, strict, fields, core, whole, speaker counts, predicted, true positives."""
    count = Counter(n=len(labels))
    confusion, misses = Counter(), []
    for label in labels:
        rows = [p for p in predictions[label["doc"]] if p["start"] < label["end"] and p["end"] > label["start"]]
        loose = [p for p in rows if _value(label, p, False)]
        exact = [p for p in rows if _value(label, p, True)]
        count["hit"] += bool(loose)
        count["strict"] += bool(exact)
        if not loose:
            misses.append((label["doc"][:3], label["qty"], "no claim", "", ""))
            continue
        best = max(
            exact or loose,
            key=lambda p: (
                (p["metric"] == label["metric"])
                + same_name(p["subject"], label["subject"])
                + (p["status"] == label["status"])
            ),
        )
        right = {
            "metric": best["metric"] == label["metric"],
            "subject": same_name(best["subject"], label["subject"]),
            "status": best["status"] == label["status"],
            "speaker": same_name(best["speaker"], label["speaker"]) if label["speaker"] else not best["speaker"],
        }
        for field in FIELDS:
            count[field] += right[field]
            if not right[field]:
                misses.append((label["doc"][:3], label["qty"], field, label[field], best[field]))
        confusion[(label["metric"], best["metric"])] += 1
        count["speaker_gold"] += bool(label["speaker"])
        count["speaker_said"] += bool(best["speaker"])
        count["speaker_both"] += bool(label["speaker"] and best["speaker"] and right["speaker"])
        count["core"] += bool(exact) and right["metric"] and right["status"]
        count["whole"] += bool(exact) and all(right.values())
    for name in {label["doc"] for label in labels}:
        own = [x for x in labels if x["doc"] == name]
        for p in predictions[name]:
            if any(a <= p["start"] < b for a, b in stretches[name]):
                count["predicted"] += 1
                count["true"] += any(
                    p["start"] < x["end"] and p["end"] > x["start"] and _value(x, p, False) for x in own
                )
    return count, confusion, misses


def rates(count):
    """The measures as fractions."""
    hit = max(1, count["hit"])
    return {
        "recall": count["hit"] / max(1, count["n"]),
        "strict": count["strict"] / max(1, count["n"]),
        "precision": count["true"] / max(1, count["predicted"]),
        **{field: count[field] / hit for field in FIELDS[:3]},
        "speaker_f1": 2 * count["speaker_both"] / max(1, count["speaker_gold"] + count["speaker_said"]),
        "core": count["core"] / max(1, count["n"]),
        "whole": count["whole"] / max(1, count["n"]),
    }


def by_document(data):
    """{document: (n, rates)} for every labelled document, with `all` and `mean` (the mean over documents)."""
    labels, texts, stretches = read_labels(data)
    predictions = read_predictions(data, texts)
    table = {}
    for name in sorted(texts):
        count, _, _ = score([x for x in labels if x["doc"] == name], predictions, stretches)
        table[name] = (count["n"], rates(count))
    count, confusion, misses = score(labels, predictions, stretches)
    speaking = [t for _, t in table.values() if t["speaker_f1"] > 0]
    mean = {key: sum(t[key] for _, t in table.values()) / len(table) for key in table[next(iter(table))][1]}
    mean["speaker_f1"] = sum(t["speaker_f1"] for t in speaking) / max(1, len(speaking))
    table["mean"] = (len(texts), mean)
    table["all"] = (count["n"], rates(count))
    return table, confusion, misses


def main():
    here = Path(__file__).resolve().parents[1]
    sys.path.insert(0, str(here / "src"))
    default = os.environ.get("GIGAWATT_DATA", here.parent / "shared" / "data")
    data = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    table, confusion, misses = by_document(data)
    keys = list(table["all"][1])
    print("| document | n | " + " | ".join(keys) + " |")
    print("| --- " * (len(keys) + 2) + "|")
    for name, (n, row) in table.items():
        print(f"| {name[:6]} | {n} | " + " | ".join(f"{row[k]:.2f}" for k in keys) + " |")
    print("\nMetric confusions (label -> read: times):")
    for (a, b), n in confusion.most_common():
        if a != b:
            print(f"  {a} -> {b}: {n}")
    print("\nMisses (document, quantity, field, label, read):")
    for miss in misses[:60]:
        print("  " + " | ".join(str(x) for x in miss))


if __name__ == "__main__":
    main()
