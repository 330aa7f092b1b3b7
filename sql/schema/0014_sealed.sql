-- The sealed lane (Regulation Art 30): content under a key of its own, and only those who are named may know of the case.

ALTER TABLE cases ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0;

-- A sealed case has no part in case_units: units do not see it, named people do.
CREATE TABLE case_readers (
  case_id    TEXT NOT NULL REFERENCES cases(id),
  account_id TEXT NOT NULL REFERENCES accounts(id),
  named_by   TEXT NOT NULL,
  named_ms   INTEGER NOT NULL,
  PRIMARY KEY (case_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sealed_contents (
  case_id TEXT PRIMARY KEY REFERENCES cases(id),
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
