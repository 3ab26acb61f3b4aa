-- A ledger as release 0.1 (schema version 1) wrote it: its schema, then its rows. Made by that release's own code.
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
CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_claim_no_update BEFORE UPDATE ON reading_claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER reading_claim_no_delete BEFORE DELETE ON reading_claim BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER fingerprint_no_update BEFORE UPDATE ON fingerprint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER fingerprint_no_delete BEFORE DELETE ON fingerprint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER merge_no_update BEFORE UPDATE ON merge BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER merge_no_delete BEFORE DELETE ON merge BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
INSERT INTO document VALUES ('cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4','old.txt',NULL,NULL,NULL,NULL,'2025-01-26',NULL,'en','txt','utf-8',3,'2026-01-01');
INSERT INTO document VALUES ('11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437','new.txt',NULL,NULL,NULL,NULL,'2025-07',NULL,'en','txt','utf-8',3,'2026-01-01');
INSERT INTO reading VALUES (1,'cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4','86c8592888c6b3bc3e27','gigawatt',1,'2026-01-01');
INSERT INTO reading VALUES (2,'11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437','541a15bf931701d05388','gigawatt',2,'2026-01-01');
INSERT INTO claim VALUES ('b1952d6cb5bcceac571d','cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4',0,30,'1000000000.0..1000000000.0 USD',0,30,'Acme 宣布投資一座資料中心','capex','Acme',1000000000.0,1000000000.0,NULL,NULL,'USD',0,NULL,NULL,'actual',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,NULL,NULL,1,'{}','2025-01-26','document','2026-01-01');
INSERT INTO claim VALUES ('f92a39cf3fcbb6a15216','11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437',0,30,'2000000000.0..2000000000.0 USD',0,30,'2000000000.0..2000000000.0 USD','capex','Acme',2000000000.0,2000000000.0,NULL,NULL,'USD',0,NULL,NULL,'actual',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2025-07-22',0,NULL,0,NULL,NULL,NULL,1,'{}','2025-07-22','item','2026-01-01');
INSERT INTO claim VALUES ('b5ef10ddd5399f71a9db','11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437',40,55,'2028..2028 date',40,55,'2028..2028 date','target_date','Acme',NULL,NULL,'2028','2028','date',0,NULL,NULL,'actual',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,NULL,NULL,1,'{}','2025-07-31','document','2026-01-01');
INSERT INTO reading_claim VALUES (1,'b1952d6cb5bcceac571d');
INSERT INTO reading_claim VALUES (2,'b5ef10ddd5399f71a9db');
INSERT INTO reading_claim VALUES (2,'f92a39cf3fcbb6a15216');
INSERT INTO fingerprint VALUES ('11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437',0,60,'[0, 1, 2, 3, 4, 5, 6, 7]');
INSERT INTO fingerprint VALUES ('cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4',0,4,'[0, 1, 2, 3, 4, 5, 6, 7]');
INSERT INTO judgement VALUES ('9e41921be94d0cd78f9d','contradiction','b1952d6cb5bcceac571d','f92a39cf3fcbb6a15216','read by hand','','me','2026-01-01','2026-01-01');
INSERT INTO merge VALUES (1,'merge','Acme Corp','Acme','me','2026-01-01','','2026-01-01');
INSERT INTO claim_text VALUES ('b1952d6cb5bcceac571d','acme 宣 布 投 资 一 座 资 料 中 心 acme');
INSERT INTO claim_text VALUES ('f92a39cf3fcbb6a15216','2000000000 0 2000000000 0 usd acme');
INSERT INTO claim_text VALUES ('b5ef10ddd5399f71a9db','2028 2028 date acme');
PRAGMA application_id = 1196903495;
PRAGMA user_version = 1;
