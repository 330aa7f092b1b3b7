-- Demands: what the petitioner asks for, one by one, and how the opinion in force answers each.

-- type: demand_row
--   id text, case_id text, position int, text text, outcome text?, answer text?, basis text?

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, position int, text text
INSERT INTO demands (id, case_id, position, text) VALUES (:id, :case_id, :position, :text)

-- name: list  mode: read  rows: many
-- in: case_id text
-- out: demand_row
SELECT {demand_row d} FROM demands d WHERE d.case_id = :case_id ORDER BY d.position LIMIT 200

-- name: answer  mode: write  rows: exec
-- in: id text, case_id text, outcome text, answer text, basis text
UPDATE demands SET outcome = :outcome, answer = :answer, basis = :basis WHERE id = :id AND case_id = :case_id

-- name: join  mode: write  rows: exec
-- doc: The demands of a case go along to the one that it is joined to, but for those that were made there too.
-- in: case_id text, other_id text
UPDATE demands SET case_id = :other_id, joined_from = :case_id,
  position = position + (SELECT COALESCE(MAX(o.position), 0) FROM demands o WHERE o.case_id = :other_id)
 WHERE case_id = :case_id AND NOT EXISTS (SELECT 1 FROM demands o WHERE o.case_id = :other_id AND o.text = demands.text)

-- name: part  mode: write  rows: exec
-- doc: Takes a joining back.
-- in: case_id text
UPDATE demands SET case_id = joined_from, joined_from = NULL WHERE joined_from = :case_id

-- name: drop_all  mode: write  rows: exec
-- doc: The case was sealed, and its content holds them.
-- in: case_id text
DELETE FROM demands WHERE case_id = :case_id

-- name: drop  mode: write  rows: exec
-- doc: It became a case of its own, which keeps its words.
-- in: id text, case_id text
DELETE FROM demands WHERE case_id = :case_id AND id = :id
