-- Who withdrew from a case because of an interest in it.

-- name: add  mode: write  rows: exec
-- in: case_id text, account_id text, asked_by text, recused_ms int
INSERT INTO recusals (case_id, account_id, asked_by, recused_ms) VALUES (:case_id, :account_id, :asked_by, :recused_ms)
ON CONFLICT (case_id, account_id) DO NOTHING

-- name: find  mode: read  rows: opt
-- in: case_id text, account_id text
-- out: asked_by text
SELECT r.asked_by FROM recusals r WHERE r.case_id = :case_id AND r.account_id = :account_id
