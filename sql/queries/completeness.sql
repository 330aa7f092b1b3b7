-- What a case has of that which must be there before it is closed.

-- name: facts  mode: read  rows: one
-- doc: The answer is what ended the handling: opinion, reply or guidance. Attempts to reach the petitioner count by day.
-- in: case_id text
-- out: open_dispatches int, open_tasks int, notices int, notices_impossible int, answers int, answers_delivered int,
-- out: reached int, attempt_days int, reached_since int, attempt_days_since int, told_in_person int
WITH answer AS (
  SELECT d.id, d.status, d.issued_ms FROM documents d
   WHERE d.case_id = :case_id AND d.status IN ('signed', 'issued', 'delivered')
     AND d.type IN ('handling_opinion', 'simple_reply', 'suggestion_reply', 'statutory_reply', 'guidance_notice')
   ORDER BY d.issued_ms DESC, d.id DESC LIMIT 1),
contact AS (
  SELECT k.on_day, k.is_reached, k.created_ms >= (SELECT answer.issued_ms FROM answer) AS is_since
    FROM contacts k WHERE k.case_id = :case_id)
SELECT
  (SELECT COUNT(*) FROM dispatches d WHERE d.case_id = :case_id AND d.part = 'lead' AND d.status IN ('open', 'objected')),
  (SELECT COUNT(*) FROM dispatches d WHERE d.case_id = :case_id AND d.part = 'assisting' AND d.status = 'open'),
  (SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.type = 'acceptance_notice'),
  (SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.type = 'acceptance_notice'
      AND json_extract(d.body, '$.notice_method') = 'not_possible'),
  (SELECT COUNT(*) FROM answer),
  (SELECT COUNT(*) FROM answer WHERE answer.status = 'delivered'
      AND EXISTS (SELECT 1 FROM deliveries v WHERE v.case_id = :case_id AND v.document_id = answer.id AND v.proof <> '')),
  (SELECT COUNT(*) FROM contact WHERE contact.is_reached = 1),
  (SELECT COUNT(DISTINCT contact.on_day) FROM contact),
  (SELECT COUNT(*) FROM contact WHERE contact.is_reached = 1 AND contact.is_since = 1),
  (SELECT COUNT(DISTINCT contact.on_day) FROM contact WHERE contact.is_since = 1),
  (SELECT COUNT(*) FROM deliveries v WHERE v.case_id = :case_id AND v.method IN ('hand', 'phone'))
