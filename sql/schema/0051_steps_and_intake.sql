-- Which kinds of cases an office works by which template of local practice, from when until when. A use that ended stays, for the cases
-- that were registered under it.
CREATE TABLE practice_uses (
  id            TEXT PRIMARY KEY,
  practice_key  TEXT NOT NULL,
  workflow_key  TEXT NOT NULL,
  is_first_only INTEGER NOT NULL CHECK (is_first_only IN (0, 1)),
  from_ms       INTEGER NOT NULL,
  until_ms      INTEGER
) STRICT;
CREATE UNIQUE INDEX practice_uses_in_force ON practice_uses (practice_key, workflow_key) WHERE until_ms IS NULL;
CREATE INDEX practice_uses_by_workflow ON practice_uses (workflow_key, from_ms);

-- What was done of a template's steps on a case. A step that was noted by mistake is taken back, with the reason, and stays.
CREATE TABLE practice_steps (
  id            TEXT PRIMARY KEY,
  case_id       TEXT NOT NULL REFERENCES cases(id),
  practice_key  TEXT NOT NULL,
  version       INTEGER NOT NULL,            -- of the template that the case is worked by
  step          TEXT NOT NULL,
  on_day        INTEGER NOT NULL,
  note          TEXT NOT NULL,               -- what shows that it was done
  account_id    TEXT NOT NULL REFERENCES accounts(id),
  unit_id       TEXT,
  created_ms    INTEGER NOT NULL,
  undone_ms     INTEGER,
  undone_by     TEXT REFERENCES accounts(id),
  undone_reason TEXT
) STRICT;
CREATE UNIQUE INDEX practice_steps_in_force ON practice_steps (case_id, practice_key, step) WHERE undone_ms IS NULL;
CREATE INDEX practice_steps_by_case ON practice_steps (case_id);

-- A registration in hand that was not sent yet: its clerk's alone, sealed; an accusation under the key of the sealed lane.
CREATE TABLE intake_drafts (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts(id),
  is_sealed  INTEGER NOT NULL CHECK (is_sealed IN (0, 1)),
  content    BLOB NOT NULL,
  saved_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_drafts_by_account ON intake_drafts (account_id, saved_ms);
CREATE INDEX intake_drafts_by_age ON intake_drafts (saved_ms);
