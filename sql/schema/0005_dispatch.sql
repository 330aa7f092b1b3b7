-- Dispatch as one noun: tasks of assisting units, reports that are judged, objections with their grounds, disputes, units that
-- are complained of, and the book of precedents.

ALTER TABLE dispatches ADD COLUMN urgency TEXT;                 -- of the case when it was sent
ALTER TABLE dispatches ADD COLUMN report_state TEXT CHECK (report_state IN ('filed', 'accepted', 'returned'));
ALTER TABLE dispatches ADD COLUMN report_ruled_ms INTEGER;      -- when the sender accepted or returned the report
ALTER TABLE dispatches ADD COLUMN report_reason TEXT;
ALTER TABLE dispatches ADD COLUMN late_consent_by TEXT REFERENCES accounts(id); -- bureau head who let a late objection in
ALTER TABLE dispatches ADD COLUMN late_consent_ms INTEGER;
ALTER TABLE dispatches ADD COLUMN late_consent_reason TEXT;
ALTER TABLE dispatches ADD COLUMN dispute_body TEXT CHECK (dispute_body IN ('superior', 'joint_conference'));
ALTER TABLE dispatches ADD COLUMN dispute_unit_id TEXT REFERENCES units(id); -- who rules, or keeps the conference's office
ALTER TABLE dispatches ADD COLUMN dispute_ms INTEGER;
ALTER TABLE dispatches ADD COLUMN dispute_reason TEXT;
ALTER TABLE dispatches ADD COLUMN is_ruled INTEGER NOT NULL DEFAULT 0; -- sent by such a ruling: no objection any more

-- What one of several clocks of a kind is about: the task of an assisting unit, an instalment.
ALTER TABLE deadlines ADD COLUMN about TEXT;

-- Against whom the petition is: it is never sent there (Arts 28, 44).
CREATE TABLE complained_units (
  case_id TEXT NOT NULL REFERENCES cases(id),
  unit_id TEXT NOT NULL REFERENCES units(id),
  PRIMARY KEY (case_id, unit_id)
) STRICT, WITHOUT ROWID;

-- Rulings on objections and disputes, in words without personal data; a draft until whoever ruled confirms the words.
CREATE TABLE precedents (
  id            TEXT PRIMARY KEY,
  case_id       TEXT NOT NULL REFERENCES cases(id),
  dispatch_id   TEXT NOT NULL REFERENCES dispatches(id),
  status        TEXT NOT NULL CHECK (status IN ('draft', 'confirmed')),
  class_code    TEXT,
  refused_unit_id TEXT REFERENCES units(id),  -- that objected
  unit_id       TEXT NOT NULL REFERENCES units(id), -- found competent
  ruling        TEXT NOT NULL CHECK (ruling IN ('agreed', 'refused')),
  ruled_by_unit_id TEXT NOT NULL REFERENCES units(id),
  ruled_by      TEXT NOT NULL,
  ruled_ms      INTEGER NOT NULL,
  facts         TEXT,                          -- neutral words; NULL in a draft
  reason        TEXT,
  legal_basis   TEXT,
  confirmed_ms  INTEGER
) STRICT;
CREATE INDEX precedents_by_age ON precedents (status, ruled_ms, id);
CREATE INDEX precedents_by_class ON precedents (class_code, status, ruled_ms);
CREATE INDEX precedents_by_case ON precedents (case_id);
