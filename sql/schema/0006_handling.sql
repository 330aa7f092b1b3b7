-- Evidence for what is found, and agreements with their instalments.

CREATE TABLE evidence (
  case_id      TEXT NOT NULL REFERENCES cases(id),
  id           TEXT NOT NULL,
  title        TEXT NOT NULL,
  fact         TEXT NOT NULL,                -- what it shows
  source       TEXT NOT NULL,
  reference    TEXT,                         -- where it is kept: file number, page, register
  captured_day INTEGER NOT NULL,
  account_id   TEXT NOT NULL,
  unit_id      TEXT,
  created_ms   INTEGER NOT NULL,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreements (
  case_id     TEXT NOT NULL REFERENCES cases(id),
  id          TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('mediation', 'settlement')),
  other_party TEXT NOT NULL,
  mediator    TEXT,
  signed_day  INTEGER NOT NULL,
  terms       TEXT NOT NULL,
  account_id  TEXT NOT NULL,
  created_ms  INTEGER NOT NULL,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE instalments (
  case_id      TEXT NOT NULL REFERENCES cases(id),
  position     INTEGER NOT NULL,             -- 1, 2, 3 ... of the case, in the order in which they were planned
  agreement_id TEXT NOT NULL,
  text         TEXT NOT NULL,
  amount_fen   INTEGER,
  due_day      INTEGER NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('open', 'performed', 'failed')),
  done_day     INTEGER,
  proof        TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;
