-- What one administrator may not do alone: give or take a role whose holders know of sealed matters or confirm such acts, and
-- open the account of such a holder.
ALTER TABLE roles ADD COLUMN is_guarded INTEGER NOT NULL DEFAULT 0 CHECK (is_guarded IN (0, 1));

CREATE TABLE confirmations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'revocation', 'reset_code', 'second_factor')),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT REFERENCES roles (key),
    unit_id TEXT REFERENCES units (id),
    scope TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    grant_id TEXT,                            -- of a revocation; the grant may be gone
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    asked_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'refused')),
    decided_by TEXT REFERENCES accounts (id), -- NULL when confirmed at the machine
    decided_ms INTEGER
) STRICT;
CREATE INDEX confirmations_by_age ON confirmations (asked_ms, id);

-- Of a code that two people hand over: the second person's half. Held: not confirmed yet.
ALTER TABLE resets ADD COLUMN second_hash BLOB;
ALTER TABLE resets ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0 CHECK (is_held IN (0, 1));
