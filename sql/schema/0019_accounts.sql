-- Proof of who it is: when a session was last shown it, second factors, who stands in for whom.

ALTER TABLE sessions ADD COLUMN proved_ms INTEGER;   -- last time that password or code were given; NULL: when it began
ALTER TABLE sessions ADD COLUMN address TEXT;        -- prefix that it was begun from, for its owner's eyes

-- Roles whose holders may do nothing before they have a second factor; the office decides.
ALTER TABLE roles ADD COLUMN needs_factor INTEGER NOT NULL DEFAULT 0 CHECK (needs_factor IN (0, 1));

CREATE TABLE factors (
  account_id   TEXT PRIMARY KEY REFERENCES accounts(id),
  secret       BLOB NOT NULL,                -- sealed
  created_ms   INTEGER NOT NULL,
  confirmed_ms INTEGER,                      -- NULL: no code was shown yet, it counts for nothing
  last_step    INTEGER NOT NULL DEFAULT 0    -- of the newest code that was taken; older ones never are
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL REFERENCES accounts(id),
  hash       BLOB NOT NULL,                  -- keyed
  used_ms    INTEGER,
  PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;
