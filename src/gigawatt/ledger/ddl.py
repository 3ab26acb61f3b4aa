"""The tables of a ledger file. Rows are only ever added: triggers refuse every change and every removal."""

APPLICATION_ID = 0x47574C47
"""`GWLG`: marks the SQLite file as a ledger"""
VERSION = 2
"""schema version, in `PRAGMA user_version`"""

_TABLES = """
CREATE TABLE document (
  sha256      TEXT PRIMARY KEY,
  path        TEXT NOT NULL,
  url         TEXT,
  publisher   TEXT,
  author      TEXT,
  title       TEXT,
  day         TEXT,
  fetched_on  TEXT,
  language    TEXT NOT NULL,
  format      TEXT NOT NULL,
  encoding    TEXT NOT NULL,
  characters  INTEGER NOT NULL,
  recorded_on TEXT NOT NULL
);
CREATE TABLE reading (
  seq             INTEGER PRIMARY KEY,
  document_sha256 TEXT NOT NULL REFERENCES document(sha256),
  digest          TEXT NOT NULL,
  reader          TEXT NOT NULL,
  claims          INTEGER NOT NULL,
  recorded_on     TEXT NOT NULL
);
CREATE INDEX reading_by_document ON reading(document_sha256, seq);
CREATE TABLE claim (
  id              TEXT PRIMARY KEY,
  document_sha256 TEXT NOT NULL REFERENCES document(sha256),
  start           INTEGER NOT NULL,
  "end"           INTEGER NOT NULL,
  qty             TEXT NOT NULL,
  quote_start     INTEGER NOT NULL,
  quote_end       INTEGER NOT NULL,
  quote           TEXT NOT NULL,
  metric          TEXT NOT NULL,
  subject         TEXT,
  low             REAL,
  high            REAL,
  low_day         TEXT,
  high_day        TEXT,
  unit            TEXT NOT NULL,
  approx          INTEGER NOT NULL,
  noun            TEXT,
  per             TEXT,
  status          TEXT NOT NULL,
  speaker         TEXT,
  counterparty    TEXT,
  location        TEXT,
  period          TEXT,
  valid_from      TEXT,
  valid_to        TEXT,
  item            TEXT,
  item_day        TEXT,
  negated         INTEGER NOT NULL,
  power_basis     TEXT,
  repaired        INTEGER NOT NULL,
  multiple_of_base REAL,
  equivalent_start INTEGER,
  equivalent_end  INTEGER,
  independent     INTEGER NOT NULL,
  rules           TEXT NOT NULL,
  known_on        TEXT NOT NULL,
  known_basis     TEXT NOT NULL,
  recorded_on     TEXT NOT NULL
);
CREATE INDEX claim_by_subject ON claim(subject, metric);
CREATE INDEX claim_by_day ON claim(known_on);
CREATE INDEX claim_by_document ON claim(document_sha256, start);
CREATE TABLE reading_claim (
  reading_seq INTEGER NOT NULL REFERENCES reading(seq),
  claim_id    TEXT NOT NULL REFERENCES claim(id),
  PRIMARY KEY (reading_seq, claim_id)
) WITHOUT ROWID;
CREATE TABLE fingerprint (
  document_sha256 TEXT NOT NULL REFERENCES document(sha256),
  start           INTEGER NOT NULL,
  "end"           INTEGER NOT NULL,
  signature       TEXT NOT NULL,
  faults          INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (document_sha256, start, "end")
) WITHOUT ROWID;
CREATE TABLE judgement (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  left_claim  TEXT NOT NULL REFERENCES claim(id),
  right_claim TEXT NOT NULL REFERENCES claim(id),
  reason      TEXT NOT NULL,
  rule        TEXT NOT NULL,
  judged_by   TEXT NOT NULL,
  day         TEXT,
  recorded_on TEXT NOT NULL
);
CREATE INDEX judgement_left ON judgement(left_claim);
CREATE INDEX judgement_right ON judgement(right_claim);
CREATE TABLE merge (
  seq         INTEGER PRIMARY KEY,
  action      TEXT NOT NULL CHECK (action IN ('merge', 'unmerge')),
  name        TEXT NOT NULL,
  "into"      TEXT NOT NULL,
  judged_by   TEXT NOT NULL,
  day         TEXT NOT NULL,
  reason      TEXT NOT NULL,
  recorded_on TEXT NOT NULL
);
CREATE VIRTUAL TABLE claim_text USING fts5(claim_id UNINDEXED, words, tokenize = "unicode61 remove_diacritics 0");
"""

_VIEWS = """
CREATE VIEW current_reading AS
  SELECT document_sha256, max(seq) AS seq FROM reading GROUP BY document_sha256;
CREATE VIEW current_claim AS
  SELECT claim.*, document.path, document.url, document.publisher, document.title
  FROM claim
  JOIN reading_claim ON reading_claim.claim_id = claim.id
  JOIN current_reading ON current_reading.seq = reading_claim.reading_seq
  JOIN document ON document.sha256 = claim.document_sha256;
CREATE VIEW conflict AS
  SELECT judgement.kind, judgement.reason, a.subject, a.metric,
         a.qty AS left_qty, a.speaker AS left_speaker, a.known_on AS left_known_on, a.quote AS left_quote,
         b.qty AS right_qty, b.speaker AS right_speaker, b.known_on AS right_known_on, b.quote AS right_quote,
         judgement.left_claim, judgement.right_claim, judgement.judged_by
  FROM judgement
  JOIN claim a ON a.id = judgement.left_claim
  JOIN claim b ON b.id = judgement.right_claim
  WHERE judgement.kind IN ('contradiction', 'magnitude_slip');
"""

_GUARDED = ("document", "reading", "claim", "reading_claim", "fingerprint", "judgement", "merge")


MIGRATIONS = {1: "ALTER TABLE fingerprint ADD COLUMN faults INTEGER NOT NULL DEFAULT 0;"}
"""script that leads from a version to the next; no row is changed or removed"""


def statements() -> str:
    """The whole schema as one script, without BEGIN and COMMIT."""
    guards = "".join(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;\n"
        for table in _GUARDED
        for verb in ("UPDATE", "DELETE")
    )
    return _TABLES + _VIEWS + guards
