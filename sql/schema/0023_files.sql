-- Files of a case: evidence, scans, proofs, and the redacted copies of them. Contents lie in DATA/files (store/file_store.h); a row
-- is written once its content is safe there. Key, and the name under it, are gone once a file is removed: then nobody can open the content.

CREATE TABLE files (
  id             TEXT PRIMARY KEY,
  case_id        TEXT NOT NULL REFERENCES cases(id),
  kind           TEXT NOT NULL CHECK (kind IN ('original', 'redacted')),
  of_id          TEXT REFERENCES files(id),      -- the original of a redacted copy
  status         TEXT NOT NULL CHECK (status IN ('kept', 'removed')),
  media          TEXT NOT NULL,                  -- what the content was found to be
  size           INTEGER NOT NULL,               -- bytes of the content in clear
  hash           BLOB NOT NULL,                  -- BLAKE2b-256 of the content in clear
  key            BLOB,                           -- the file's own key, sealed; NULL when removed
  name           BLOB,                           -- sealed under the file's own key
  is_sealed      INTEGER NOT NULL,               -- key under the ring's purpose of the sealed lane
  account_id     TEXT NOT NULL,
  unit_id        TEXT,
  created_ms     INTEGER NOT NULL,
  removed_ms     INTEGER,
  removed_by     TEXT,
  removed_reason TEXT,
  CHECK ((kind = 'redacted') = (of_id IS NOT NULL)),
  CHECK ((status = 'kept') = (key IS NOT NULL)),
  CHECK ((status = 'kept') = (removed_ms IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX files_of_case ON files (case_id, id);
CREATE INDEX files_of_original ON files (of_id) WHERE of_id IS NOT NULL;
CREATE INDEX files_of_account ON files (account_id, created_ms);
