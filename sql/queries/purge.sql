-- Destruction of what an archived case says. One statement for each table that holds any of it; tests/scenario/test_purge.c knows every
-- table with cases in it and asks for a decision about each new one.

-- name: case_row  mode: write  rows: exec
-- doc: What the other statements of a case leave standing in its row. The code of the petitioner opens nothing any more.
-- in: case_id text, petitioner_id text, certificate text
UPDATE cases SET request = '', facts = NULL, reasons = NULL, place_unit_id = NULL, place_detail = NULL, source_platform = NULL,
  outside_body = NULL, code_hash = NULL, petitioner_id = :petitioner_id, certificate = :certificate
 WHERE id = :case_id

-- name: submissions  mode: write  rows: exec
-- in: case_id text
UPDATE submissions SET title = '', request = '', facts = NULL, reasons = NULL, external_number = NULL, window_number = NULL,
  oral_text = NULL, oral_confirmed_by = NULL, oral_reference = NULL
 WHERE case_id = :case_id

-- name: demands  mode: write  rows: exec
-- in: case_id text
UPDATE demands SET text = '', answer = NULL, basis = NULL WHERE case_id = :case_id

-- name: dispatches  mode: write  rows: exec
-- in: case_id text
UPDATE dispatches SET basis = NULL, note = NULL, objection_ground = NULL, objection_basis = NULL, ruling_reason = NULL,
  report = NULL, report_reason = NULL, late_consent_reason = NULL, dispute_reason = NULL
 WHERE case_id = :case_id

-- name: documents  mode: write  rows: exec
-- in: case_id text
UPDATE documents SET body = '{}' WHERE case_id = :case_id

-- name: deliveries  mode: write  rows: exec
-- in: case_id text
UPDATE deliveries SET receiver = NULL, proof = '' WHERE case_id = :case_id

-- name: supervisions  mode: write  rows: exec
-- in: case_id text
UPDATE supervisions SET problem = '', demand = '', answer = NULL, judgement = NULL WHERE case_id = :case_id

-- name: ratings  mode: write  rows: exec
-- in: case_id text
UPDATE ratings SET comment = NULL, reference = NULL WHERE case_id = :case_id

-- name: links  mode: write  rows: exec
-- in: case_id text
UPDATE case_links SET reason = NULL, undone_reason = NULL WHERE case_id = :case_id OR other_id = :case_id

-- name: list_linked  mode: read  rows: many
-- doc: Cases whose seals have words of a link to this one that go with it.
-- in: case_id text
-- out: case_id text
SELECT DISTINCT l.case_id FROM case_links l
 WHERE l.other_id = :case_id AND l.case_id <> :case_id AND (l.reason IS NOT NULL OR l.undone_reason IS NOT NULL)

-- name: files  mode: write  rows: exec
-- doc: Without its key nobody opens a content; what is left of it on the disk goes with the next sweep.
-- in: case_id text, now_ms int, account_id text
UPDATE files SET status = 'removed', key = NULL, name = NULL, digest = NULL, hash = zeroblob(32), removed_ms = COALESCE(removed_ms, :now_ms),
  removed_by = COALESCE(removed_by, :account_id), removed_reason = COALESCE(removed_reason, 'purged')
 WHERE case_id = :case_id

-- name: contacts  mode: write  rows: exec
-- in: case_id text
DELETE FROM contacts WHERE case_id = :case_id

-- name: practice_steps  mode: write  rows: exec
-- in: case_id text
DELETE FROM practice_steps WHERE case_id = :case_id

-- name: evidence  mode: write  rows: exec
-- in: case_id text
DELETE FROM evidence WHERE case_id = :case_id

-- name: instalments  mode: write  rows: exec
-- in: case_id text
DELETE FROM instalments WHERE case_id = :case_id

-- name: agreements  mode: write  rows: exec
-- in: case_id text
DELETE FROM agreements WHERE case_id = :case_id

-- name: readers  mode: write  rows: exec
-- doc: Whom the case was against is forgotten; whoever was named and yet barred by it is not to learn of the case by that.
-- in: case_id text
DELETE FROM case_readers WHERE case_id = :case_id
   AND EXISTS (SELECT 1 FROM complained_units k CROSS JOIN accounts a
                WHERE k.case_id = :case_id AND a.id = case_readers.account_id AND {sealed.barred})

-- name: complained  mode: write  rows: exec
-- in: case_id text
DELETE FROM complained_units WHERE case_id = :case_id

-- name: sealed  mode: write  rows: exec
-- in: case_id text
DELETE FROM sealed_contents WHERE case_id = :case_id

-- name: drafts  mode: write  rows: exec
-- doc: Rulings that nobody put into neutral words; those that somebody did name no person and stay in the book.
-- in: case_id text
DELETE FROM precedents WHERE case_id = :case_id AND status = 'draft'

-- name: parties  mode: write  rows: exec
-- in: case_id text
DELETE FROM parties WHERE case_id = :case_id

-- name: list_people  mode: read  rows: many
-- in: case_id text
-- out: person_id text
SELECT pa.person_id FROM parties pa WHERE pa.case_id = :case_id
UNION
SELECT c.petitioner_id FROM cases c WHERE c.id = :case_id

-- name: needs_person  mode: read  rows: opt
-- doc: Another case that the person has a part in.
-- in: case_id text, person_id text
-- out: case_id text
SELECT pa.case_id FROM parties pa WHERE pa.person_id = :person_id AND pa.case_id <> :case_id
UNION ALL
SELECT c.id FROM cases c WHERE c.petitioner_id = :person_id AND c.id <> :case_id
 LIMIT 1

-- name: person  mode: write  rows: exec
-- doc: Key, fields and blind indexes together.
-- in: person_id text
DELETE FROM persons WHERE id = :person_id

-- name: nobody  mode: write  rows: exec
-- doc: Who stands in a case's row in the place of people that were erased.
-- in: id text, created_ms int, version int, digest blob, proof blob
INSERT INTO persons (id, kind, name, created_ms, version, digest, proof)
VALUES (:id, 'natural', x'', :created_ms, :version, :digest, :proof) ON CONFLICT (id) DO NOTHING
