-- Dispatches: transfer (转送), assignment (交办) and supervision (督办) as one noun, with objection and report.

-- type: dispatch_row
--   id text, case_id text, kind text, part text, from_unit_id text, from_unit_name text, to_unit_id text, to_unit_name text,
--   sender_id text?, sent_ms int, basis text?, note text?, feedback_due_day int?, status text, objected_ms int?,
--   objection_ground text?, objection_basis text?, suggested_unit_id text?, suggested_unit_name text?, ruling text?,
--   ruled_ms int?, ruling_reason text?, report text?, reported_ms int?, urgency text?, report_state text?,
--   report_ruled_ms int?, report_reason text?, late_consent_by text?, late_consent_name text?,
--   late_consent_ms int?, late_consent_reason text?, dispute_body text?, dispute_unit_id text?, dispute_unit_name text?,
--   dispute_ms int?, dispute_reason text?, is_ruled int

-- type: task_row
--   id text, unit_id text, unit_name text, unit_path text

-- snippet: columns
d.id, d.case_id, d.kind, d.part, d.from_unit_id, f.name, d.to_unit_id, t.name, d.sender_id, d.sent_ms, d.basis, d.note,
  d.feedback_due_day, d.status, d.objected_ms, d.objection_ground, d.objection_basis, d.suggested_unit_id, s.name, d.ruling,
  d.ruled_ms, d.ruling_reason, d.report, d.reported_ms, d.urgency, d.report_state, d.report_ruled_ms, d.report_reason,
  d.late_consent_by, a.name, d.late_consent_ms, d.late_consent_reason, d.dispute_body, d.dispute_unit_id,
  r.name, d.dispute_ms, d.dispute_reason, d.is_ruled

-- snippet: joins
JOIN units f ON f.id = d.from_unit_id JOIN units t ON t.id = d.to_unit_id LEFT JOIN units s ON s.id = d.suggested_unit_id
  LEFT JOIN accounts a ON a.id = d.late_consent_by LEFT JOIN units r ON r.id = d.dispute_unit_id

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, kind text, part text, from_unit_id text, to_unit_id text, sender_id text?, sent_ms int
-- in: basis text?, note text?, feedback_due_day int?, urgency text, is_ruled int
INSERT INTO dispatches (id, case_id, kind, part, from_unit_id, to_unit_id, sender_id, sent_ms, basis, note, feedback_due_day,
  urgency, is_ruled, status)
VALUES (:id, :case_id, :kind, :part, :from_unit_id, :to_unit_id, :sender_id, :sent_ms, :basis, :note, :feedback_due_day,
  :urgency, :is_ruled, 'open')

-- name: get  mode: read  rows: opt
-- in: id text
-- out: dispatch_row
SELECT {columns} FROM dispatches d {joins} WHERE d.id = :id

-- name: list_tasks  mode: read  rows: many
-- doc: Tasks of assisting units that are open, oldest first.
-- in: case_id text
-- out: task_row
SELECT d.id, t.id, t.name, t.path FROM dispatches d JOIN units t ON t.id = d.to_unit_id
 WHERE d.case_id = :case_id AND d.part = 'assisting' AND d.status = 'open' ORDER BY d.sent_ms, d.id LIMIT 200

-- name: close_task  mode: write  rows: exec
-- doc: Answered (with a report) or closed by the lead unit (with a reason).
-- in: id text, report text?, reported_ms int?, reason text?, ruled_ms int?
UPDATE dispatches SET status = 'closed', report = :report, reported_ms = :reported_ms, ruling_reason = :reason,
  ruled_ms = :ruled_ms WHERE id = :id

-- name: close_tasks  mode: write  rows: exec
-- doc: When the case ends, nobody is asked any more.
-- in: case_id text
UPDATE dispatches SET status = 'closed' WHERE case_id = :case_id AND part = 'assisting' AND status = 'open'

-- name: judge_report  mode: write  rows: exec
-- in: id text, state text, ruled_ms int, reason text?
UPDATE dispatches SET report_state = :state, report_ruled_ms = :ruled_ms, report_reason = :reason WHERE id = :id

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
UPDATE dispatches SET report = :report, reported_ms = :reported_ms, report_state = 'filed', report_ruled_ms = NULL,
  report_reason = NULL WHERE id = :id

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

-- name: count_objections  mode: read  rows: one
-- in: case_id text
-- out: total int
SELECT COUNT(*) FROM dispatches d WHERE d.case_id = :case_id AND d.objected_ms IS NOT NULL

-- name: dispute  mode: write  rows: exec
-- in: id text, body text, unit_id text, dispute_ms int, reason text
UPDATE dispatches SET dispute_body = :body, dispute_unit_id = :unit_id, dispute_ms = :dispute_ms, dispute_reason = :reason WHERE id = :id

-- name: consent_late  mode: write  rows: exec
-- in: id text, account_id text?, now_ms int, reason text
UPDATE dispatches SET late_consent_by = :account_id, late_consent_ms = :now_ms, late_consent_reason = :reason WHERE id = :id
