-- Evidence of a case.

-- name: add  mode: write  rows: exec
-- in: case_id text, id text, title text, fact text, source text, reference text?, captured_day int, account_id text
-- in: unit_id text?, created_ms int
INSERT INTO evidence (case_id, id, title, fact, source, reference, captured_day, account_id, unit_id, created_ms)
VALUES (:case_id, :id, :title, :fact, :source, :reference, :captured_day, :account_id, :unit_id, :created_ms)

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: id text, title text, fact text, source text, reference text?, captured_day int, account_name text?, unit_name text?, created_ms int
SELECT e.id, e.title, e.fact, e.source, e.reference, e.captured_day, a.name, u.name, e.created_ms
  FROM evidence e LEFT JOIN accounts a ON a.id = e.account_id LEFT JOIN units u ON u.id = e.unit_id
 WHERE e.case_id = :case_id ORDER BY e.id LIMIT 500

-- name: count_since  mode: read  rows: one
-- in: case_id text, account_id text, since_ms int
-- out: total int
SELECT COUNT(*) FROM evidence e WHERE e.case_id = :case_id AND e.account_id = :account_id AND e.created_ms >= :since_ms
