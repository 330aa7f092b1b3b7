-- Sessions of people who signed in with a browser.

-- name: get  mode: read  rows: opt
-- doc: A session with its account, found by the keyed hash of the cookie.
-- in: hash blob
-- out: id text, account_id text, created_ms int, proved_ms int, seen_ms int, ends_ms int, ended_ms int?, proof blob?, login text
-- out: name text, locale text, unit_id text?, is_disabled int
SELECT s.id, s.account_id, s.created_ms, COALESCE(s.proved_ms, s.created_ms), s.seen_ms, s.ends_ms, s.ended_ms, s.proof, a.login,
       a.name, a.locale, a.unit_id, a.is_disabled
  FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.hash = :hash

-- name: get_by_id  mode: read  rows: opt
-- in: id text
-- out: hash blob, id text, account_id text, created_ms int, proved_ms int, ends_ms int, proof blob?
SELECT s.hash, s.id, s.account_id, s.created_ms, COALESCE(s.proved_ms, s.created_ms), s.ends_ms, s.proof FROM sessions s WHERE s.id = :id

-- name: add  mode: write  rows: exec
-- in: hash blob, id text, account_id text, created_ms int, ends_ms int, agent text, address text?, proof blob
INSERT INTO sessions (hash, id, account_id, created_ms, seen_ms, ends_ms, agent, proved_ms, address, proof)
VALUES (:hash, :id, :account_id, :created_ms, :created_ms, :ends_ms, :agent, :created_ms, :address, :proof)

-- name: list_of_account  mode: read  rows: many
-- doc: Sessions that go on, newest first.
-- in: account_id text, now_ms int, idle_since_ms int
-- out: id text, created_ms int, seen_ms int, ends_ms int, agent text, address text?
SELECT s.id, s.created_ms, s.seen_ms, s.ends_ms, s.agent, s.address FROM sessions s
 WHERE s.account_id = :account_id AND s.ended_ms IS NULL AND s.ends_ms > :now_ms AND s.seen_ms >= :idle_since_ms
 ORDER BY s.seen_ms DESC, s.id LIMIT 200

-- name: touch  mode: write  rows: exec
-- in: hash blob, seen_ms int
UPDATE sessions SET seen_ms = :seen_ms WHERE hash = :hash AND seen_ms < :seen_ms AND ended_ms IS NULL

-- name: end  mode: write  rows: exec
-- doc: Without its proof nobody lets it live again who has only the database.
-- in: id text, ended_ms int
UPDATE sessions SET ended_ms = :ended_ms, proof = NULL WHERE id = :id AND ended_ms IS NULL

-- name: end_of_account  mode: write  rows: exec
-- doc: Every session of an account but one.
-- in: account_id text, except_id text, ended_ms int
UPDATE sessions SET ended_ms = :ended_ms, proof = NULL WHERE account_id = :account_id AND id <> :except_id AND ended_ms IS NULL

-- name: purge_of_account  mode: write  rows: exec
-- doc: Sessions of an account that ended long ago.
-- in: account_id text, before_ms int
DELETE FROM sessions WHERE account_id = :account_id AND ends_ms < :before_ms

-- name: knows_address  mode: read  rows: one
-- doc: Whether an account has had a session from this address; old ones are thrown away with time.
-- in: account_id text, address text?
-- out: is_known int
SELECT EXISTS (SELECT 1 FROM sessions s WHERE s.account_id = :account_id AND s.address = :address)
