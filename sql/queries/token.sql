-- Bearer tokens of scripts.

-- type: token_row
--   id text, account_id text, name text, permissions text, created_ms int, expires_ms int, revoked_ms int?

-- name: get_by_hash  mode: read  rows: opt
-- doc: A token with its owner, found by its keyed hash.
-- in: hash blob
-- out: id text, account_id text, permissions text, created_ms int, expires_ms int, revoked_ms int?, proof blob?, login text
-- out: name text, locale text, unit_id text?, is_disabled int
SELECT t.id, t.account_id, t.permissions, t.created_ms, t.expires_ms, t.revoked_ms, t.proof, a.login, a.name, a.locale, a.unit_id,
       a.is_disabled
  FROM tokens t JOIN accounts a ON a.id = t.account_id WHERE t.hash = :hash

-- name: get  mode: read  rows: opt
-- in: id text
-- out: token_row
SELECT {token_row t} FROM tokens t WHERE t.id = :id

-- name: list_of_account  mode: read  rows: many
-- doc: Those that still open something.
-- in: account_id text, now_ms int
-- out: token_row
SELECT {token_row t} FROM tokens t WHERE t.account_id = :account_id AND t.revoked_ms IS NULL AND t.expires_ms > :now_ms ORDER BY t.created_ms, t.id LIMIT 200

-- name: list_all  mode: read  rows: many
-- doc: Those of everybody that still open something, in the order in which they were made.
-- in: after text, account_id text?, now_ms int, lim int
-- out: id text, account_id text, account_login text, account_name text, name text, permissions text, created_ms int, expires_ms int
SELECT t.id, t.account_id, a.login, a.name, t.name, t.permissions, t.created_ms, t.expires_ms
  FROM tokens t JOIN accounts a ON a.id = t.account_id
 WHERE t.id > :after AND t.revoked_ms IS NULL AND t.expires_ms > :now_ms
/*[[account]]*/ AND t.account_id = :account_id /*[[/]]*/
 ORDER BY t.id LIMIT :lim

-- name: add  mode: write  rows: exec
-- in: hash blob, id text, account_id text, name text, permissions text, created_ms int, expires_ms int, proof blob?
INSERT INTO tokens (hash, id, account_id, name, permissions, created_ms, expires_ms, proof)
VALUES (:hash, :id, :account_id, :name, :permissions, :created_ms, :expires_ms, :proof)

-- name: list_unproved  mode: read  rows: many
-- doc: Those of programs that gave tokens no proof.
-- in: now_ms int
-- out: hash blob, id text, account_id text, permissions text, created_ms int, expires_ms int
SELECT t.hash, t.id, t.account_id, t.permissions, t.created_ms, t.expires_ms FROM tokens t
 WHERE t.proof IS NULL AND t.revoked_ms IS NULL AND t.expires_ms > :now_ms ORDER BY t.id

-- name: set_proof  mode: write  rows: exec
-- in: id text, proof blob
UPDATE tokens SET proof = :proof WHERE id = :id AND proof IS NULL AND revoked_ms IS NULL

-- name: revoke  mode: write  rows: exec
-- in: id text, revoked_ms int
UPDATE tokens SET revoked_ms = :revoked_ms, proof = NULL WHERE id = :id AND revoked_ms IS NULL

-- name: list_unrevoked  mode: read  rows: many
-- doc: Some of the account's, also when their time is over.
-- in: account_id text, lim int
-- out: id text
SELECT t.id FROM tokens t WHERE t.account_id = :account_id AND t.revoked_ms IS NULL ORDER BY t.created_ms, t.id LIMIT :lim
