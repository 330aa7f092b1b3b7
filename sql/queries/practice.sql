-- Templates of local practice. Versions are never changed or dropped.

-- type: practice_row
--   key text, version int, title_zh text, title_en text, template text, is_current int, created_ms int

-- name: list  mode: read  rows: many
-- out: practice_row
SELECT {practice_row p} FROM practices p WHERE p.key > '' ORDER BY p.key, p.version LIMIT 500

-- name: get  mode: read  rows: opt
-- in: key text, version int
-- out: practice_row
SELECT {practice_row p} FROM practices p WHERE p.key = :key AND p.version = :version

-- name: get_current  mode: read  rows: opt
-- in: key text
-- out: practice_row
SELECT {practice_row p} FROM practices p WHERE p.key = :key AND p.is_current = 1

-- name: last_version  mode: read  rows: one
-- in: key text
-- out: version int
SELECT COALESCE(MAX(p.version), 0) FROM practices p WHERE p.key = :key

-- name: count  mode: read  rows: one
-- out: total int
SELECT COUNT(*) FROM practices p WHERE p.key > ''

-- name: retire  mode: write  rows: exec
-- in: key text
UPDATE practices SET is_current = 0 WHERE key = :key AND is_current = 1

-- name: add  mode: write  rows: exec
-- in: key text, version int, title_zh text, title_en text, template text, created_ms int
INSERT INTO practices (key, version, title_zh, title_en, template, is_current, created_ms)
VALUES (:key, :version, :title_zh, :title_en, :template, 1, :created_ms)
