-- Submissions (信访件): one letter, visit, call, fax or web form.

-- type: submission_row
--   id text, number text, case_id text, channel text, source_platform text?, external_number text?, registered_ms int,
--   received_day int, unit_id text, unit_name text, window_number text?, registrar_id text?, registrar_name text?,
--   purpose text, title text, request text, facts text?, reasons text?, people_count int, involved_count int?,
--   is_joint int, is_group_visit int, is_first int, is_confidential int, is_publishable int, oral_text text?,
--   oral_read_back int?, oral_confirmed_by text?, oral_reference text?

-- name: add  mode: write  rows: exec
-- in: id text, number text, case_id text, channel text, source_platform text?, external_number text?, registered_ms int
-- in: received_day int, unit_id text, window_number text?, registrar_id text?, purpose text, title text, request text
-- in: facts text?, reasons text?, people_count int, involved_count int?, is_joint int, is_group_visit int, is_first int
-- in: is_confidential int, is_publishable int, oral_text text?, oral_read_back int?, oral_confirmed_by text?
-- in: oral_reference text?
INSERT INTO submissions (id, number, case_id, channel, source_platform, external_number, registered_ms, received_day, unit_id,
  window_number, registrar_id, purpose, title, request, facts, reasons, people_count, involved_count, is_joint,
  is_group_visit, is_first, is_confidential, is_publishable, oral_text, oral_read_back, oral_confirmed_by, oral_reference)
VALUES (:id, :number, :case_id, :channel, :source_platform, :external_number, :registered_ms, :received_day, :unit_id,
  :window_number, :registrar_id, :purpose, :title, :request, :facts, :reasons, :people_count, :involved_count, :is_joint,
  :is_group_visit, :is_first, :is_confidential, :is_publishable, :oral_text, :oral_read_back, :oral_confirmed_by,
  :oral_reference)

-- snippet: columns
s.id, s.number, s.case_id, s.channel, s.source_platform, s.external_number, s.registered_ms, s.received_day, s.unit_id,
  u.name, s.window_number, s.registrar_id, a.name, s.purpose, s.title, s.request, s.facts, s.reasons, s.people_count,
  s.involved_count, s.is_joint, s.is_group_visit, s.is_first, s.is_confidential, s.is_publishable, s.oral_text,
  s.oral_read_back, s.oral_confirmed_by, s.oral_reference

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: submission_row
SELECT {columns} FROM submissions s JOIN units u ON u.id = s.unit_id LEFT JOIN accounts a ON a.id = s.registrar_id
 WHERE s.case_id = :case_id ORDER BY s.registered_ms, s.id LIMIT 200

-- name: get  mode: read  rows: opt
-- in: id text
-- out: submission_row
SELECT {columns} FROM submissions s JOIN units u ON u.id = s.unit_id LEFT JOIN accounts a ON a.id = s.registrar_id
 WHERE s.id = :id

-- name: find_external  mode: read  rows: opt
-- doc: An external number that was registered before.
-- in: source_platform text, external_number text
-- out: id text, case_id text, number text
SELECT s.id, s.case_id, s.number FROM submissions s
 WHERE s.source_platform = :source_platform AND s.external_number = :external_number

-- name: join  mode: write  rows: exec
-- doc: The submissions of a case go over to another one, and remember where they came from.
-- in: case_id text, other_id text
UPDATE submissions SET case_id = :other_id, joined_from = :case_id, is_first = 0 WHERE case_id = :case_id

-- name: part  mode: write  rows: exec
-- doc: Takes a joining back.
-- in: case_id text
UPDATE submissions SET case_id = joined_from, joined_from = NULL, is_first = 1 WHERE joined_from = :case_id

-- name: find_number  mode: read  rows: opt
-- doc: Whether a submission bears this number.
-- in: number text
-- out: id text
SELECT s.id FROM submissions s WHERE s.number = :number
