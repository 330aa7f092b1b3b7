-- Published workflow definitions. Versions are never changed or dropped: cases stay on the one that they began with.

-- name: list  mode: read  rows: many
-- out: key text, version int, lane text, title_zh text, title_en text, is_current int, created_ms int
SELECT w.key, w.version, w.lane, w.title_zh, w.title_en, w.is_current, w.created_ms FROM workflows w
 ORDER BY w.key, w.version LIMIT 1000

-- name: list_definitions  mode: read  rows: many
-- out: key text, version int, definition text, is_current int
SELECT w.key, w.version, w.definition, w.is_current FROM workflows w ORDER BY w.key, w.version LIMIT 1000

-- name: get_current  mode: read  rows: opt
-- in: key text
-- out: key text, version int, definition text
SELECT w.key, w.version, w.definition FROM workflows w WHERE w.key = :key AND w.is_current = 1

-- name: get  mode: read  rows: opt
-- in: key text, version int
-- out: key text, version int, definition text
SELECT w.key, w.version, w.definition FROM workflows w WHERE w.key = :key AND w.version = :version

-- name: last_version  mode: read  rows: one
-- in: key text
-- out: version int
SELECT COALESCE(MAX(w.version), 0) FROM workflows w WHERE w.key = :key

-- name: retire  mode: write  rows: exec
-- in: key text
UPDATE workflows SET is_current = 0 WHERE key = :key AND is_current = 1

-- name: add  mode: write  rows: exec
-- in: key text, version int, lane text, title_zh text, title_en text, definition text, created_ms int
INSERT INTO workflows (key, version, lane, title_zh, title_en, definition, is_current, created_ms)
VALUES (:key, :version, :lane, :title_zh, :title_en, :definition, 1, :created_ms)
