-- Who stands in for whom while they are absent. What the absent one holds is copied as grants of those days, so that every question
-- about grants is answered in one place; a copy goes with what it was copied from.

CREATE TABLE substitutions (
  id            TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES accounts(id),   -- absent
  substitute_id TEXT NOT NULL REFERENCES accounts(id),
  valid_from    INTEGER NOT NULL,
  valid_to      INTEGER NOT NULL,
  created_ms    INTEGER NOT NULL,
  ended_ms      INTEGER,
  CHECK (account_id <> substitute_id),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX substitutions_by_account ON substitutions (account_id, valid_to);
CREATE INDEX substitutions_by_substitute ON substitutions (substitute_id, valid_to);

ALTER TABLE grants ADD COLUMN substitution_id TEXT REFERENCES substitutions(id);  -- NULL: one's own
ALTER TABLE grants ADD COLUMN source_id TEXT REFERENCES grants(id);
CREATE INDEX grants_by_substitution ON grants (substitution_id) WHERE substitution_id IS NOT NULL;
CREATE INDEX grants_by_source ON grants (source_id) WHERE source_id IS NOT NULL;
