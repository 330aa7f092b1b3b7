-- Certificates of destruction.

-- type: certificate_row
--   number text, id text, unit_id text, made_ms int, decided_by text, reason text, cases int, digest blob

-- type: certificate_item
--   certificate text, position int, case_id text, case_number text, archive_number text?, retention text, closed_day int, last_day int,
--   proposed_by text, proposed_ms int, appraisal text, documents int, contacts int, evidence int, people int, entries int, digest blob

-- type: certificate_list_row
--   id text, number text, made_ms int, decided_name text, unit_name text, reason text, cases int

-- name: add  mode: write  rows: exec
-- in: number text, id text, unit_id text, made_ms int, decided_by text, reason text, cases int, digest blob
INSERT INTO certificates (number, id, unit_id, made_ms, decided_by, reason, cases, digest)
VALUES (:number, :id, :unit_id, :made_ms, :decided_by, :reason, :cases, :digest)

-- name: add_item  mode: write  rows: exec
-- in: certificate text, position int, case_id text, case_number text, archive_number text?, retention text, closed_day int, last_day int
-- in: proposed_by text, proposed_ms int, appraisal text, documents int, contacts int, evidence int, people int, entries int, digest blob
INSERT INTO certificate_items (certificate, position, case_id, case_number, archive_number, retention, closed_day, last_day,
  proposed_by, proposed_ms, appraisal, documents, contacts, evidence, people, entries, digest)
VALUES (:certificate, :position, :case_id, :case_number, :archive_number, :retention, :closed_day, :last_day,
  :proposed_by, :proposed_ms, :appraisal, :documents, :contacts, :evidence, :people, :entries, :digest)

-- name: get  mode: read  rows: opt
-- in: id text
-- out: certificate_row
SELECT {certificate_row k} FROM certificates k WHERE k.id = :id

-- name: walk  mode: read  rows: many
-- doc: Every certificate, for verify.
-- out: certificate_row
SELECT {certificate_row k} FROM certificates k ORDER BY k.number

-- name: list_items  mode: read  rows: many
-- in: certificate text
-- out: certificate_item
SELECT {certificate_item i} FROM certificate_items i WHERE i.certificate = :certificate ORDER BY i.position

-- name: find_item  mode: read  rows: opt
-- doc: The item of a case.
-- in: case_id text
-- out: certificate_item
SELECT {certificate_item i} FROM certificate_items i WHERE i.case_id = :case_id

-- name: find_unmarked  mode: read  rows: opt
-- doc: A case on a certificate that does not say so, or one that says so and is on none.
-- out: id text
SELECT c.id FROM certificate_items i JOIN cases c ON c.id = i.case_id WHERE COALESCE(c.certificate, '') <> i.certificate
UNION ALL
SELECT c.id FROM cases c WHERE c.certificate IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM certificate_items i WHERE i.case_id = c.id AND i.certificate = c.certificate)
 LIMIT 1

-- name: find_vouched  mode: read  rows: opt
-- doc: What the office's journal says of a certificate.
-- in: number text
-- out: changes text
SELECT j.changes FROM office_journal j WHERE j.action = 'certificate.make' AND j.object_id = :number ORDER BY j.seq LIMIT 1

-- A certificate of sealed cases is seen by whoever may know of one of them, and by nobody else; it holds no other cases.
-- snippet: seen
CASE WHEN EXISTS (SELECT 1 FROM certificate_items si JOIN cases sc ON sc.id = si.case_id
                   WHERE si.certificate = k.number AND sc.is_sealed = 1)
     THEN EXISTS (SELECT 1 FROM certificate_items i CROSS JOIN cases c ON c.id = i.case_id
                   WHERE i.certificate = k.number AND {case.scope})
     ELSE {retention.keeper} END

-- name: find_seen  mode: read  rows: opt
-- doc: One row when the actor may see the certificate.
-- in: number text, actor text, today int
-- out: number text
SELECT k.number FROM certificates k WHERE k.number = :number AND {seen}

-- name: count_inside  mode: read  rows: one
-- doc: Cases of a certificate whose own journals vouch for it: that is how it is with sealed ones, of which the office's says nothing.
-- in: number text, digest text
-- out: total int
SELECT COUNT(*) FROM certificate_items i JOIN cases c ON c.id = i.case_id AND c.is_sealed = 1
  JOIN journal j ON j.case_id = i.case_id AND j.seq = i.entries + 1 AND j.action = 'purge'
 WHERE i.certificate = :number AND INSTR(j.changes, :digest) > 0

-- name: list  mode: read  rows: many
-- doc: Newest first.
-- in: actor text, today int, at_ms int?, at_number text?, lim int
-- out: certificate_list_row
SELECT k.id, k.number, k.made_ms, a.name, u.name, k.reason, k.cases FROM certificates k JOIN accounts a ON a.id = k.decided_by
  JOIN units u ON u.id = k.unit_id
 WHERE {seen}
/*[[after]]*/ AND (k.made_ms, k.number) < (:at_ms, :at_number) /*[[/]]*/
 ORDER BY k.made_ms DESC, k.number DESC LIMIT :lim

-- name: list_back  mode: read  rows: many
-- in: actor text, today int, at_ms int?, at_number text?, lim int
-- out: certificate_list_row
SELECT k.id, k.number, k.made_ms, a.name, u.name, k.reason, k.cases FROM certificates k JOIN accounts a ON a.id = k.decided_by
  JOIN units u ON u.id = k.unit_id
 WHERE {seen}
/*[[after]]*/ AND (k.made_ms, k.number) > (:at_ms, :at_number) /*[[/]]*/
 ORDER BY k.made_ms, k.number LIMIT :lim

-- name: get_names  mode: read  rows: opt
-- in: number text
-- out: decided_name text, unit_name text
SELECT a.name, u.name FROM certificates k JOIN accounts a ON a.id = k.decided_by JOIN units u ON u.id = k.unit_id WHERE k.number = :number

-- name: list_seen  mode: read  rows: many
-- doc: The items of cases that the actor may know of.
-- in: certificate text, actor text, today int
-- out: case_id text, case_number text, archive_number text?, retention text, closed_day int, last_day int, proposed_name text
-- out: proposed_ms int, appraisal text, documents int, contacts int, evidence int, people int, entries int
SELECT i.case_id, i.case_number, i.archive_number, i.retention, i.closed_day, i.last_day, a.name, i.proposed_ms, i.appraisal,
  i.documents, i.contacts, i.evidence, i.people, i.entries
  FROM certificate_items i JOIN accounts a ON a.id = i.proposed_by CROSS JOIN cases c ON c.id = i.case_id
 WHERE i.certificate = :certificate AND {case.scope} ORDER BY i.position
