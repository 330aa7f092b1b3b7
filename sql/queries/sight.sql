-- Which units see a case, derived: case_units grows with the tree of units and when one succeeds another, so it is under no seal
-- (domain/sight.h). What it follows from is: cases, holdings and dispatches by the seals of cases, the tree by those of units, moves and
-- successions by the entries of the office's journal.

-- A unit b.id that was given a part in the case c.
-- snippet: part
(EXISTS (SELECT 1 FROM holdings h WHERE h.case_id = c.id AND h.unit_id = b.id)
 OR EXISTS (SELECT 1 FROM dispatches d WHERE d.case_id = c.id
             AND (d.dispute_unit_id = b.id OR (d.part = 'assisting' AND b.id IN (d.to_unit_id, d.first_to_unit_id))))
 OR (b.id = c.registrar_unit_id AND EXISTS (SELECT 1 FROM case_links l WHERE l.case_id = c.id)))

-- Places of the changes that an entry about a unit may list.
-- snippet: places
place AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM place WHERE n < 15)

-- Where a unit stood before and after each of its moves.
-- snippet: moves
move AS MATERIALIZED (
  SELECT j.object_id AS unit_id, json_extract(j.changes, '$[' || n || '].before') AS old_id,
         json_extract(j.changes, '$[' || n || '].after') AS new_id
    FROM office_journal j CROSS JOIN place
   WHERE j.action = 'unit.set' AND json_extract(j.changes, '$[' || n || '].field') = 'parent_id')

-- name: find_strange  mode: read  rows: opt
-- doc: The first row that should not be there, or says something else than its case, and which of it (domain/sight.c).
-- out: case_id text, unit_id text, what int
WITH RECURSIVE {places},
succession AS MATERIALIZED (
  SELECT j.object_id AS unit_id, json_extract(j.changes, '$[' || n || '].after') AS successor_id
    FROM office_journal j CROSS JOIN place
   WHERE j.action = 'unit.succession' AND json_extract(j.changes, '$[' || n || '].field') = 'successor_id'),
{moves},
edge AS MATERIALIZED (
  SELECT n.id AS unit_id, n.parent_id AS above_id FROM units n WHERE n.parent_id IS NOT NULL
  UNION SELECT unit_id, old_id FROM move UNION SELECT unit_id, new_id FROM move)
SELECT case_id, unit_id, what FROM (
SELECT u.case_id AS case_id, u.unit_id AS unit_id, CASE
  WHEN c.is_sealed = 1 THEN 1
  WHEN u.is_open <> c.is_open OR u.due_key <> c.due_key THEN 2
  WHEN u.is_direct = 1 THEN CASE
    WHEN EXISTS (SELECT 1 FROM (SELECT u.unit_id AS id) b WHERE {part}) THEN 0
    WHEN EXISTS (
      WITH RECURSIVE b AS (SELECT u.unit_id AS id UNION
        SELECT succession.unit_id FROM b JOIN succession ON succession.successor_id = b.id)
      SELECT 1 FROM b WHERE {part}) THEN 0
    ELSE 3 END
  WHEN EXISTS (SELECT 1 FROM case_units o CROSS JOIN unit_tree t ON t.descendant_id = o.unit_id AND t.ancestor_id = u.unit_id
                WHERE o.case_id = u.case_id AND o.is_direct = 1) THEN 0
  WHEN EXISTS (
    WITH RECURSIVE up AS (SELECT o.unit_id AS id FROM case_units o WHERE o.case_id = u.case_id AND o.is_direct = 1 UNION
      SELECT edge.above_id FROM up JOIN edge ON edge.unit_id = up.id)
    SELECT 1 FROM up WHERE up.id = u.unit_id) THEN 0
  ELSE 4 END AS what
  FROM case_units u CROSS JOIN cases c ON c.id = u.case_id)
 WHERE what > 0 ORDER BY case_id, unit_id LIMIT 1

-- name: find_missing_part  mode: read  rows: opt
-- doc: The first unit that has or had a part in a case and does not see it by that. A case that was an accusation for a time had no rows then.
-- out: case_id text, unit_id text
SELECT b.case_id, b.id FROM (
  SELECT c.id AS case_id, c.holder_unit_id AS id FROM cases c
  UNION ALL SELECT h.case_id, h.unit_id FROM holdings h
  UNION ALL SELECT d.case_id, d.to_unit_id FROM dispatches d WHERE d.part = 'assisting'
  UNION ALL SELECT f.case_id, f.first_to_unit_id FROM dispatches f WHERE f.part = 'assisting' AND f.first_to_unit_id IS NOT NULL
  UNION ALL SELECT r.case_id, r.dispute_unit_id FROM dispatches r WHERE r.dispute_unit_id IS NOT NULL) b
  CROSS JOIN cases c ON c.id = b.case_id
 WHERE c.is_sealed = 0
   AND NOT EXISTS (SELECT 1 FROM case_units u WHERE u.case_id = b.case_id AND u.unit_id = b.id AND u.is_direct = 1)
   AND (b.id = c.holder_unit_id OR (c.certificate IS NULL
        AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.case_id = c.id AND instr(j.changes, '"field":"unseal"') > 0)))
 ORDER BY b.case_id, b.id LIMIT 1

-- name: find_missing_above  mode: read  rows: opt
-- doc: The first unit above one with a part that does not see the case. Of a closed case, only where nothing was moved: moves show open ones.
-- out: case_id text, unit_id text
WITH RECURSIVE {places},
{moves}
SELECT o.case_id, t.ancestor_id
  FROM case_units o CROSS JOIN unit_tree t ON t.descendant_id = o.unit_id AND t.distance > 0
 WHERE o.is_direct = 1
   AND NOT EXISTS (SELECT 1 FROM case_units a WHERE a.case_id = o.case_id AND a.unit_id = t.ancestor_id)
   AND (o.is_open = 1 OR NOT EXISTS (SELECT 1 FROM move CROSS JOIN unit_tree p ON p.descendant_id = o.unit_id
                                      AND p.ancestor_id = move.unit_id AND p.distance < t.distance))
 ORDER BY o.case_id, t.ancestor_id LIMIT 1
