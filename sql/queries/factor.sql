-- Second factors: the sealed secret of one-time codes, and recovery codes for when it is lost.

-- name: get  mode: read  rows: opt
-- in: account_id text
-- out: secret blob, created_ms int, confirmed_ms int?, last_step int
SELECT f.secret, f.created_ms, f.confirmed_ms, f.last_step FROM factors f WHERE f.account_id = :account_id

-- name: save  mode: write  rows: exec
-- doc: A new secret, not confirmed yet.
-- in: account_id text, secret blob, created_ms int
INSERT INTO factors (account_id, secret, created_ms) VALUES (:account_id, :secret, :created_ms)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_ms = excluded.created_ms, confirmed_ms = NULL, last_step = 0

-- name: confirm  mode: write  rows: exec
-- in: account_id text, confirmed_ms int
UPDATE factors SET confirmed_ms = :confirmed_ms WHERE account_id = :account_id

-- name: step  mode: write  rows: exec
-- in: account_id text, last_step int
UPDATE factors SET last_step = :last_step WHERE account_id = :account_id AND last_step < :last_step

-- name: drop  mode: write  rows: exec
-- in: account_id text
DELETE FROM factors WHERE account_id = :account_id

-- name: add_code  mode: write  rows: exec
-- in: account_id text, hash blob
INSERT INTO recovery_codes (account_id, hash) VALUES (:account_id, :hash)

-- name: get_code  mode: read  rows: opt
-- doc: A recovery code that was not used yet.
-- in: account_id text, hash blob
-- out: account_id text
SELECT r.account_id FROM recovery_codes r WHERE r.account_id = :account_id AND r.hash = :hash AND r.used_ms IS NULL

-- name: use_code  mode: write  rows: exec
-- in: account_id text, hash blob, used_ms int
UPDATE recovery_codes SET used_ms = :used_ms WHERE account_id = :account_id AND hash = :hash AND used_ms IS NULL

-- name: count_codes  mode: read  rows: one
-- in: account_id text
-- out: total int
SELECT COUNT(*) FROM recovery_codes r WHERE r.account_id = :account_id AND r.used_ms IS NULL

-- name: drop_codes  mode: write  rows: exec
-- in: account_id text
DELETE FROM recovery_codes WHERE account_id = :account_id

-- name: list_secrets  mode: read  rows: many
-- doc: The sealed secrets of the accounts after this one.
-- in: after text, lim int
-- out: account_id text, secret blob
SELECT f.account_id, f.secret FROM factors f WHERE f.account_id > :after ORDER BY f.account_id LIMIT :lim

-- name: set_secret  mode: write  rows: exec
-- in: account_id text, secret blob
UPDATE factors SET secret = :secret WHERE account_id = :account_id
