-- Who stands in for whom while they are absent.

-- type: substitution_row
--   id text, account_id text, account_name text, substitute_id text, substitute_name text, valid_from int, valid_to int,
--   created_ms int, ended_ms int?

-- snippet: columns
s.id, s.account_id, a.name, s.substitute_id, b.name, s.valid_from, s.valid_to, s.created_ms, s.ended_ms

-- snippet: joins
JOIN accounts a ON a.id = s.account_id JOIN accounts b ON b.id = s.substitute_id

-- name: get  mode: read  rows: opt
-- in: id text
-- out: substitution_row
SELECT {columns} FROM substitutions s {joins} WHERE s.id = :id

-- name: list_of_account  mode: read  rows: many
-- doc: That go on or are to come: what an account named, and where it is named itself.
-- in: account_id text, today int
-- out: substitution_row
SELECT {columns} FROM substitutions s {joins}
 WHERE (s.account_id = :account_id OR s.substitute_id = :account_id) AND s.valid_to >= :today AND s.ended_ms IS NULL
 ORDER BY s.valid_from, s.id LIMIT 100

-- name: list_open_of  mode: read  rows: many
-- doc: That an account named.
-- in: account_id text, today int
-- out: id text
SELECT s.id FROM substitutions s WHERE s.account_id = :account_id AND s.valid_to >= :today AND s.ended_ms IS NULL LIMIT 100

-- name: overlaps  mode: read  rows: opt
-- in: account_id text, valid_from int, valid_to int
-- out: id text
SELECT s.id FROM substitutions s
 WHERE s.account_id = :account_id AND s.ended_ms IS NULL AND s.valid_from <= :valid_to AND s.valid_to >= :valid_from LIMIT 1

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, substitute_id text, valid_from int, valid_to int, created_ms int
INSERT INTO substitutions (id, account_id, substitute_id, valid_from, valid_to, created_ms)
VALUES (:id, :account_id, :substitute_id, :valid_from, :valid_to, :created_ms)

-- name: end  mode: write  rows: exec
-- in: id text, ended_ms int
UPDATE substitutions SET ended_ms = :ended_ms WHERE id = :id AND ended_ms IS NULL

-- name: list_colleagues  mode: read  rows: many
-- doc: Who may stand in: accounts in use with the same home unit.
-- in: account_id text
-- out: id text, name text
SELECT b.id, b.name FROM accounts a JOIN accounts b ON b.unit_id = a.unit_id
 WHERE a.id = :account_id AND b.id <> a.id AND b.is_disabled = 0 ORDER BY b.name, b.id LIMIT 200
