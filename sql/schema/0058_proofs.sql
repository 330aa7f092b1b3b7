-- A keyed hash over what a session, a token or a code for a new password is good for (domain/binding.h): whoever writes another account, another
-- right or another end into such a row, without the keys, has a row that opens nothing. NULL: it is over.
ALTER TABLE sessions ADD COLUMN proof BLOB;
ALTER TABLE tokens ADD COLUMN proof BLOB;
ALTER TABLE resets ADD COLUMN proof BLOB;

-- What was begun without one ends here: people sign in again, codes are asked for again. Recovery codes were hashed without their account, so
-- nobody can tell whether they stand where they were made: their owners make new ones. Tokens get their proof at the next start.
UPDATE sessions SET ended_ms = seen_ms WHERE ended_ms IS NULL;
DELETE FROM resets;
DELETE FROM recovery_codes;

-- A case that was closed when a unit moved, and opened again later, was not shown to the units that are above it since.
INSERT INTO case_units (case_id, unit_id, is_direct, is_open, due_key)
SELECT d.case_id, t.ancestor_id, 0, d.is_open, d.due_key
  FROM case_units d CROSS JOIN unit_tree t ON t.descendant_id = d.unit_id
 WHERE d.is_direct = 1 AND d.is_open = 1
ON CONFLICT (case_id, unit_id) DO NOTHING;
