-- Oversight: what a supervisor should look at, what was demanded and answered, and what petitioners say of the handling.

CREATE TABLE supervision_found (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  deadline_id TEXT REFERENCES deadlines(id), -- NULL: not a clock
  unit_id     TEXT NOT NULL REFERENCES units(id),
  trigger     TEXT NOT NULL,                 -- 'overdue:C6', 'objections', 'no_contact', 'repeat', 'dissatisfied', 'callback'
  found_ms    INTEGER NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('open', 'closed'))
) STRICT;
INSERT INTO supervision_found (id, case_id, deadline_id, unit_id, trigger, found_ms, status)
SELECT id, case_id, deadline_id, unit_id, trigger, found_ms, status FROM supervision_candidates;
DROP TABLE supervision_candidates;
ALTER TABLE supervision_found RENAME TO supervision_candidates;
CREATE UNIQUE INDEX supervision_once ON supervision_candidates (case_id, trigger, COALESCE(deadline_id, ''));
CREATE INDEX supervision_by_age ON supervision_candidates (status, found_ms, id);

-- Measures of supervision (Arts 39, 40), each answered in writing.
CREATE TABLE supervisions (
  case_id    TEXT NOT NULL REFERENCES cases(id),
  position   INTEGER NOT NULL,
  measure    TEXT NOT NULL CHECK (measure IN ('reminder', 'letter', 'inspection', 'talk', 'bulletin', 'listed', 'rectify')),
  unit_id    TEXT NOT NULL REFERENCES units(id),
  problem    TEXT NOT NULL,
  article    TEXT NOT NULL,
  demand     TEXT NOT NULL,
  due_day    INTEGER NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('open', 'answered', 'accepted', 'returned')),
  account_id TEXT,
  issued_ms  INTEGER NOT NULL,
  answer     TEXT,
  answered_ms INTEGER,
  judgement  TEXT,
  judged_ms  INTEGER,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Satisfaction: of the bureau and of the unit apart. A later one takes the place of an earlier one of the same round; all stay.
CREATE TABLE ratings (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases(id),
  target     TEXT NOT NULL CHECK (target IN ('bureau', 'unit')),
  round      INTEGER NOT NULL,               -- one for each answer that was delivered
  unit_id    TEXT REFERENCES units(id),      -- that is rated
  value      TEXT NOT NULL CHECK (value IN ('satisfied', 'basically', 'dissatisfied')),
  reason     TEXT,
  comment    TEXT,
  via        TEXT NOT NULL CHECK (via IN ('portal', 'call', 'paper')),
  reference  TEXT,                           -- of the recording or the scanned paper
  account_id TEXT,                           -- who entered it; NULL: the petitioner
  rated_ms   INTEGER NOT NULL,
  is_current INTEGER NOT NULL
) STRICT;
CREATE INDEX ratings_by_case ON ratings (case_id, rated_ms);
CREATE UNIQUE INDEX ratings_current ON ratings (case_id, target, round) WHERE is_current = 1;
