-- Dispatches: transfer (转送), assignment (交办) and supervision (督办) as one noun, with objection and report.

-- type: dispatch_row
--   id text, case_id text, kind text, part text, from_unit_id text, from_unit_name text, to_unit_id text, to_unit_name text,
--   sender_id text?, sent_ms int, basis text?, note text?, feedback_due_day int?, status text, objected_ms int?,
--   objection_ground text?, objection_basis text?, suggested_unit_id text?, suggested_unit_name text?, ruling text?,
--   ruled_ms int?, ruling_reason text?, report text?, reported_ms int?

-- snippet: columns
d.id, d.case_id, d.kind, d.part, d.from_unit_id, f.name, d.to_unit_id, t.name, d.sender_id, d.sent_ms, d.basis, d.note,
  d.feedback_due_day, d.status, d.objected_ms, d.objection_ground, d.objection_basis, d.suggested_unit_id, s.name, d.ruling,
  d.ruled_ms, d.ruling_reason, d.report, d.reported_ms

-- snippet: joins
JOIN units f ON f.id = d.from_unit_id JOIN units t ON t.id = d.to_unit_id LEFT JOIN units s ON s.id = d.suggested_unit_id

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, kind text, from_unit_id text, to_unit_id text, sender_id text?, sent_ms int, basis text?
-- in: note text?, feedback_due_day int?
INSERT INTO dispatches (id, case_id, kind, from_unit_id, to_unit_id, sender_id, sent_ms, basis, note, feedback_due_day, status)
VALUES (:id, :case_id, :kind, :from_unit_id, :to_unit_id, :sender_id, :sent_ms, :basis, :note, :feedback_due_day, 'open')

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: dispatch_row
SELECT {columns} FROM dispatches d {joins} WHERE d.case_id = :case_id ORDER BY d.sent_ms, d.id LIMIT 200

-- name: get_last  mode: read  rows: opt
-- doc: The latest dispatch to a lead unit.
-- in: case_id text
-- out: dispatch_row
SELECT {columns} FROM dispatches d {joins} WHERE d.case_id = :case_id AND d.part = 'lead'
 ORDER BY d.sent_ms DESC, d.id DESC LIMIT 1

-- name: object  mode: write  rows: exec
-- in: id text, objected_ms int, ground text, basis text, suggested_unit_id text?
UPDATE dispatches SET status = 'objected', objected_ms = :objected_ms, objection_ground = :ground, objection_basis = :basis,
  suggested_unit_id = :suggested_unit_id WHERE id = :id

-- name: rule  mode: write  rows: exec
-- in: id text, status text, ruling text, ruled_ms int, reason text
UPDATE dispatches SET status = :status, ruling = :ruling, ruled_ms = :ruled_ms, ruling_reason = :reason WHERE id = :id

-- name: set_status  mode: write  rows: exec
-- in: id text, status text
UPDATE dispatches SET status = :status WHERE id = :id

-- name: report  mode: write  rows: exec
-- in: id text, report text, reported_ms int
UPDATE dispatches SET report = :report, reported_ms = :reported_ms WHERE id = :id

-- name: covers  mode: read  rows: opt
-- doc: One row when the unit's duties cover the class, and a town's area covers the place.
-- in: unit_id text, class_code text?, place_unit_id text?
-- out: id text
SELECT u.id FROM units u WHERE u.id = :unit_id
   AND (:class_code IS NULL OR NOT EXISTS (SELECT 1 FROM unit_duties d WHERE d.unit_id = u.id)
        OR EXISTS (SELECT 1 FROM unit_duties d LEFT JOIN terms t ON t.kind = 'class' AND t.code = :class_code
                    WHERE d.unit_id = u.id AND d.class_code IN (:class_code, t.parent_code)))
   AND (:place_unit_id IS NULL OR u.kind NOT IN ('town', 'village', 'grid')
        OR EXISTS (SELECT 1 FROM unit_tree g WHERE g.ancestor_id = u.id AND g.descendant_id = :place_unit_id))
