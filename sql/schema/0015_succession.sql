-- A unit that was merged or abolished, and who came after it (Art 24). Never changed: a mistake is repaired by another row.
CREATE TABLE successions (
  id           TEXT PRIMARY KEY,
  unit_id      TEXT NOT NULL REFERENCES units(id),
  successor_id TEXT NOT NULL REFERENCES units(id),
  from_day     INTEGER NOT NULL,             -- first day of the successor
  basis        TEXT NOT NULL,                -- the decision that it rests on
  cases        INTEGER NOT NULL,             -- how many went over
  account_id   TEXT NOT NULL REFERENCES accounts(id),
  created_ms   INTEGER NOT NULL,
  CHECK (unit_id <> successor_id)
) STRICT;
CREATE INDEX successions_by_unit ON successions (unit_id, created_ms, id);
CREATE INDEX successions_by_successor ON successions (successor_id);

-- Who sent and who got it first, when a successor has taken that place.
ALTER TABLE dispatches ADD COLUMN first_from_unit_id TEXT REFERENCES units(id);
ALTER TABLE dispatches ADD COLUMN first_to_unit_id TEXT REFERENCES units(id);
CREATE INDEX dispatches_by_sender ON dispatches (from_unit_id, status);
CREATE INDEX dispatches_by_receiver ON dispatches (to_unit_id, status);
