"""Makers of documents and claims for the tests of the ledger."""

import hashlib
from typing import Any

from gigawatt.evidence.types import Claim, Document


def document(text: str = "body", **values: Any) -> Document:
    given = {"path": "a.txt", "encoding": "utf-8", "format": "txt", "day": "2025-11-16", "language": "en"}
    return Document(sha256=hashlib.sha256(text.encode()).hexdigest(), text=text, **{**given, **values})


def claim(low=None, high=..., unit="USD", *, doc: Document | None = None, **values: Any) -> Claim:
    """A claim with a quantity text that says its numbers; high is low when it is not given."""
    high = low if high is ... else high
    doc = doc or document()
    qty = values.pop("qty", None) or f"{'' if low is None else low}..{'' if high is None else high} {unit}"
    start = values.pop("start", 0)
    given: dict[str, Any] = {
        "doc": doc.path, "doc_sha256": doc.sha256, "start": start, "end": start + len(qty), "qty": qty,
        "quote_start": start, "quote_end": start + len(qty), "quote": qty, "low": low, "high": high, "unit": unit,
        "approx": False, "metric": "capex", "subject": "Acme", "status": "actual",
    }  # fmt: skip
    return Claim(**{**given, **values})


def gold_claims(folder) -> list[Claim]:
    """The labelled claims of the data folder as claims with offsets, in the order of the file."""
    import json

    claims, texts, used = [], {}, {}
    for line in (folder / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["doc"]
        if name not in texts:
            place = next(folder / sub / name for sub in ("pages", "articles") if (folder / sub / name).exists())
            raw = place.read_bytes()
            texts[name] = (raw.decode(), hashlib.sha256(raw).hexdigest())
        text, sha256 = texts[name]
        key = (name, row["quote"], row["qty"], row["subject"])
        begin = text.index(row["quote"], used.get(key, -1) + 1)
        used[key] = begin
        start = begin + row["quote"].index(row["qty"])
        fields = {k: v for k, v in row.items() if k not in ("start", "end")}
        for side in ("low", "high"):
            fields[side] = float(fields[side]) if isinstance(fields[side], int) else fields[side]
        day = _DAYS.get(name) or next((d for head, d in _ITEM_DAYS if (row["item"] or "").startswith(head)), None)
        claims.append(
            Claim(doc_sha256=sha256, start=start, end=start + len(row["qty"]), quote_start=begin,
                  quote_end=begin + len(row["quote"]), item_day=day, **fields)
        )  # fmt: skip
    return claims


_DAYS = {"000_f5a64cb3b28f2b82.txt": "2025-07-22", "001_e17595d0210b1c36.txt": "2025-01-26",
         "01.txt": "2025-02-13", "04.txt": "2025-08-15"}  # fmt: skip
_ITEM_DAYS = (("AI", "2025-11-16"), ("Liberty", "2025-11-12"), ("不止", "2025-11-08"), ("“AI", "2025-10-15"))
