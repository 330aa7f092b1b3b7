-- Signed checkpoints over the heads of all journals. A checkpoint holds the heads that changed since the one before; so all of them
-- together hold every head, and the newest one of a case is in the last checkpoint that names it.

CREATE TABLE checkpoints (
  seq         INTEGER PRIMARY KEY,           -- 1..n without gaps
  at_ms       INTEGER NOT NULL,
  epoch       INTEGER NOT NULL,              -- of the signing key
  heads       INTEGER NOT NULL,              -- rows of checkpoint_heads
  root        BLOB NOT NULL,                 -- of the tree over them, by case id
  office_seq  INTEGER NOT NULL,              -- end of the office's own journal; 0: empty
  office_hash BLOB NOT NULL,
  hash        BLOB NOT NULL,                 -- over all of the above and the hash before
  signature   BLOB NOT NULL                  -- Ed25519 of the hash
) STRICT;

CREATE TABLE checkpoint_heads (
  checkpoint INTEGER NOT NULL REFERENCES checkpoints(seq) DEFERRABLE INITIALLY DEFERRED,
  case_id    TEXT NOT NULL REFERENCES cases(id),
  seq        INTEGER NOT NULL,
  hash       BLOB NOT NULL,
  PRIMARY KEY (checkpoint, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX checkpoint_heads_of_case ON checkpoint_heads (case_id, seq);

-- Cases whose journal grew since the last checkpoint.
CREATE TABLE checkpoint_pending (
  case_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO checkpoint_pending (case_id) SELECT id FROM cases;
CREATE TRIGGER journal_grew AFTER INSERT ON journal BEGIN
  INSERT OR IGNORE INTO checkpoint_pending (case_id) VALUES (new.case_id);
END;
