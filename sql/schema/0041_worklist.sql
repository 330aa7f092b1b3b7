-- The work list: when a case was changed last, and what people keep of their lists.

ALTER TABLE cases ADD COLUMN changed_ms INTEGER NOT NULL DEFAULT 0;   -- time of its last journal entry
UPDATE cases SET changed_ms = COALESCE((SELECT j.at_ms FROM journal j WHERE j.case_id = cases.id AND j.seq = cases.journal_seq),
                                       registered_ms);
CREATE INDEX cases_by_changed ON cases (is_open, changed_ms, id);
CREATE INDEX cases_open_newest ON cases (registered_ms, id) WHERE is_open = 1;
CREATE INDEX cases_open_number ON cases (number) WHERE is_open = 1;

-- A saved view is a filter and a way to show what it finds. What its reader finds is judged by the reader's own scope.
CREATE TABLE views (
  id         TEXT PRIMARY KEY,
  owner_id   TEXT NOT NULL REFERENCES accounts(id),
  name       TEXT NOT NULL,
  sharing    TEXT NOT NULL CHECK (sharing IN ('private', 'unit', 'all')),
  unit_id    TEXT REFERENCES units(id),      -- whose people see it; with sharing "unit" only
  filter     TEXT NOT NULL,                  -- JSON: the members of the list's own filter
  columns    TEXT NOT NULL,                  -- keys separated by spaces; empty: as usual
  density    TEXT NOT NULL CHECK (density IN ('normal', 'compact')),
  position   INTEGER NOT NULL,               -- order among the pinned
  is_pinned  INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
  changed_ms INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1,
  CHECK ((sharing = 'unit') = (unit_id IS NOT NULL))
) STRICT;
CREATE INDEX views_by_owner ON views (owner_id);
CREATE INDEX views_by_unit ON views (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX views_by_sharing ON views (sharing, id);

-- What was asked to go out as a file: fetched by who asked, within the hour. The office journal keeps that it happened.
CREATE TABLE exports (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts(id),
  filter     TEXT NOT NULL,                  -- as in views
  columns    TEXT NOT NULL,
  format     TEXT NOT NULL CHECK (format IN ('csv', 'ndjson')),
  has_bom    INTEGER NOT NULL,
  total      INTEGER NOT NULL,               -- rows that matched when it was asked for
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX exports_by_end ON exports (expires_ms);
