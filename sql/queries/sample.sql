-- The sample county: units to begin with, marked, so that they can be taken away again.

-- name: list  mode: read  rows: many
-- doc: Deepest first.
-- out: unit_id text, path text
SELECT s.unit_id, u.path FROM sample_units s JOIN units u ON u.id = s.unit_id WHERE s.unit_id > '' ORDER BY u.path DESC LIMIT 500

-- name: add  mode: write  rows: exec
-- in: unit_id text
INSERT INTO sample_units (unit_id) VALUES (:unit_id)

-- name: has_case  mode: read  rows: opt
-- doc: An ordinary one: of accusations this tells nothing.
-- out: id text
SELECT c.id FROM cases c WHERE c.id > '' AND c.is_sealed = 0 LIMIT 1

-- name: has_accusation_officer  mode: read  rows: opt
-- doc: Whether or not the role is in force today: accusations may be there.
-- out: id text
SELECT g.id FROM grants g WHERE g.id > '' AND g.role = 'accusation_officer' LIMIT 1

-- name: has_other_unit  mode: read  rows: opt
-- doc: A unit that is neither of the sample nor the county or its bureau.
-- out: id text
SELECT u.id FROM units u WHERE u.path > '' AND u.parent_id IS NOT NULL AND u.kind <> 'bureau'
   AND u.id NOT IN (SELECT s.unit_id FROM sample_units s) LIMIT 1

-- name: is_used  mode: read  rows: opt
-- doc: Somebody works there or has a role there, a change of it waits, a unit of the office's own lies below, or another took it over.
-- in: unit_id text
-- out: name text
SELECT u.name FROM units u WHERE u.id = :unit_id AND (
  EXISTS (SELECT 1 FROM accounts a WHERE a.unit_id = u.id)
  OR EXISTS (SELECT 1 FROM grants g WHERE g.unit_id = u.id)
  OR EXISTS (SELECT 1 FROM confirmations f WHERE f.id > '' AND f.unit_id = u.id)
  OR EXISTS (SELECT 1 FROM successions x WHERE x.unit_id = u.id)
  OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.ancestor_id = u.id AND t.descendant_id NOT IN (SELECT s.unit_id FROM sample_units s)))

-- name: drop  mode: write  rows: exec
-- in: unit_id text
DELETE FROM sample_units WHERE unit_id = :unit_id

-- name: drop_duties  mode: write  rows: exec
-- in: unit_id text
DELETE FROM unit_duties WHERE unit_id = :unit_id

-- name: drop_tree  mode: write  rows: exec
-- in: unit_id text
DELETE FROM unit_tree WHERE descendant_id = :unit_id

-- name: drop_unit  mode: write  rows: exec
-- in: unit_id text
DELETE FROM units WHERE id = :unit_id
