-- How long closed matters are kept, who stopped their destruction, and what is left of those that were destroyed.

-- Number of the certificate under which the content was destroyed; NULL: it is there.
ALTER TABLE cases ADD COLUMN certificate TEXT;
CREATE INDEX cases_by_retention ON cases (retention, closed_ms) WHERE archived_ms IS NOT NULL AND certificate IS NULL;
CREATE INDEX cases_by_petitioner ON cases (petitioner_id);
-- The same in an entry: its note and changes are gone, its hash stays and is vouched for by the entry of the purge.
ALTER TABLE journal ADD COLUMN certificate TEXT;

-- One row for each case whose time was found to be over, or that is held.
CREATE TABLE retentions (
  case_id     TEXT PRIMARY KEY REFERENCES cases(id),
  last_day    INTEGER,                       -- of the term; NULL: not found yet
  found_ms    INTEGER,
  held_by     TEXT REFERENCES accounts(id),  -- NULL: not held
  held_ms     INTEGER,
  hold_reason TEXT,
  proposed_by TEXT REFERENCES accounts(id),  -- NULL: nobody proposes to destroy it
  proposed_ms INTEGER,
  appraisal   TEXT                           -- why it is worth nothing any more
) STRICT, WITHOUT ROWID;
CREATE INDEX retentions_found ON retentions (last_day, case_id) WHERE found_ms IS NOT NULL;
CREATE INDEX retentions_held ON retentions (held_ms, case_id) WHERE held_ms IS NOT NULL;

-- Certificates of destruction; never changed and never dropped.
CREATE TABLE certificates (
  number      TEXT PRIMARY KEY,              -- as it is printed
  id          TEXT NOT NULL UNIQUE,          -- as it stands in addresses
  unit_id     TEXT NOT NULL REFERENCES units(id),
  made_ms     INTEGER NOT NULL,
  decided_by  TEXT NOT NULL REFERENCES accounts(id),
  reason      TEXT NOT NULL,
  cases       INTEGER NOT NULL,
  digest      BLOB NOT NULL                  -- over this row and its items; stands in the office's journal
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_age ON certificates (made_ms, number);

CREATE TABLE certificate_items (
  certificate TEXT NOT NULL REFERENCES certificates(number) DEFERRABLE INITIALLY DEFERRED,
  position    INTEGER NOT NULL,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  case_number TEXT NOT NULL,
  archive_number TEXT,
  retention   TEXT NOT NULL,                 -- '10', '30'
  closed_day  INTEGER NOT NULL,
  last_day    INTEGER NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES accounts(id),
  proposed_ms INTEGER NOT NULL,
  appraisal   TEXT NOT NULL,
  documents   INTEGER NOT NULL,              -- what was destroyed, counted
  contacts    INTEGER NOT NULL,
  evidence    INTEGER NOT NULL,
  people      INTEGER NOT NULL,              -- whose fields went, because no other case needs them
  entries     INTEGER NOT NULL,              -- of its journal, up to the purge
  digest      BLOB NOT NULL,                 -- over what is left of those
  PRIMARY KEY (certificate, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX certificate_items_by_case ON certificate_items (case_id);

INSERT OR IGNORE INTO role_permissions (role, permission)
SELECT r.key, p.permission FROM roles r
  JOIN (SELECT 'archivist' AS role, 'retention.manage' AS permission
        UNION ALL SELECT 'bureau_head', 'retention.manage'
        UNION ALL SELECT 'bureau_head', 'retention.decide'
        UNION ALL SELECT 'bureau_head', 'person.export') p ON p.role = r.key;
