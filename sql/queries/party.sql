-- Parties: a person's role on a case.

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, submission_id text, person_id text, role text, position int
INSERT INTO parties (id, case_id, submission_id, person_id, role, position)
VALUES (:id, :case_id, :submission_id, :person_id, :role, :position)

-- name: list  mode: read  rows: many
-- in: case_id text
-- out: id text, role text, position int, submission_id text, person_id text, kind text, key blob?, name blob, id_type text?, id_number blob?
-- out: phone blob?, email blob?, address blob?
SELECT pa.id, pa.role, pa.position, pa.submission_id, pa.person_id, p.kind, p.key, p.name, p.id_type, p.id_number, p.phone, p.email, p.address
  FROM parties pa JOIN persons p ON p.id = pa.person_id WHERE pa.case_id = :case_id ORDER BY pa.position LIMIT 250

-- name: move_person  mode: write  rows: exec
-- doc: The case's people are rows of its own from now on.
-- in: case_id text, from_id text, to_id text
UPDATE parties SET person_id = :to_id WHERE case_id = :case_id AND person_id = :from_id

-- name: count_representatives  mode: read  rows: one
-- doc: Those who came to the visits of a case.
-- in: case_id text
-- out: total int
SELECT COUNT(*) FROM parties pa JOIN submissions s ON s.id = pa.submission_id AND s.channel = 'visit'
 WHERE pa.case_id = :case_id AND pa.role = 'representative'

-- name: find_reachable  mode: read  rows: opt
-- doc: Somebody of the case who gave a name and a way to be reached.
-- in: case_id text
-- out: person_id text
SELECT pa.person_id FROM parties pa JOIN persons p ON p.id = pa.person_id
 WHERE pa.case_id = :case_id AND (p.phone IS NOT NULL OR p.address IS NOT NULL) LIMIT 1

-- name: last_position  mode: read  rows: one
-- in: case_id text
-- out: position int
SELECT COALESCE(MAX(position), 0) FROM parties WHERE case_id = :case_id

-- name: get  mode: read  rows: opt
-- doc: One party of a case, and whether any submission of the case asks for the name to be withheld.
-- in: case_id text, id text
-- out: position int, person_id text, key blob?, name blob, id_type text?, id_number blob?, phone blob?, email blob?, address blob?
-- out: bank_account blob?, health blob?, is_confidential int
SELECT pa.position, pa.person_id, p.key, p.name, p.id_type, p.id_number, p.phone, p.email, p.address,
  p.bank_account, p.health,
  EXISTS (SELECT 1 FROM submissions s WHERE s.case_id = pa.case_id AND s.is_confidential = 1)
  FROM parties pa JOIN persons p ON p.id = pa.person_id WHERE pa.case_id = :case_id AND pa.id = :id
