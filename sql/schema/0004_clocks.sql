-- Running clocks, their ladders, holder notices, supervision candidates, and the journal.

CREATE TABLE deadlines (
  -- Deferred: a new case's row names its first clock, so the clock is written first.
  case_id        TEXT NOT NULL REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  id             TEXT NOT NULL UNIQUE,
  clock          TEXT NOT NULL,              -- 'C6'
  kind           TEXT NOT NULL CHECK (kind IN ('duty', 'local', 'window', 'right')),
  unit           TEXT NOT NULL CHECK (unit IN ('calendar_day', 'working_day', 'hour', 'on_date')),
  length         INTEGER NOT NULL,
  owner_unit_id  TEXT REFERENCES units(id),  -- whose duty it is
  started_ms     INTEGER NOT NULL,
  extension_days INTEGER NOT NULL DEFAULT 0,
  round          INTEGER NOT NULL DEFAULT 0, -- how often it was extended; each round climbs the ladder anew
  due_ms         INTEGER NOT NULL,
  due_day        INTEGER NOT NULL,
  rolled_day     INTEGER NOT NULL,
  is_provisional INTEGER NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('running', 'met', 'late', 'cancelled', 'lapsed')),
  ended_ms       INTEGER,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadlines_running ON deadlines (id) WHERE status = 'running';

-- One row per rung and round (level = 100 * round + rung); a rung fires in the transaction that writes its notices, once.
CREATE TABLE deadline_levels (
  deadline_id TEXT NOT NULL REFERENCES deadlines(id),
  level       INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('armed', 'fired', 'superseded', 'dropped')),
  fired_ms    INTEGER,
  late_by_ms  INTEGER,
  PRIMARY KEY (deadline_id, level)
) STRICT, WITHOUT ROWID;
CREATE INDEX deadline_levels_armed ON deadline_levels (at_ms, deadline_id) WHERE status = 'armed';

-- In-app notices; addressed to one account, or to everybody who holds a role at a unit.
CREATE TABLE notices (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,                  -- 'event' or 'ladder'
  case_id    TEXT NOT NULL REFERENCES cases(id),
  deadline_id TEXT,
  level      INTEGER,
  event      TEXT,
  addressee  TEXT NOT NULL,                  -- 'handler', 'holder_head' ...: why you got it
  account_id TEXT,
  role       TEXT,
  unit_id    TEXT,
  created_ms INTEGER NOT NULL,
  UNIQUE (deadline_id, level, addressee)
) STRICT;
CREATE INDEX notices_by_account ON notices (account_id, created_ms) WHERE account_id IS NOT NULL;
CREATE INDEX notices_by_role ON notices (unit_id, role, created_ms) WHERE role IS NOT NULL;

CREATE TABLE notice_reads (
  notice_id  TEXT NOT NULL REFERENCES notices(id),
  account_id TEXT NOT NULL,
  read_ms    INTEGER NOT NULL,
  PRIMARY KEY (notice_id, account_id)
) STRICT, WITHOUT ROWID;

-- Found by machine, decided by people: matters that a supervisor should look at, with the evidence.
CREATE TABLE supervision_candidates (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  deadline_id TEXT NOT NULL REFERENCES deadlines(id),
  unit_id     TEXT NOT NULL REFERENCES units(id),
  trigger     TEXT NOT NULL,                 -- 'overdue:C6'
  found_ms    INTEGER NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  UNIQUE (deadline_id, trigger)
) STRICT;
CREATE INDEX supervision_by_case ON supervision_candidates (case_id);

-- Append-only history; each entry is chained to the one before it on the same case.
CREATE TABLE journal (
  case_id    TEXT NOT NULL REFERENCES cases(id),
  seq        INTEGER NOT NULL,               -- 1..n without gaps
  at_ms      INTEGER NOT NULL,
  actor_id   TEXT NOT NULL,                  -- account id, 'system', or 'petitioner'
  actor_unit_id TEXT,
  action     TEXT NOT NULL,                  -- 'register', 'event', 'ladder', 'recompute' ...
  event      TEXT,
  from_state TEXT,
  to_state   TEXT,
  note       TEXT,
  changes    TEXT NOT NULL,                  -- JSON array of {field, before, after}; never personal data
  request_id TEXT NOT NULL,
  hash       BLOB NOT NULL,
  PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;

-- What concerns no case: grants, accounts, calendars, definitions; one chain of its own.
CREATE TABLE office_journal (
  seq        INTEGER PRIMARY KEY,
  at_ms      INTEGER NOT NULL,
  actor_id   TEXT NOT NULL,
  action     TEXT NOT NULL,                  -- 'account.add', 'grant.drop', 'calendar.load' ...
  object_id  TEXT NOT NULL,
  changes    TEXT NOT NULL,
  request_id TEXT NOT NULL,
  hash       BLOB NOT NULL
) STRICT;
