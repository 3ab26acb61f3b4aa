"""Claims as rows of the table `claim`, and back."""

import json
import sqlite3
from typing import Any

from gigawatt.evidence.types import Claim, Document
from gigawatt.ledger.independence import Places, place_of
from gigawatt.ledger.periods import parse_period
from gigawatt.ledger.records import Held

_COLUMNS = (
    "id", "document_sha256", "start", "end", "qty", "quote_start", "quote_end", "quote", "metric", "subject", "low",
    "high", "low_day", "high_day", "unit", "approx", "noun", "per", "status", "speaker", "counterparty", "location",
    "period", "valid_from", "valid_to", "item", "item_day", "negated", "power_basis", "repaired", "multiple_of_base",
    "equivalent_start", "equivalent_end", "independent", "rules", "known_on", "known_basis", "recorded_on",
)  # fmt: skip
INSERT_CLAIM = f"INSERT INTO claim VALUES ({','.join('?' * len(_COLUMNS))})"
CLAIM_COLUMNS = "SELECT claim.*, document.path AS path"
SELECT_CLAIMS = f"""{CLAIM_COLUMNS} FROM claim
  JOIN reading_claim ON reading_claim.claim_id = claim.id
  JOIN (SELECT document_sha256, max(seq) AS seq FROM reading WHERE recorded_on <= ? GROUP BY document_sha256) r
    ON r.seq = reading_claim.reading_seq
  JOIN document ON document.sha256 = claim.document_sha256
  WHERE claim.known_on <= ?
  ORDER BY claim.known_on, claim.document_sha256, claim.start, claim.id"""


def searchable(claim: Claim, document: Document) -> str:
    """The words by which a claim can be found."""
    parts = (claim.quote, claim.subject, claim.speaker, claim.counterparty, claim.location, claim.item, document.title)
    return " \n ".join(part for part in parts if part)


def claim_row(claim: Claim, known_on: str, basis: str, recorded: str) -> tuple[Any, ...]:
    """The values of a claim in the order of the columns."""
    is_date = claim.unit == "date"
    period = parse_period(claim.period)
    equivalent = claim.equivalent_of or (None, None)
    return (
        claim.id, claim.doc_sha256, claim.start, claim.end, claim.qty, claim.quote_start, claim.quote_end, claim.quote,
        claim.metric, claim.subject, None if is_date else claim.low, None if is_date else claim.high,
        claim.low if is_date else None, claim.high if is_date else None, claim.unit, int(claim.approx), claim.noun,
        claim.per, claim.status, claim.speaker, claim.counterparty, claim.location, claim.period, period.start,
        period.end, claim.item, claim.item_day, int(claim.negated), claim.power_basis, int(claim.repaired),
        claim.multiple_of_base, *equivalent, int(claim.independent),
        json.dumps(claim.rules, ensure_ascii=False, sort_keys=True), known_on, basis, recorded,
    )  # fmt: skip


def held_of(row: sqlite3.Row, items: Places) -> Held:
    """The claim of a row, with its days and independence cluster."""
    is_date = row["unit"] == "date"
    equivalent = None if row["equivalent_start"] is None else (row["equivalent_start"], row["equivalent_end"])
    claim = Claim(
        doc=row["path"], doc_sha256=row["document_sha256"], start=row["start"], end=row["end"], qty=row["qty"],
        quote_start=row["quote_start"], quote_end=row["quote_end"], quote=row["quote"],
        low=row["low_day"] if is_date else row["low"], high=row["high_day"] if is_date else row["high"],
        unit=row["unit"], approx=bool(row["approx"]), metric=row["metric"], subject=row["subject"],
        status=row["status"], speaker=row["speaker"], counterparty=row["counterparty"], location=row["location"],
        period=row["period"], noun=row["noun"], per=row["per"], item=row["item"], item_day=row["item_day"],
        negated=bool(row["negated"]), power_basis=row["power_basis"], repaired=bool(row["repaired"]),
        multiple_of_base=row["multiple_of_base"], equivalent_of=equivalent, independent=bool(row["independent"]),
        rules=json.loads(row["rules"]),
    )  # fmt: skip
    place = place_of(items, claim.doc_sha256, claim.start)
    if place is None:
        return Held(claim, row["known_on"], row["recorded_on"])
    return Held(claim, row["known_on"], row["recorded_on"], place.cluster, place.copy_of)
