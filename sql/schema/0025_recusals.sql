-- Who withdrew from a case (回避, Art 28) does nothing on it any more.
CREATE TABLE recusals (
  case_id TEXT NOT NULL REFERENCES cases (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  asked_by TEXT NOT NULL CHECK (asked_by IN ('handler', 'petitioner', 'unit')),
  recused_ms INTEGER NOT NULL,
  PRIMARY KEY (case_id, account_id)
) STRICT, WITHOUT ROWID;
