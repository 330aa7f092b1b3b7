-- One-time codes with which somebody who is known to the administrator chooses a new password; one for an account at most.
CREATE TABLE resets (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    hash BLOB NOT NULL,
    ends_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
