-- Dictionaries, calendars, workflow definitions, number sequences, settings.

CREATE TABLE terms (
  kind          TEXT NOT NULL,               -- 'class', 'purpose', 'closing_kind' ...
  code          TEXT NOT NULL,
  parent_code   TEXT,
  official_code TEXT,
  title_zh      TEXT NOT NULL,
  title_en      TEXT NOT NULL,
  sort          INTEGER NOT NULL,
  PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_years (
  year      INTEGER PRIMARY KEY,
  notice    TEXT NOT NULL,
  loaded_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE calendar_days (
  day     INTEGER PRIMARY KEY,
  year    INTEGER NOT NULL REFERENCES calendar_years(year),
  is_work INTEGER NOT NULL CHECK (is_work IN (0, 1)),
  name    TEXT
) STRICT;

CREATE TABLE workflows (
  key        TEXT NOT NULL,
  version    INTEGER NOT NULL,
  lane       TEXT NOT NULL,
  title_zh   TEXT NOT NULL,
  title_en   TEXT NOT NULL,
  definition TEXT NOT NULL,
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;

-- Running numbers: 'case:999901-2026-W', 'doc:<unit>:<type>:2026'.
CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
