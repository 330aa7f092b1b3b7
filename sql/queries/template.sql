-- Templates of documents.

-- name: add  mode: write  rows: exec
-- in: type text, lang text, version int, body text, created_ms int
INSERT INTO templates (type, lang, version, body, created_ms) VALUES (:type, :lang, :version, :body, :created_ms)

-- name: last_version  mode: read  rows: one
-- in: type text, lang text
-- out: version int
SELECT COALESCE(MAX(t.version), 0) FROM templates t WHERE t.type = :type AND t.lang = :lang

-- name: find  mode: read  rows: opt
-- doc: That version, or the newest below it.
-- in: type text, lang text, version int
-- out: version int, body text
SELECT t.version, t.body FROM templates t WHERE t.type = :type AND t.lang = :lang AND t.version <= :version
 ORDER BY t.version DESC LIMIT 1
