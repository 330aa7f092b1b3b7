-- Documents and their deliveries.

-- type: document_row
--   id text, case_id text, type text, number text?, edition int, unit_id text, unit_name text, status text, body text,
--   author_id text?, author_name text?, checker_id text?, signer_id text?, signer_name text?, created_ms int, issued_ms int?

-- snippet: columns
d.id, d.case_id, d.type, d.number, d.edition, d.unit_id, u.name, d.status, d.body, d.author_id, a.name, d.checker_id,
  d.signer_id, s.name, d.created_ms, d.issued_ms

-- snippet: joins
JOIN units u ON u.id = d.unit_id LEFT JOIN accounts a ON a.id = d.author_id LEFT JOIN accounts s ON s.id = d.signer_id

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, type text, number text?, unit_id text, status text, body text, author_id text?
-- in: signer_id text?, created_ms int, issued_ms int?, series text?, position int?
INSERT INTO documents (id, case_id, type, number, series, position, edition, unit_id, status, body, author_id, signer_id, created_ms,
  issued_ms, template_version)
VALUES (:id, :case_id, :type, :number, :series, :position,
  (SELECT COUNT(*) + 1 FROM documents d WHERE d.case_id = :case_id AND d.type = :type),
  :unit_id, :status, :body, :author_id, :signer_id, :created_ms, :issued_ms,
  (SELECT MAX(t.version) FROM templates t WHERE t.type = :type AND t.lang = 'zh'))

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: document_row
SELECT {columns} FROM documents d {joins} WHERE d.case_id = :case_id ORDER BY d.created_ms, d.id LIMIT 500

-- name: get_decision  mode: read  rows: opt
-- doc: The opinion in force: that of the handling, of the review or of the recheck; a case has one kind only.
-- in: case_id text
-- out: document_row
SELECT {columns} FROM documents d {joins} WHERE d.case_id = :case_id AND d.status <> 'withdrawn'
   AND d.type IN ('handling_opinion', 'review_opinion', 'recheck_opinion')
 ORDER BY d.edition DESC LIMIT 1

-- name: get_decision_fields  mode: read  rows: opt
-- doc: What a review decided: by when to handle again, or the outcome as changed. (PostgreSQL: body::json ->> '...')
-- in: id text
-- out: redo_due_on text?, new_outcome text?
SELECT json_extract(d.body, '$.redo_due_on'), json_extract(d.body, '$.new_outcome') FROM documents d WHERE d.id = :id

-- name: get_hearing  mode: read  rows: opt
-- doc: What the last notice of a hearing said, and its day. (PostgreSQL: body::json ->> '...')
-- in: case_id text
-- out: from_on text, place text, host text, is_public int
SELECT json_extract(d.body, '$.from_on'), json_extract(d.body, '$.place'), json_extract(d.body, '$.host'), json_extract(d.body, '$.public')
  FROM documents d WHERE d.case_id = :case_id AND d.type = 'hearing_notice' ORDER BY d.created_ms DESC, d.id DESC LIMIT 1

-- name: find_final  mode: read  rows: opt
-- doc: The recheck opinion on a case whose number stands in a text: as numbered here, or by the body outside that decided.
-- in: case_id text, text text
-- out: id text
SELECT d.id FROM cases r JOIN cases k ON k.parent_id = r.id OR k.id = r.id JOIN documents d ON d.case_id = k.id
 WHERE r.parent_id = :case_id AND d.type = 'recheck_opinion'
   AND (instr(:text, d.number) > 0 OR instr(:text, json_extract(d.body, '$.number')) > 0) LIMIT 1

-- name: revoke  mode: write  rows: exec
-- doc: The opinion that was given is void: by the decision of a review, or returned for its quality. A new one in the making is not
-- doc: what was decided about.
-- in: case_id text, now_ms int
UPDATE documents SET status = 'withdrawn', revoked_ms = :now_ms
 WHERE case_id = :case_id AND type = 'handling_opinion' AND status = 'delivered'

-- name: count_revoked  mode: read  rows: one
-- in: case_id text
-- out: total int
SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.revoked_ms IS NOT NULL

