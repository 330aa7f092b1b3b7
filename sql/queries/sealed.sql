-- The sealed lane: contents, and who may know of a case.

-- At the unit k.unit_id or one that came after it, below it or above it: by the account's own unit or by any grant that it has.
-- snippet: barred
EXISTS (SELECT 1 FROM unit_tree t
         WHERE (t.ancestor_id IN {succession.heirs} AND t.descendant_id IN (SELECT a.unit_id UNION ALL SELECT g.unit_id FROM grants g WHERE g.account_id = a.id))
            OR (t.descendant_id IN {succession.heirs} AND t.ancestor_id IN (SELECT a.unit_id UNION ALL SELECT g.unit_id FROM grants g WHERE g.account_id = a.id)))

-- type: sealed_content_row
--   case_id text, content blob, version int, digest blob?, proof blob?

-- name: add_content  mode: write  rows: exec
-- in: case_id text, content blob, version int, digest blob, proof blob
INSERT INTO sealed_contents (case_id, content, version, digest, proof) VALUES (:case_id, :content, :version, :digest, :proof)

-- name: walk  mode: read  rows: many
-- doc: The contents after this case's; for verify.
-- in: after text, lim int
-- out: sealed_content_row
SELECT {sealed_content_row s} FROM sealed_contents s WHERE s.case_id > :after ORDER BY s.case_id LIMIT :lim

-- name: list_unsealed  mode: read  rows: many
-- doc: Those after this case's that earlier programs wrote without a digest.
-- in: after text, lim int
-- out: sealed_content_row
SELECT {sealed_content_row s} FROM sealed_contents s WHERE s.case_id > :after AND s.digest IS NULL ORDER BY s.case_id LIMIT :lim

-- name: get_content  mode: read  rows: opt
-- in: case_id text
-- out: sealed_content_row
SELECT {sealed_content_row s} FROM sealed_contents s WHERE s.case_id = :case_id

-- name: add_reader  mode: write  rows: exec
-- in: case_id text, account_id text, named_by text, named_ms int
INSERT INTO case_readers (case_id, account_id, named_by, named_ms) VALUES (:case_id, :account_id, :named_by, :named_ms)
ON CONFLICT (case_id, account_id) DO NOTHING

-- name: drop_reader  mode: write  rows: exec
-- in: case_id text, account_id text
DELETE FROM case_readers WHERE case_id = :case_id AND account_id = :account_id

-- name: count_readers  mode: read  rows: one
-- in: case_id text
-- out: total int
SELECT COUNT(*) FROM case_readers r WHERE r.case_id = :case_id

-- name: is_barred  mode: read  rows: opt
-- doc: One row when the account works at a unit that the case is against, below one, or above one.
-- in: case_id text, account_id text
-- out: unit_id text
SELECT k.unit_id FROM complained_units k JOIN accounts a ON a.id = :account_id
 WHERE k.case_id = :case_id AND {barred} LIMIT 1

-- name: find_barred_reader  mode: read  rows: opt
-- doc: A named person whom naming this unit would bar.
-- in: case_id text, unit_id text
-- out: account_id text
SELECT r.account_id FROM case_readers r JOIN accounts a ON a.id = r.account_id JOIN (SELECT :unit_id AS unit_id) k
 WHERE r.case_id = :case_id AND {barred} LIMIT 1

-- name: may_read  mode: read  rows: opt
-- doc: One row when the account is an accusation officer in force.
-- in: account_id text, today int
-- out: id text
SELECT a.id FROM accounts a
 WHERE a.id = :account_id AND a.is_disabled = 0
   AND EXISTS (SELECT 1 FROM grants g WHERE g.account_id = a.id AND g.role = 'accusation_officer'
                AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)

-- name: read_content  mode: read  rows: one
-- doc: The members of a content in clear; nothing of it is stored by this.
-- in: content text
-- out: title text, request text, facts text?, reasons text?, class_code text?, place_detail text?, oral_record text?
SELECT json_extract(:content, '$.title'), json_extract(:content, '$.request'), json_extract(:content, '$.facts'),
  json_extract(:content, '$.reasons'), json_extract(:content, '$.class_code'), json_extract(:content, '$.place_detail'),
  json_extract(:content, '$.oral_record')

-- name: read_demand  mode: read  rows: one
-- doc: The demand number n from 0 on; null behind the last.
-- in: content text, n int
-- out: text text?
SELECT json_extract(:content, '$.demands[' || :n || ']')

-- name: unseal_case  mode: write  rows: exec
-- doc: What case_save does not write.
-- in: id text, request text, facts text?, reasons text?, place_detail text?
UPDATE cases SET is_sealed = 0, purpose = 'other', request = :request, facts = :facts, reasons = :reasons,
  place_detail = :place_detail WHERE id = :id

-- name: unseal_submissions  mode: write  rows: exec
-- in: case_id text, title text, request text, facts text?, reasons text?, oral_record text?
UPDATE submissions SET purpose = 'other', title = :title, request = :request, facts = :facts, reasons = :reasons,
  oral_text = :oral_record WHERE case_id = :case_id

-- name: set_petitioner  mode: write  rows: exec
-- in: id text, petitioner_id text
UPDATE cases SET petitioner_id = :petitioner_id WHERE id = :id

-- name: seal_case  mode: write  rows: exec
-- doc: What case_save does not write.
-- in: id text, request text
UPDATE cases SET is_sealed = 1, purpose = 'accusation', request = :request, facts = NULL, reasons = NULL, place_detail = NULL
 WHERE id = :id

-- name: seal_submissions  mode: write  rows: exec
-- in: case_id text, title text, request text
UPDATE submissions SET purpose = 'accusation', title = :title, request = :request, facts = NULL, reasons = NULL, oral_text = NULL,
  is_confidential = 1, is_publishable = 0 WHERE case_id = :case_id

-- name: reword_submissions  mode: write  rows: exec
-- doc: What was taken out of them is sealed; the words that stay.
-- in: case_id text, title text, request text, facts text?, reasons text?
UPDATE submissions SET title = :title, request = :request, facts = :facts, reasons = :reasons, oral_text = NULL
 WHERE case_id = :case_id

-- name: drop_content  mode: write  rows: exec
-- in: case_id text
DELETE FROM sealed_contents WHERE case_id = :case_id

-- name: drop_readers  mode: write  rows: exec
-- in: case_id text
DELETE FROM case_readers WHERE case_id = :case_id

-- name: list_contents  mode: read  rows: many
-- doc: The contents of the cases after this one.
-- in: after text, lim int
-- out: case_id text, content blob
SELECT case_id, content FROM sealed_contents WHERE case_id > :after ORDER BY case_id LIMIT :lim

-- name: set_content  mode: write  rows: exec
-- in: case_id text, content blob, digest blob?, proof blob?
UPDATE sealed_contents SET content = :content, digest = :digest, proof = :proof WHERE case_id = :case_id

-- name: count_registered  mode: read  rows: one
-- in: from_ms int, to_ms int
-- out: total int
SELECT COUNT(*) FROM cases c WHERE c.is_sealed = 1 AND c.registered_ms >= :from_ms AND c.registered_ms < :to_ms

-- name: count_closed  mode: read  rows: one
-- in: from_ms int, to_ms int
-- out: total int
SELECT COUNT(*) FROM cases c WHERE c.is_sealed = 1 AND c.closed_ms >= :from_ms AND c.closed_ms < :to_ms
