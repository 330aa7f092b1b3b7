-- What a unit may be sent, by class. A unit without a row may be sent anything.

-- name: list_of_unit  mode: read  rows: many
-- in: unit_id text
-- out: class_code text, title_zh text?, title_en text?
SELECT d.class_code, t.title_zh, t.title_en FROM unit_duties d LEFT JOIN terms t ON t.kind = 'class' AND t.code = d.class_code
 WHERE d.unit_id = :unit_id ORDER BY d.class_code LIMIT 500

-- name: drop_of_unit  mode: write  rows: exec
-- in: unit_id text
DELETE FROM unit_duties WHERE unit_id = :unit_id

-- name: add  mode: write  rows: exec
-- in: unit_id text, class_code text
INSERT INTO unit_duties (unit_id, class_code) VALUES (:unit_id, :class_code)
