-- Faults that are planted to see that the checks would find them. Each is made on a copy of a sound folder, by itself.

-- name: an acknowledged case is gone
DELETE FROM deadline_levels WHERE deadline_id IN (SELECT d.id FROM deadlines d WHERE d.case_id = (SELECT case_id FROM victim));
DELETE FROM notices WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM supervision_candidates WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM deadlines WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM parties WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM demands WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM documents WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM dispatches WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM contacts WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM case_units WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM holdings WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM journal WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM submissions WHERE case_id = (SELECT case_id FROM victim);
DELETE FROM cases WHERE id = (SELECT case_id FROM victim);

-- name: one demand of a case is gone
DELETE FROM demands WHERE case_id = (SELECT case_id FROM victim) AND position = 1;

-- name: an event is undone in the case but not in the journal
UPDATE cases SET version = version - 1 WHERE id = (SELECT case_id FROM victim);

-- name: an entry of the journal says something else
UPDATE journal SET at_ms = at_ms + 1 WHERE case_id = (SELECT case_id FROM victim) AND seq = 1;

-- name: the newest entry of the journal is cut off
DELETE FROM journal WHERE case_id = (SELECT case_id FROM victim) AND seq = (SELECT MAX(seq) FROM journal WHERE case_id = (SELECT case_id FROM victim));

-- name: a number is given twice
UPDATE sequences SET last = last - 1 WHERE name LIKE 'case:%';

-- name: a rung that fired is armed again
UPDATE deadline_levels SET status = 'armed' WHERE deadline_id || ':' || level = (SELECT rung FROM victim);

-- name: a notice of a rung is missing
DELETE FROM notices WHERE deadline_id || ':' || level = (SELECT rung FROM victim);

-- name: a kept reply is gone
DELETE FROM replays WHERE key = (SELECT key FROM victim);

-- name: a request had its effect twice
INSERT INTO contacts (id, case_id, on_day, method, spoke_with, content, is_reached, account_id, created_ms)
SELECT 'again' || SUBSTR(id, 6), case_id, on_day, method, spoke_with, content, is_reached, account_id, created_ms FROM contacts LIMIT 1;

-- name: a row of the worklist does not follow its case
UPDATE case_units SET due_key = due_key + 1 WHERE case_id = (SELECT case_id FROM victim);
