-- Three layers that are never merged: person (信访人), submission (信访件), case (信访事项).
-- Counts hang on submissions, clocks and documents on cases.

CREATE TABLE persons (
  id             TEXT PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('natural', 'legal_person', 'organisation')),
  name           BLOB NOT NULL,              -- sealed fields: see store/vault.h
  id_type        TEXT,
  id_number      BLOB,
  phone          BLOB,
  email          BLOB,
  address        BLOB,
  id_index       BLOB,                       -- blind indexes for exact look-up
  phone_index    BLOB,
  contact_preference TEXT,
  created_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX persons_by_id ON persons (id_index) WHERE id_index IS NOT NULL;
CREATE INDEX persons_by_phone ON persons (phone_index) WHERE phone_index IS NOT NULL;

CREATE TABLE cases (
  id             TEXT PRIMARY KEY,
  number         TEXT NOT NULL UNIQUE,
  title          TEXT NOT NULL,
  lane           TEXT NOT NULL,
  workflow_key   TEXT NOT NULL,
  workflow_version INTEGER NOT NULL,
  stage          TEXT NOT NULL,
  state          TEXT NOT NULL,
  is_open        INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  channel        TEXT NOT NULL,
  source_platform TEXT,
  purpose        TEXT NOT NULL,
  class_code     TEXT,
  place_unit_id  TEXT REFERENCES units(id),
  place_detail   TEXT,
  urgency        TEXT NOT NULL,
  request        TEXT NOT NULL,
  facts          TEXT,
  reasons        TEXT,
  is_first       INTEGER NOT NULL,
  people_count   INTEGER NOT NULL,
  petitioner_id  TEXT NOT NULL REFERENCES persons(id), -- the one shown in lists
  registrar_unit_id TEXT NOT NULL REFERENCES units(id),
  holder_unit_id TEXT NOT NULL REFERENCES units(id),
  handler_id     TEXT REFERENCES accounts(id),
  held_since_ms  INTEGER NOT NULL,
  registered_ms  INTEGER NOT NULL,
  accepted_ms    INTEGER,
  closed_ms      INTEGER,
  due_key        INTEGER NOT NULL,           -- due_ms of the earliest running duty or local clock; 9e15: none
  due_deadline_id TEXT,
  is_returned    INTEGER NOT NULL DEFAULT 0, -- came back: objection filed, draft returned, reopened
  is_extended    INTEGER NOT NULL DEFAULT 0,
  is_supervised  INTEGER NOT NULL DEFAULT 0, -- candidate for supervision (督办)
  outcome        TEXT,
  closing_kind   TEXT,
  thing_settled  INTEGER,
  petitioner_accepts TEXT,
  closing_note   TEXT,
  retention      TEXT,
  code_hash      BLOB,                       -- keyed hash of the query code
  submission_count INTEGER NOT NULL DEFAULT 1,
  journal_seq    INTEGER NOT NULL DEFAULT 0,
  journal_head   BLOB,
  version        INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX cases_by_due ON cases (is_open, due_key, id);
CREATE INDEX cases_by_state ON cases (state, due_key, id);
CREATE INDEX cases_by_holder ON cases (holder_unit_id, is_open, due_key, id);
CREATE INDEX cases_by_newest ON cases (registered_ms, id);
CREATE INDEX cases_by_handler ON cases (handler_id, is_open, due_key, id) WHERE handler_id IS NOT NULL;
CREATE INDEX cases_unclaimed ON cases (due_key, id) WHERE is_open = 1 AND handler_id IS NULL;
CREATE INDEX cases_returned ON cases (due_key, id) WHERE is_open = 1 AND is_returned = 1;
CREATE INDEX cases_supervised ON cases (due_key, id) WHERE is_open = 1 AND is_supervised = 1;

-- Every unit that has or had a part in a case, and every unit above one: what scope is judged by. Scope "subtree" is then one
-- equality, and the worklist of one unit is one index range. is_open and due_key repeat the case's own.
CREATE TABLE case_units (
  case_id   TEXT NOT NULL REFERENCES cases(id),
  unit_id   TEXT NOT NULL REFERENCES units(id),
  is_direct INTEGER NOT NULL CHECK (is_direct IN (0, 1)), -- 0: only above a unit that has a part
  is_open   INTEGER NOT NULL,
  due_key   INTEGER NOT NULL,
  PRIMARY KEY (case_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_units_by_due ON case_units (unit_id, is_open, due_key, case_id);

-- Who had the case for how long.
CREATE TABLE holdings (
  case_id  TEXT NOT NULL REFERENCES cases(id),
  seq      INTEGER NOT NULL,
  unit_id  TEXT NOT NULL REFERENCES units(id),
  handler_id TEXT REFERENCES accounts(id),
  from_ms  INTEGER NOT NULL,
  to_ms    INTEGER,
  PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE submissions (
  id              TEXT PRIMARY KEY,
  number          TEXT NOT NULL UNIQUE,
  case_id         TEXT NOT NULL REFERENCES cases(id),
  channel         TEXT NOT NULL,
  source_platform TEXT,
  external_number TEXT,
  registered_ms   INTEGER NOT NULL,
  received_day    INTEGER NOT NULL,
  unit_id         TEXT NOT NULL REFERENCES units(id),
  window_number   TEXT,
  registrar_id    TEXT REFERENCES accounts(id), -- NULL: the petitioner over the web
  purpose         TEXT NOT NULL,
  title           TEXT NOT NULL,
  request         TEXT NOT NULL,
  facts           TEXT,
  reasons         TEXT,
  people_count    INTEGER NOT NULL,
  involved_count  INTEGER,
  is_joint        INTEGER NOT NULL,
  is_group_visit  INTEGER NOT NULL,
  is_first        INTEGER NOT NULL,
  is_confidential INTEGER NOT NULL,
  is_publishable  INTEGER NOT NULL,
  oral_text       TEXT,
  oral_read_back  INTEGER,
  oral_confirmed_by TEXT,
  oral_reference  TEXT,
  UNIQUE (source_platform, external_number)
) STRICT;
CREATE INDEX submissions_by_case ON submissions (case_id, registered_ms);

-- Parts that are only ever read with their case are clustered by it: one search instead of three, and fewer pages to write.
-- The key's columns stand first, in its order: otherwise integrity_check of SQLite 3.40 sees NULL in the columns before them.
CREATE TABLE parties (
  case_id       TEXT NOT NULL REFERENCES cases(id),
  position      INTEGER NOT NULL,
  id            TEXT NOT NULL,
  submission_id TEXT NOT NULL REFERENCES submissions(id),
  person_id     TEXT NOT NULL REFERENCES persons(id),
  role          TEXT NOT NULL CHECK (role IN ('petitioner', 'representative', 'co_petitioner', 'agent')),
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_by_person ON parties (person_id);

CREATE TABLE demands (
  case_id  TEXT NOT NULL REFERENCES cases(id),
  position INTEGER NOT NULL,
  id       TEXT NOT NULL,
  text     TEXT NOT NULL,
  outcome  TEXT,                             -- from the opinion in force
  answer   TEXT,
  basis    TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches (
  id           TEXT PRIMARY KEY,
  case_id      TEXT NOT NULL REFERENCES cases(id),
  kind         TEXT NOT NULL CHECK (kind IN ('transfer', 'assignment', 'supervision')),
  part         TEXT NOT NULL DEFAULT 'lead' CHECK (part IN ('lead', 'assisting')),
  from_unit_id TEXT NOT NULL REFERENCES units(id),
  to_unit_id   TEXT NOT NULL REFERENCES units(id),
  sender_id    TEXT REFERENCES accounts(id),
  sent_ms      INTEGER NOT NULL,
  basis        TEXT,
  note         TEXT,
  feedback_due_day INTEGER,
  status       TEXT NOT NULL CHECK (status IN ('open', 'objected', 'accepted', 'redispatched', 'not_accepted', 'closed')),
  objected_ms  INTEGER,
  objection_ground TEXT,
  objection_basis  TEXT,
  suggested_unit_id TEXT REFERENCES units(id),
  ruling       TEXT CHECK (ruling IN ('agreed', 'refused')),
  ruled_ms     INTEGER,
  ruling_reason TEXT,
  report       TEXT,
  reported_ms  INTEGER
) STRICT;
CREATE INDEX dispatches_by_case ON dispatches (case_id, sent_ms);

CREATE TABLE contacts (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases(id),
  on_day     INTEGER NOT NULL,
  method     TEXT NOT NULL,
  spoke_with TEXT NOT NULL,
  content    TEXT NOT NULL,
  is_reached INTEGER NOT NULL,
  next_step  TEXT,
  account_id TEXT NOT NULL,
  unit_id    TEXT,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_by_case ON contacts (case_id, created_ms);

CREATE TABLE documents (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases(id),
  type       TEXT NOT NULL,
  number     TEXT,                           -- given when issued; unique per unit, type and year
  edition    INTEGER NOT NULL,               -- of this type on this case
  unit_id    TEXT NOT NULL REFERENCES units(id),
  status     TEXT NOT NULL CHECK (status IN ('draft', 'checked', 'signed', 'issued', 'delivered', 'withdrawn')),
  body       TEXT NOT NULL,                  -- JSON of the fields that the document states
  author_id  TEXT,
  checker_id TEXT,
  signer_id  TEXT,
  created_ms INTEGER NOT NULL,
  issued_ms  INTEGER
) STRICT;
CREATE INDEX documents_by_case ON documents (case_id, created_ms);
CREATE UNIQUE INDEX documents_by_number ON documents (number) WHERE number IS NOT NULL;

CREATE TABLE deliveries (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  document_id TEXT NOT NULL REFERENCES documents(id),
  method      TEXT NOT NULL,
  received_day INTEGER NOT NULL,
  receiver    TEXT,
  proof       TEXT NOT NULL,
  account_id  TEXT,
  created_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_by_case ON deliveries (case_id, created_ms);
