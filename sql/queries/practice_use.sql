-- Which kinds of cases are worked by which template of local practice.

-- type: practice_use_row
--   id text, practice_key text, workflow_key text, is_first_only int, from_ms int, until_ms int?

-- name: list  mode: read  rows: many
-- doc: Those in force.
-- out: practice_use_row
SELECT {practice_use_row u} FROM practice_uses u WHERE u.practice_key > '' AND u.until_ms IS NULL
 ORDER BY u.practice_key, u.workflow_key LIMIT 500

-- name: list_of_practice  mode: read  rows: many
-- doc: Those in force of one template.
-- in: practice_key text
-- out: practice_use_row
SELECT {practice_use_row u} FROM practice_uses u WHERE u.practice_key = :practice_key AND u.until_ms IS NULL
 ORDER BY u.workflow_key LIMIT 100

-- name: add  mode: write  rows: exec
-- in: id text, practice_key text, workflow_key text, is_first_only int, from_ms int
INSERT INTO practice_uses (id, practice_key, workflow_key, is_first_only, from_ms)
VALUES (:id, :practice_key, :workflow_key, :is_first_only, :from_ms)

-- name: end  mode: write  rows: exec
-- in: id text, until_ms int
UPDATE practice_uses SET until_ms = :until_ms WHERE id = :id AND until_ms IS NULL
