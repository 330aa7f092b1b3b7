-- Units: the tree of county, departments, towns, villages and grids, its closure and its paths.

-- type: unit_row
--   id text, code text, name text, short_name text, kind text, parent_id text?, path text, can_handle int, doc_mark text?,
--   phone text?, address text?, valid_from int, valid_to int?, sort int, version int

-- name: get  mode: read  rows: opt
-- in: id text
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.id = :id

-- name: get_by_code  mode: read  rows: opt
-- in: code text
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.code = :code

-- name: get_top  mode: read  rows: opt
-- doc: The county: the unit that has nothing above it.
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.parent_id IS NULL ORDER BY u.sort, u.code LIMIT 1

-- name: get_county  mode: read  rows: opt
-- doc: The county itself, at the root of the tree.
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.parent_id IS NULL ORDER BY u.sort, u.code LIMIT 1

-- name: get_bureau  mode: read  rows: opt
-- doc: The petition bureau, directly below the county.
-- out: unit_row
SELECT {unit_row u} FROM units t JOIN units u ON u.parent_id = t.id WHERE t.parent_id IS NULL AND u.kind = 'bureau'
 ORDER BY u.sort, u.code LIMIT 1

-- name: list  mode: read  rows: many
-- doc: In the order of the tree.
-- in: after text, parent_id text?, kind text?, q text?, lim int
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.path > :after
/*[[parent]]*/ AND u.parent_id = :parent_id /*[[/]]*/
/*[[kind]]*/ AND u.kind = :kind /*[[/]]*/
/*[[q]]*/ AND (u.name LIKE :q ESCAPE '\' OR u.short_name LIKE :q ESCAPE '\' OR u.code LIKE :q ESCAPE '\') /*[[/]]*/
 ORDER BY u.path LIMIT :lim

-- name: list_back  mode: read  rows: many
-- in: before text, parent_id text?, kind text?, q text?, lim int
-- out: unit_row
SELECT {unit_row u} FROM units u WHERE u.path < :before
/*[[parent]]*/ AND u.parent_id = :parent_id /*[[/]]*/
/*[[kind]]*/ AND u.kind = :kind /*[[/]]*/
/*[[q]]*/ AND (u.name LIKE :q ESCAPE '\' OR u.short_name LIKE :q ESCAPE '\' OR u.code LIKE :q ESCAPE '\') /*[[/]]*/
 ORDER BY u.path DESC LIMIT :lim

-- name: list_places  mode: read  rows: many
-- doc: Towns and villages that exist today, for people who say where a problem is.
-- in: today int, lim int
-- out: id text, name text, kind text, parent_id text?
SELECT u.id, u.name, u.kind, u.parent_id FROM units u
 WHERE u.path > '' AND u.kind IN ('town', 'village') AND COALESCE(u.valid_to, 999999999) >= :today ORDER BY u.path LIMIT :lim

-- name: list_above  mode: read  rows: many
-- doc: The unit itself and everything above it, nearest first.
-- in: id text
-- out: unit_row
SELECT {unit_row u} FROM unit_tree t JOIN units u ON u.id = t.ancestor_id WHERE t.descendant_id = :id
 ORDER BY t.distance LIMIT 20

-- name: is_below  mode: read  rows: opt
-- doc: One row when the unit is the other one or lies below it.
-- in: unit_id text, above_id text
-- out: distance int
SELECT t.distance FROM unit_tree t WHERE t.ancestor_id = :above_id AND t.descendant_id = :unit_id

-- name: count_open_below  mode: read  rows: one
-- doc: Units directly below that are not closed by a day.
-- in: id text, day int
-- out: total int
SELECT COUNT(*) FROM units u WHERE u.parent_id = :id AND COALESCE(u.valid_to, 999999999) > :day

-- name: list_kinds_below  mode: read  rows: many
-- doc: Which kinds of units stand directly below.
-- in: id text
-- out: kind text
SELECT DISTINCT u.kind FROM units u WHERE u.parent_id = :id LIMIT 10

-- name: add  mode: write  rows: exec
-- in: id text, code text, name text, short_name text, kind text, parent_id text?, path text, can_handle int, doc_mark text?
-- in: phone text?, address text?, valid_from int, valid_to int?, sort int
INSERT INTO units (id, code, name, short_name, kind, parent_id, path, can_handle, doc_mark, phone, address, valid_from,
  valid_to, sort)
VALUES (:id, :code, :name, :short_name, :kind, :parent_id, :path, :can_handle, :doc_mark, :phone, :address, :valid_from,
  :valid_to, :sort)

-- name: save  mode: write  rows: exec
-- doc: What a command may change; no row changes when the version moved on. The path is moved by move_paths.
-- in: id text, version int, name text, short_name text, parent_id text?, can_handle int, doc_mark text?, phone text?
-- in: address text?, valid_to int?, sort int
UPDATE units SET version = version + 1, name = :name, short_name = :short_name, parent_id = :parent_id,
  can_handle = :can_handle, doc_mark = :doc_mark, phone = :phone, address = :address, valid_to = :valid_to, sort = :sort
 WHERE id = :id AND version = :version

-- name: touch  mode: write  rows: exec
-- doc: Something that belongs to the unit and stands elsewhere changed; no row changes when the version moved on.
-- in: id text, version int
UPDATE units SET version = version + 1 WHERE id = :id AND version = :version

-- name: add_links  mode: write  rows: exec
-- doc: Closure of a new unit: itself, and everything above its parent.
-- in: id text, parent_id text?
INSERT INTO unit_tree (ancestor_id, descendant_id, distance)
SELECT :id, :id, 0
UNION ALL
SELECT t.ancestor_id, :id, t.distance + 1 FROM unit_tree t WHERE t.descendant_id = :parent_id

-- name: list_below  mode: read  rows: many
-- doc: The unit itself and all of its subtree.
-- in: id text
-- out: id text
SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :id

-- name: drop_links  mode: write  rows: exec
-- doc: Cuts the subtree off from everything above it.
-- in: id text
DELETE FROM unit_tree
 WHERE descendant_id IN (SELECT b.descendant_id FROM unit_tree b WHERE b.ancestor_id = :id)
   AND ancestor_id IN (SELECT a.ancestor_id FROM unit_tree a WHERE a.descendant_id = :id AND a.distance > 0)

-- name: move_links  mode: write  rows: exec
-- doc: Hangs the subtree below its new parent.
-- in: id text, parent_id text
INSERT INTO unit_tree (ancestor_id, descendant_id, distance)
SELECT a.ancestor_id, b.descendant_id, a.distance + b.distance + 1
  FROM unit_tree a CROSS JOIN unit_tree b WHERE a.descendant_id = :parent_id AND b.ancestor_id = :id

-- name: move_paths  mode: write  rows: exec
-- doc: Every path that begins with the old one begins with the new one.
-- in: id text, old_path text, new_path text
UPDATE units SET path = :new_path || SUBSTR(path, LENGTH(:old_path) + 1)
 WHERE id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :id)

-- name: share_cases  mode: write  rows: exec
-- doc: Lets the new units above a moved one see the open cases of its subtree. Whoever saw them before goes on seeing them.
-- in: id text, parent_id text
INSERT INTO case_units (case_id, unit_id, is_direct, is_open, due_key)
SELECT cu.case_id, a.ancestor_id, 0, cu.is_open, cu.due_key
  FROM unit_tree b CROSS JOIN case_units cu ON cu.unit_id = b.descendant_id AND cu.is_open = 1
  CROSS JOIN unit_tree a ON a.descendant_id = :parent_id
 WHERE b.ancestor_id = :id AND cu.is_direct = 1
ON CONFLICT (case_id, unit_id) DO NOTHING

-- name: list_handlers  mode: read  rows: many
-- doc: Who may work on cases at a unit by a grant there, with their open cases; sealed ones are not counted for anybody.
-- in: unit_id text, today int, lim int
-- out: account_id text, name text, role text, open_cases int
SELECT a.id, a.name, g.role, (SELECT COUNT(*) FROM cases c WHERE c.handler_id = a.id AND c.is_open = 1 AND c.is_sealed = 0)
  FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.act'
  JOIN accounts a ON a.id = g.account_id
 WHERE g.unit_id = :unit_id AND a.is_disabled = 0
   AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today
 ORDER BY a.name, a.id, g.role LIMIT :lim

-- name: list_names  mode: read  rows: many
-- doc: What the units are called; no password is made of it.
-- out: name text, short_name text
SELECT u.name, u.short_name FROM units u WHERE u.path > '' ORDER BY u.path LIMIT 2000
