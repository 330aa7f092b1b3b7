-- One-time codes for a new password.

-- name: get  mode: read  rows: opt
-- in: account_id text
-- out: hash blob, ends_ms int
SELECT r.hash, r.ends_ms FROM resets r WHERE r.account_id = :account_id

-- name: save  mode: write  rows: exec
-- doc: A code made before holds no more.
-- in: account_id text, hash blob, ends_ms int
INSERT INTO resets (account_id, hash, ends_ms) VALUES (:account_id, :hash, :ends_ms)
ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, ends_ms = excluded.ends_ms

-- name: drop  mode: write  rows: exec
-- in: account_id text
DELETE FROM resets WHERE account_id = :account_id
