-- Stored replies of writes that came with an Idempotency-Key.

-- name: get  mode: read  rows: opt
-- in: principal text, operation text, key text
-- out: fingerprint blob, status int, etag int?, location text?, body text?, created_ms int
SELECT r.fingerprint, r.status, r.etag, r.location, r.body, r.created_ms FROM replays r
 WHERE r.principal = :principal AND r.operation = :operation AND r.key = :key

-- name: add  mode: write  rows: exec
-- in: principal text, operation text, key text, fingerprint blob, status int, etag int?, location text?, body text?
-- in: created_ms int
INSERT INTO replays (principal, operation, key, fingerprint, status, etag, location, body, created_ms)
VALUES (:principal, :operation, :key, :fingerprint, :status, :etag, :location, :body, :created_ms)

-- name: drop  mode: write  rows: exec
-- in: principal text, operation text, key text
DELETE FROM replays WHERE principal = :principal AND operation = :operation AND key = :key

-- name: drop_all  mode: write  rows: exec
-- doc: When a case is sealed: what was answered before may hold its words.
DELETE FROM replays WHERE created_ms >= 0

-- name: list_old  mode: read  rows: many
-- in: before_ms int, lim int
-- out: principal text, operation text, key text
SELECT r.principal, r.operation, r.key FROM replays r WHERE r.created_ms < :before_ms ORDER BY r.created_ms LIMIT :lim