-- name: list_revoked_answers  mode: read  rows: many
-- doc: What each revoked opinion of a case answered to its first ten demands, newest first.
-- in: case_id text
-- out: answers text?
SELECT
  COALESCE(json_extract(d.body, '$.answers[0].answer'), '') || COALESCE(json_extract(d.body, '$.answers[1].answer'), '') ||
  COALESCE(json_extract(d.body, '$.answers[2].answer'), '') || COALESCE(json_extract(d.body, '$.answers[3].answer'), '') ||
  COALESCE(json_extract(d.body, '$.answers[4].answer'), '') || COALESCE(json_extract(d.body, '$.answers[5].answer'), '') ||
  COALESCE(json_extract(d.body, '$.answers[6].answer'), '') || COALESCE(json_extract(d.body, '$.answers[7].answer'), '') ||
  COALESCE(json_extract(d.body, '$.answers[8].answer'), '') || COALESCE(json_extract(d.body, '$.answers[9].answer'), '')
  FROM documents d WHERE d.case_id = :case_id AND d.revoked_ms IS NOT NULL ORDER BY d.revoked_ms DESC LIMIT 20

-- name: is_as_drafted  mode: read  rows: one
-- doc: Whether the draft of this type says the same in these members of its body.
-- in: case_id text, type text, final_opinion text, why_same text, other_help text
-- out: total int
SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.type = :type AND d.status = 'draft'
   AND json_extract(d.body, '$.final_opinion') = :final_opinion AND json_extract(d.body, '$.why_same') = :why_same
   AND json_extract(d.body, '$.other_help') = :other_help

-- name: get_last_issued  mode: read  rows: opt
-- doc: The latest numbered document of a case, whatever its type.
-- in: case_id text
-- out: document_row
SELECT {columns} FROM documents d {joins} WHERE d.case_id = :case_id AND d.number IS NOT NULL
 ORDER BY d.issued_ms DESC, d.id DESC LIMIT 1

-- name: set_status  mode: write  rows: exec
-- in: id text, status text, checker_id text?
UPDATE documents SET status = :status, checker_id = COALESCE(:checker_id, checker_id) WHERE id = :id

-- name: sign  mode: write  rows: exec
-- in: id text, number text, series text, position int, signer_id text, issued_ms int
UPDATE documents SET status = 'signed', number = :number, series = :series, position = :position, signer_id = :signer_id, issued_ms = :issued_ms,
  template_version = (SELECT MAX(t.version) FROM templates t WHERE t.type = documents.type AND t.lang = 'zh') WHERE id = :id

-- name: withdraw_drafts  mode: write  rows: exec
-- in: case_id text, type text
UPDATE documents SET status = 'withdrawn' WHERE case_id = :case_id AND type = :type AND status = 'draft'

-- name: count_drafts  mode: read  rows: one
-- in: case_id text, type text
-- out: total int
SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.type = :type AND d.status = 'draft'

-- name: get_for_print  mode: read  rows: opt
-- doc: A document of a case with what its paper shows beside its body.
-- in: case_id text, id text
-- out: type text, number text?, status text, body text, issued_ms int?, created_ms int, template_version int?, unit_name text
-- out: unit_kind text, unit_phone text?, unit_address text?, signer_name text?, delivered_day int?
SELECT d.type, d.number, d.status, d.body, d.issued_ms, d.created_ms, d.template_version, u.name, u.kind, u.phone, u.address, s.name,
  (SELECT MAX(v.received_day) FROM deliveries v WHERE v.document_id = d.id)
  FROM documents d JOIN units u ON u.id = d.unit_id LEFT JOIN accounts s ON s.id = d.signer_id
 WHERE d.case_id = :case_id AND d.id = :id

-- name: note_due  mode: write  rows: exec
-- doc: What was issued in this instant and does not say yet by when. (PostgreSQL: jsonb_set)
-- in: case_id text, now_ms int, day text
UPDATE documents SET body = json_set(body, '$.due_on', :day)
 WHERE case_id = :case_id AND created_ms = :now_ms AND type IN ('acceptance_notice', 'extension_notice')
   AND json_extract(body, '$.due_on') IS NULL

-- name: find_number  mode: read  rows: opt
-- doc: Whether a paper bears this number.
-- in: number text
-- out: id text
SELECT d.id FROM documents d WHERE d.number = :number
