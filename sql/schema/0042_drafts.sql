-- What somebody began to write about a case and did not send yet: one for each person, case and composer (an event of the case, a note, a
-- letter). Nobody else ever reads it, and it is no part of the case. The words are sealed: those about a sealed case under the key of the
-- sealed lane.
CREATE TABLE drafts (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts(id),
  case_id    TEXT NOT NULL REFERENCES cases(id),
  composer   TEXT NOT NULL,
  is_sealed  INTEGER NOT NULL CHECK (is_sealed IN (0, 1)),
  content    BLOB NOT NULL,
  case_version INTEGER NOT NULL,             -- of the case that it was begun on
  saved_ms   INTEGER NOT NULL,
  UNIQUE (account_id, case_id, composer)
) STRICT;
CREATE INDEX drafts_by_case ON drafts (case_id);
CREATE INDEX drafts_by_age ON drafts (saved_ms);
