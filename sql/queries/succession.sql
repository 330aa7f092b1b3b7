-- Which unit came after which (Art 24), and what goes over.

-- type: succession_row
--   id text, unit_id text, unit_name text, successor_id text, successor_name text, from_day int, basis text, cases int,
--   created_ms int

-- snippet: columns
x.id, x.unit_id, u.name, x.successor_id, s.name, x.from_day, x.basis, x.cases, x.created_ms

-- snippet: joins
JOIN units u ON u.id = x.unit_id JOIN units s ON s.id = x.successor_id

-- The unit k.unit_id and all that came after it: whoever worked there works here now.
-- snippet: heirs
(WITH RECURSIVE heir AS (SELECT k.unit_id AS id UNION SELECT x.successor_id FROM heir JOIN successions x ON x.unit_id = heir.id) SELECT id FROM heir)

-- name: list  mode: read  rows: many
-- doc: Of one unit, oldest first; the last counts.
-- in: unit_id text
-- out: succession_row
SELECT {columns} FROM successions x {joins} WHERE x.unit_id = :unit_id ORDER BY x.created_ms, x.id LIMIT 100

-- name: get_last  mode: read  rows: opt
-- in: unit_id text
-- out: succession_row
SELECT {columns} FROM successions x {joins} WHERE x.unit_id = :unit_id ORDER BY x.created_ms DESC, x.id DESC LIMIT 1

-- name: add  mode: write  rows: exec
-- in: id text, unit_id text, successor_id text, from_day int, basis text, cases int, account_id text, created_ms int
INSERT INTO successions (id, unit_id, successor_id, from_day, basis, cases, account_id, created_ms)
VALUES (:id, :unit_id, :successor_id, :from_day, :basis, :cases, :account_id, :created_ms)

-- name: list_cases  mode: read  rows: many
-- doc: Open cases that the unit holds or has a running part in; sealed ones belong to named people, not to units.
-- in: unit_id text, lim int
-- out: case_id text
SELECT c.id FROM cases c WHERE c.holder_unit_id = :unit_id AND c.is_open = 1 AND c.is_sealed = 0
UNION
SELECT c.id FROM dispatches d CROSS JOIN cases c ON c.id = d.case_id
 WHERE d.to_unit_id = :unit_id AND d.part = 'assisting' AND d.status = 'open' AND c.is_open = 1 AND c.is_sealed = 0
UNION
SELECT c.id FROM dispatches d CROSS JOIN cases c ON c.id = d.case_id
 WHERE d.from_unit_id = :unit_id AND c.is_open = 1 AND c.is_sealed = 0
 LIMIT :lim

-- name: list_strayed  mode: read  rows: many
-- doc: Open cases that an earlier succession of this unit gave to another unit, which still holds them.
-- in: unit_id text, holder_unit_id text, at_ms int, lim int
-- out: case_id text
SELECT c.id FROM cases c
 WHERE c.holder_unit_id = :holder_unit_id AND c.is_open = 1 AND c.is_sealed = 0
   AND EXISTS (SELECT 1 FROM holdings h WHERE h.case_id = c.id AND h.unit_id = :unit_id AND h.to_ms = :at_ms)
 LIMIT :lim

-- name: find_against  mode: read  rows: opt
-- doc: An open case of the unit that is against the successor, or a unit above it.
-- in: unit_id text, successor_id text
-- out: number text
SELECT c.number FROM cases c
 WHERE c.holder_unit_id = :unit_id AND c.is_open = 1 AND c.is_sealed = 0
   AND EXISTS (SELECT 1 FROM complained_units x JOIN unit_tree t ON t.ancestor_id = x.unit_id
                WHERE x.case_id = c.id AND t.descendant_id = :successor_id)
 ORDER BY c.number LIMIT 1

-- name: move_dispatches_to  mode: write  rows: exec
-- doc: Tasks that are open are the successor's; who was asked first is kept.
-- in: case_id text, unit_id text, successor_id text
UPDATE dispatches SET first_to_unit_id = COALESCE(first_to_unit_id, to_unit_id), to_unit_id = :successor_id
 WHERE case_id = :case_id AND to_unit_id = :unit_id AND part = 'assisting' AND status = 'open'

-- name: move_dispatches_from  mode: write  rows: exec
-- doc: What the unit sent and still answers for: the successor rules, reads and judges in its place.
-- in: case_id text, unit_id text, successor_id text
UPDATE dispatches SET first_from_unit_id = COALESCE(first_from_unit_id, from_unit_id), from_unit_id = :successor_id
 WHERE case_id = :case_id AND from_unit_id = :unit_id

-- name: move_clocks  mode: write  rows: exec
-- doc: The duty goes over; dates, rungs and what has fired stay.
-- in: case_id text, unit_id text, successor_id text
UPDATE deadlines SET owner_unit_id = :successor_id WHERE case_id = :case_id AND owner_unit_id = :unit_id AND status = 'running'

-- name: share_cases  mode: write  rows: exec
-- doc: What the unit may read, open or closed, the successor and the units above it may, but for what is against the successor.
-- in: unit_id text, successor_id text
INSERT INTO case_units (case_id, unit_id, is_direct, is_open, due_key)
SELECT cu.case_id, t.ancestor_id, CASE WHEN t.distance = 0 THEN 1 ELSE 0 END, cu.is_open, cu.due_key
  FROM case_units cu CROSS JOIN unit_tree t ON t.descendant_id = :successor_id
 WHERE cu.unit_id = :unit_id AND cu.is_direct = 1
   AND NOT EXISTS (SELECT 1 FROM complained_units x JOIN unit_tree a ON a.ancestor_id = x.unit_id
                    WHERE x.case_id = cu.case_id AND a.descendant_id = :successor_id)
ON CONFLICT (case_id, unit_id) DO UPDATE SET is_direct = MAX(is_direct, excluded.is_direct)

-- name: list_grants  mode: read  rows: many
-- doc: Those that end_grants ends.
-- in: unit_id text, today int, admin text
-- out: id text
SELECT g.id FROM grants g
 WHERE g.unit_id = :unit_id AND g.role <> :admin AND COALESCE(g.valid_to, 999999999) >= :today

-- name: end_grants  mode: write  rows: exec
-- doc: Nobody acts for a unit that is no more; administrators of the office stay what they are.
-- in: unit_id text, today int, admin text
UPDATE grants SET valid_to = :today - 1
 WHERE unit_id = :unit_id AND role <> :admin AND COALESCE(valid_to, 999999999) >= :today
