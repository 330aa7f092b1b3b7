-- What a petitioner has written and not sent.

-- name: add  mode: write  rows: exec
-- in: code_hash blob, content blob, ends_ms int
INSERT INTO unsent (code_hash, content, ends_ms) VALUES (:code_hash, :content, :ends_ms)

-- name: save  mode: write  rows: opt
-- doc: No row: there is none, or its time is over.
-- in: code_hash blob, content blob, ends_ms int, now_ms int
-- out: ends_ms int
UPDATE unsent SET content = :content, ends_ms = :ends_ms WHERE code_hash = :code_hash AND ends_ms > :now_ms
RETURNING ends_ms

-- name: find  mode: read  rows: opt
-- in: code_hash blob, now_ms int
-- out: content blob, ends_ms int
SELECT d.content, d.ends_ms FROM unsent d WHERE d.code_hash = :code_hash AND d.ends_ms > :now_ms

-- name: drop  mode: write  rows: opt
-- in: code_hash blob
-- out: ends_ms int
DELETE FROM unsent WHERE code_hash = :code_hash RETURNING ends_ms

-- name: sweep  mode: write  rows: exec
-- in: now_ms int
DELETE FROM unsent WHERE ends_ms <= :now_ms

-- name: count  mode: read  rows: one
-- in: now_ms int
-- out: total int
SELECT COUNT(*) FROM unsent d WHERE d.ends_ms > :now_ms
