-- Units, accounts, grants, sessions, tokens, and the journal's actors.
-- Times are Unix milliseconds, plain dates are days since 1970-01-01, ids are 26 characters, booleans 0 or 1.

CREATE TABLE units (
  id          TEXT PRIMARY KEY,
  code        TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  short_name  TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('county', 'bureau', 'department', 'town', 'village', 'grid')),
  parent_id   TEXT REFERENCES units(id),
  path        TEXT NOT NULL UNIQUE,          -- '/code/code/', so that a subtree is a prefix
  can_handle  INTEGER NOT NULL DEFAULT 1 CHECK (can_handle IN (0, 1)),
  doc_mark    TEXT,                          -- the word in document numbers, 稽信访
  phone       TEXT,
  address     TEXT,
  valid_from  INTEGER NOT NULL,
  valid_to    INTEGER,
  sort        INTEGER NOT NULL DEFAULT 0,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX units_by_parent ON units (parent_id, sort, code);

-- Closure of the tree; a unit is its own ancestor at distance 0.
CREATE TABLE unit_tree (
  ancestor_id   TEXT NOT NULL REFERENCES units(id),
  descendant_id TEXT NOT NULL REFERENCES units(id),
  distance      INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_tree_up ON unit_tree (descendant_id, ancestor_id);

-- What a unit may be sent: level-1 classes. A unit with no row may be sent anything.
CREATE TABLE unit_duties (
  unit_id    TEXT NOT NULL REFERENCES units(id),
  class_code TEXT NOT NULL,
  PRIMARY KEY (unit_id, class_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
  key      TEXT PRIMARY KEY,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  sort     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permissions (
  role       TEXT NOT NULL REFERENCES roles(key),
  permission TEXT NOT NULL,
  PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
  id            TEXT PRIMARY KEY,
  login         TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  unit_id       TEXT REFERENCES units(id),
  password_hash TEXT,
  locale        TEXT NOT NULL DEFAULT 'zh-CN',
  is_disabled   INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
  created_ms    INTEGER NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX accounts_by_unit ON accounts (unit_id, login);

CREATE TABLE grants (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts(id),
  role       TEXT NOT NULL REFERENCES roles(key),
  unit_id    TEXT NOT NULL REFERENCES units(id),
  scope      TEXT NOT NULL CHECK (scope IN ('own', 'unit', 'subtree', 'all')),
  valid_from INTEGER,
  valid_to   INTEGER,
  created_ms INTEGER NOT NULL,
  UNIQUE (account_id, role, unit_id, scope)
) STRICT;
CREATE INDEX grants_by_unit ON grants (unit_id, role);
CREATE INDEX grants_by_role ON grants (role, account_id);

CREATE TABLE sessions (
  hash       BLOB PRIMARY KEY,               -- keyed hash of the cookie
  id         TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts(id),
  created_ms INTEGER NOT NULL,
  seen_ms    INTEGER NOT NULL,
  ends_ms    INTEGER NOT NULL,
  agent      TEXT NOT NULL,
  ended_ms   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account_id, ends_ms);

CREATE TABLE tokens (
  hash        BLOB PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  account_id  TEXT NOT NULL REFERENCES accounts(id),
  name        TEXT NOT NULL,
  permissions TEXT NOT NULL,                 -- space-separated, never more than the owner has at use
  created_ms  INTEGER NOT NULL,
  expires_ms  INTEGER NOT NULL,
  revoked_ms  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_account ON tokens (account_id, created_ms);

-- Failed sign-ins per login and per address prefix; survives a restart.
CREATE TABLE throttles (
  subject    TEXT PRIMARY KEY,               -- 'login:x|prefix' or 'code:number|prefix'
  failures   INTEGER NOT NULL,
  last_ms    INTEGER NOT NULL,
  blocked_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttles_by_age ON throttles (last_ms);

-- Stored replies of writes that came with an Idempotency-Key.
CREATE TABLE replays (
  principal   TEXT NOT NULL,
  operation   TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  status      INTEGER NOT NULL,
  etag        INTEGER,
  location    TEXT,
  body        TEXT,
  created_ms  INTEGER NOT NULL,
  PRIMARY KEY (principal, operation, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_by_age ON replays (created_ms);
