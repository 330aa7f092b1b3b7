-- The steps of local practice that a case is worked by, and what was done of them.

-- name: list_of_case  mode: read  rows: many
-- doc: Every step of every template that held for its kind when the case was registered, or of which something was done on it; in the
-- doc: version that was current then, or by which it was done.
-- in: case_id text, workflow_key text, registered_ms int, is_first int
-- out: practice_key text, version int, practice_zh text, practice_en text, source_zh text, source_en text, step text, title_zh text,
-- out: title_en text, who_zh text?, who_en text?, evidence_zh text, evidence_en text, after text, length int, unit text,
-- out: done_id text?, on_day int?, note text?, account_id text?, account_name text?, unit_name text?, created_ms int?
WITH RECURSIVE place AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM place WHERE n < 29),
used AS (
  SELECT u.practice_key AS key, (SELECT MAX(v.version) FROM practices v
      WHERE v.key = u.practice_key AND v.created_ms <= :registered_ms) AS version
    FROM practice_uses u
   WHERE u.workflow_key = :workflow_key AND u.from_ms <= :registered_ms
     AND (u.until_ms IS NULL OR u.until_ms > :registered_ms) AND (u.is_first_only = 0 OR :is_first = 1)
  UNION
  SELECT d.practice_key, d.version FROM practice_steps d WHERE d.case_id = :case_id
),
each AS (
  SELECT p.key, p.version, p.title_zh, p.title_en, p.template, place.n, json_extract(p.template, '$.steps[' || place.n || ']') AS value
    FROM used JOIN practices p ON p.key = used.key AND p.version = used.version
    JOIN place ON place.n < json_array_length(p.template, '$.steps')
)
SELECT e.key, e.version, e.title_zh, e.title_en, json_extract(e.template, '$.source.zh'), json_extract(e.template, '$.source.en'),
  json_extract(e.value, '$.key'), json_extract(e.value, '$.title.zh'), json_extract(e.value, '$.title.en'),
  json_extract(e.value, '$.who.zh'), json_extract(e.value, '$.who.en'), json_extract(e.value, '$.evidence.zh'),
  json_extract(e.value, '$.evidence.en'), json_extract(e.value, '$.after'), json_extract(e.value, '$.length'),
  json_extract(e.value, '$.unit'), s.id, s.on_day, s.note, s.account_id, a.name, n.name, s.created_ms
  FROM each e
  LEFT JOIN practice_steps s ON s.case_id = :case_id AND s.practice_key = e.key AND s.step = json_extract(e.value, '$.key')
       AND s.undone_ms IS NULL
  LEFT JOIN accounts a ON a.id = s.account_id LEFT JOIN units n ON n.id = s.unit_id
 ORDER BY e.key, e.version, e.n LIMIT 300

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, practice_key text, version int, step text, on_day int, note text, account_id text, unit_id text?
-- in: created_ms int
INSERT INTO practice_steps (id, case_id, practice_key, version, step, on_day, note, account_id, unit_id, created_ms)
VALUES (:id, :case_id, :practice_key, :version, :step, :on_day, :note, :account_id, :unit_id, :created_ms)

-- name: undo  mode: write  rows: exec
-- in: id text, undone_ms int, undone_by text, undone_reason text
UPDATE practice_steps SET undone_ms = :undone_ms, undone_by = :undone_by, undone_reason = :undone_reason WHERE id = :id
