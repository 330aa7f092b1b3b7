-- Agreements (调解、和解) of a case and what they promise.

-- type: instalment_row
--   case_id text, position int, agreement_id text, text text, amount_fen int?, due_day int, status text, done_day int?, proof text?

-- name: add  mode: write  rows: exec
-- in: case_id text, id text, kind text, other_party text, mediator text?, signed_day int, terms text, account_id text, created_ms int
INSERT INTO agreements (case_id, id, kind, other_party, mediator, signed_day, terms, account_id, created_ms)
VALUES (:case_id, :id, :kind, :other_party, :mediator, :signed_day, :terms, :account_id, :created_ms)

-- name: list_of_case  mode: read  rows: many
-- doc: The newest last; a later one takes the place of an earlier one.
-- in: case_id text
-- out: id text, kind text, other_party text, mediator text?, signed_day int, terms text, created_ms int
SELECT a.id, a.kind, a.other_party, a.mediator, a.signed_day, a.terms, a.created_ms FROM agreements a
 WHERE a.case_id = :case_id ORDER BY a.id LIMIT 50

-- name: get_last  mode: read  rows: opt
-- in: case_id text
-- out: id text, signed_day int
SELECT a.id, a.signed_day FROM agreements a WHERE a.case_id = :case_id ORDER BY a.id DESC LIMIT 1

-- name: add_instalment  mode: write  rows: exec
-- in: case_id text, position int, agreement_id text, text text, amount_fen int?, due_day int
INSERT INTO instalments (case_id, position, agreement_id, text, amount_fen, due_day, status)
VALUES (:case_id, :position, :agreement_id, :text, :amount_fen, :due_day, 'open')

-- name: end_instalment  mode: write  rows: exec
-- in: case_id text, position int, status text, done_day int?, proof text
UPDATE instalments SET status = :status, done_day = :done_day, proof = :proof
 WHERE case_id = :case_id AND position = :position AND status = 'open'

-- name: list_instalments  mode: read  rows: many
-- in: case_id text
-- out: instalment_row
SELECT {instalment_row i} FROM instalments i WHERE i.case_id = :case_id ORDER BY i.position LIMIT 200

-- name: get_open  mode: read  rows: opt
-- in: case_id text, position int
-- out: instalment_row
SELECT {instalment_row i} FROM instalments i WHERE i.case_id = :case_id AND i.position = :position AND i.status = 'open'

-- name: sum_instalments  mode: read  rows: one
-- doc: Of the agreement in force.
-- in: case_id text
-- out: planned int, performed int
SELECT COUNT(*), COUNT(CASE WHEN i.status = 'performed' THEN 1 END) FROM instalments i
 WHERE i.case_id = :case_id
   AND i.agreement_id = (SELECT a.id FROM agreements a WHERE a.case_id = :case_id ORDER BY a.id DESC LIMIT 1)
