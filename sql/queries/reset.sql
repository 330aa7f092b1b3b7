-- One-time codes for a new password.

-- name: get  mode: read  rows: opt
-- in: account_id text
-- out: hash blob, second_hash blob?, is_held int, ends_ms int, proof blob?
SELECT r.hash, r.second_hash, r.is_held, r.ends_ms, r.proof FROM resets r WHERE r.account_id = :account_id

-- name: save  mode: write  rows: exec
-- doc: A code made before holds no more.
-- in: account_id text, hash blob, is_held int, ends_ms int, proof blob
INSERT INTO resets (account_id, hash, is_held, ends_ms, proof) VALUES (:account_id, :hash, :is_held, :ends_ms, :proof)
ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, second_hash = NULL, is_held = excluded.is_held,
  ends_ms = excluded.ends_ms, proof = excluded.proof

-- name: confirm  mode: write  rows: exec
-- doc: The second half of a code that was held.
-- in: account_id text, second_hash blob, ends_ms int, proof blob
UPDATE resets SET second_hash = :second_hash, is_held = 0, ends_ms = :ends_ms, proof = :proof WHERE account_id = :account_id AND is_held = 1

-- name: drop  mode: write  rows: exec
-- in: account_id text
DELETE FROM resets WHERE account_id = :account_id
