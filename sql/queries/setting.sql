-- Settings that live in the database: stamps of cached data, and the site's own texts.

-- name: get  mode: read  rows: opt
-- in: key text
-- out: value text
SELECT s.value FROM settings s WHERE s.key = :key

-- name: save  mode: write  rows: exec
-- in: key text, value text
INSERT INTO settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: drop  mode: write  rows: exec
-- in: key text
DELETE FROM settings WHERE key = :key
