-- Saved views of the work list.

-- type: view_row
--   id text, owner_id text, name text, sharing text, unit_id text?, filter text, columns text, density text, position int,
--   is_pinned int, changed_ms int, version int

-- type: view_shown
--   id text, owner_id text, name text, sharing text, unit_id text?, filter text, columns text, density text, position int,
--   is_pinned int, changed_ms int, version int, owner_name text, unit_name text?

-- One's own, those for all, and those for the people of a unit where one has a grant in force.
-- snippet: seen
v.id IN (SELECT o.id FROM views o WHERE o.owner_id = :actor
   UNION SELECT e.id FROM views e WHERE e.sharing = 'all'
   UNION SELECT w.id FROM grants g JOIN views w ON w.unit_id = g.unit_id
          WHERE g.account_id = :actor AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)

-- name: list  mode: read  rows: many
-- doc: What the actor may open; the pinned first, in their order.
-- in: actor text, today int, lim int
-- out: view_shown
SELECT {view_row v}, a.name, u.name FROM views v JOIN accounts a ON a.id = v.owner_id LEFT JOIN units u ON u.id = v.unit_id
 WHERE {seen} ORDER BY v.is_pinned DESC, v.position, v.name, v.id LIMIT :lim

-- name: get  mode: read  rows: opt
-- in: id text, actor text, today int
-- out: view_shown
SELECT {view_row v}, a.name, u.name FROM views v JOIN accounts a ON a.id = v.owner_id LEFT JOIN units u ON u.id = v.unit_id
 WHERE v.id = :id AND {seen}

-- name: count_own  mode: read  rows: one
-- in: owner_id text
-- out: total int
SELECT COUNT(*) FROM views v WHERE v.owner_id = :owner_id

-- name: may_share  mode: read  rows: opt
-- doc: A row when the actor sees the figures of that unit, or of the whole county when there is no unit.
-- in: actor text, today int, unit_id text?
-- out: id text
SELECT g.id FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.count'
 WHERE g.account_id = :actor AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today
   AND (g.scope = 'all' OR g.unit_id = :unit_id OR (g.scope = 'subtree' AND EXISTS (
          SELECT 1 FROM unit_tree t WHERE t.ancestor_id = g.unit_id AND t.descendant_id = :unit_id))) LIMIT 1

-- name: add  mode: write  rows: exec
-- in: id text, owner_id text, name text, sharing text, unit_id text?, filter text, columns text, density text, position int
-- in: is_pinned int, changed_ms int
INSERT INTO views (id, owner_id, name, sharing, unit_id, filter, columns, density, position, is_pinned, changed_ms)
VALUES (:id, :owner_id, :name, :sharing, :unit_id, :filter, :columns, :density, :position, :is_pinned, :changed_ms)

-- name: save  mode: write  rows: exec
-- in: id text, name text, sharing text, unit_id text?, filter text, columns text, density text, position int, is_pinned int
-- in: changed_ms int
UPDATE views SET name = :name, sharing = :sharing, unit_id = :unit_id, filter = :filter, columns = :columns, density = :density,
  position = :position, is_pinned = :is_pinned, changed_ms = :changed_ms, version = version + 1
 WHERE id = :id

-- name: drop  mode: write  rows: exec
-- in: id text
DELETE FROM views WHERE id = :id
