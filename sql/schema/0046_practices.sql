-- Local practice as data: templates of steps beside the law's clocks. A published version is never changed.

CREATE TABLE practices (
  key        TEXT NOT NULL,
  version    INTEGER NOT NULL,
  title_zh   TEXT NOT NULL,
  title_en   TEXT NOT NULL,
  template   TEXT NOT NULL,               -- JSON, see domain/practice.h
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;

-- Units of the sample county that an office may begin with. They can be removed while nothing real hangs on them; then the rows go too.
CREATE TABLE sample_units (
  unit_id TEXT PRIMARY KEY REFERENCES units(id)
) STRICT, WITHOUT ROWID;
