-- Roles, and who holds which of them where.

-- type: grant_row
--   id text, account_id text, account_name text, role text, role_zh text, role_en text, unit_id text, unit_name text, unit_path text,
--   scope text, valid_from int?, valid_to int?, created_ms int, needs_factor int, for_id text?, for_name text?

-- snippet: columns
g.id, g.account_id, h.name, g.role, r.title_zh, r.title_en, g.unit_id, u.name, u.path, g.scope, g.valid_from, g.valid_to, g.created_ms,
  r.needs_factor, s.account_id, f.name

-- snippet: joins
JOIN accounts h ON h.id = g.account_id JOIN roles r ON r.key = g.role JOIN units u ON u.id = g.unit_id
  LEFT JOIN substitutions s ON s.id = g.substitution_id LEFT JOIN accounts f ON f.id = s.account_id

-- snippet: in_force
COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today

-- name: get  mode: read  rows: opt
-- in: id text
-- out: grant_row
SELECT {columns} FROM grants g {joins} WHERE g.id = :id

-- name: find  mode: read  rows: opt
-- in: account_id text, role text, unit_id text, scope text
-- out: id text, substitution_id text?, valid_to int?
SELECT g.id, g.substitution_id, g.valid_to FROM grants g WHERE g.account_id = :account_id AND g.role = :role AND g.unit_id = :unit_id AND g.scope = :scope

-- name: list  mode: read  rows: many
-- in: after text, account_id text?, unit_id text?, lim int
-- out: grant_row
SELECT {columns} FROM grants g {joins} WHERE g.id > :after
/*[[account]]*/ AND g.account_id = :account_id /*[[/]]*/
/*[[unit]]*/ AND g.unit_id = :unit_id /*[[/]]*/
 ORDER BY g.id LIMIT :lim

-- name: list_back  mode: read  rows: many
-- in: before text, account_id text?, unit_id text?, lim int
-- out: grant_row
SELECT {columns} FROM grants g {joins} WHERE g.id < :before
/*[[account]]*/ AND g.account_id = :account_id /*[[/]]*/
/*[[unit]]*/ AND g.unit_id = :unit_id /*[[/]]*/
 ORDER BY g.id DESC LIMIT :lim

-- name: list_in_force  mode: read  rows: many
-- in: account_id text, today int
-- out: grant_row
SELECT {columns} FROM grants g {joins} WHERE g.account_id = :account_id AND {in_force} ORDER BY g.id LIMIT 200

-- name: list_permissions_of  mode: read  rows: many
-- doc: What an account may do by any grant in force.
-- in: account_id text, today int
-- out: permission text
SELECT DISTINCT rp.permission FROM grants g JOIN role_permissions rp ON rp.role = g.role
 WHERE g.account_id = :account_id AND {in_force} LIMIT 200

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, role text, unit_id text, scope text, valid_from int?, valid_to int?, created_ms int
INSERT INTO grants (id, account_id, role, unit_id, scope, valid_from, valid_to, created_ms)
VALUES (:id, :account_id, :role, :unit_id, :scope, :valid_from, :valid_to, :created_ms)

-- name: list_own  mode: read  rows: many
-- doc: What an account holds itself, not for somebody else, on any day of a time.
-- in: account_id text, from_day int, to_day int
-- out: id text, role text, unit_id text, scope text, valid_from int?, valid_to int?
SELECT g.id, g.role, g.unit_id, g.scope, g.valid_from, g.valid_to FROM grants g
 WHERE g.account_id = :account_id AND g.substitution_id IS NULL
   AND COALESCE(g.valid_from, 0) <= :to_day AND COALESCE(g.valid_to, 999999999) >= :from_day
 ORDER BY g.id LIMIT 200

-- name: add_copy  mode: write  rows: exec
-- in: id text, account_id text, role text, unit_id text, scope text, valid_from int, valid_to int, created_ms int
-- in: substitution_id text, source_id text
INSERT INTO grants (id, account_id, role, unit_id, scope, valid_from, valid_to, created_ms, substitution_id, source_id)
VALUES (:id, :account_id, :role, :unit_id, :scope, :valid_from, :valid_to, :created_ms, :substitution_id, :source_id)

-- name: list_copies  mode: read  rows: many
-- doc: What was copied from a grant.
-- in: source_id text
-- out: id text
SELECT g.id FROM grants g WHERE g.source_id = :source_id

-- name: list_of_substitution  mode: read  rows: many
-- in: substitution_id text
-- out: id text
SELECT g.id FROM grants g WHERE g.substitution_id = :substitution_id

-- name: drop_copies  mode: write  rows: exec
-- doc: What was copied from a grant.
-- in: source_id text
DELETE FROM grants WHERE source_id = :source_id

-- name: drop_of_substitution  mode: write  rows: exec
-- in: substitution_id text
DELETE FROM grants WHERE substitution_id = :substitution_id

-- name: drop  mode: write  rows: exec
-- in: id text
DELETE FROM grants WHERE id = :id

-- name: get_role  mode: read  rows: opt
-- in: key text
-- out: key text, title_zh text, title_en text, needs_factor int, is_guarded int
SELECT r.key, r.title_zh, r.title_en, r.needs_factor, r.is_guarded FROM roles r WHERE r.key = :key

-- name: list_roles  mode: read  rows: many
-- out: key text, title_zh text, title_en text, needs_factor int, is_guarded int
SELECT r.key, r.title_zh, r.title_en, r.needs_factor, r.is_guarded FROM roles r ORDER BY r.sort, r.key LIMIT 200

-- name: list_permissions  mode: read  rows: many
-- doc: Every role with every permission that it carries.
-- out: role text, permission text
SELECT rp.role, rp.permission FROM role_permissions rp ORDER BY rp.role, rp.permission LIMIT 5000

-- name: save_role  mode: write  rows: exec
-- in: key text, title_zh text, title_en text, is_guarded int, sort int
INSERT INTO roles (key, title_zh, title_en, is_guarded, sort) VALUES (:key, :title_zh, :title_en, :is_guarded, :sort)
ON CONFLICT (key) DO UPDATE SET title_zh = excluded.title_zh, title_en = excluded.title_en, is_guarded = excluded.is_guarded,
  sort = excluded.sort

-- name: set_role  mode: write  rows: exec
-- in: key text, needs_factor int
UPDATE roles SET needs_factor = :needs_factor WHERE key = :key

-- name: drop_permissions  mode: write  rows: exec
-- in: role text
DELETE FROM role_permissions WHERE role = :role

-- name: add_permission  mode: write  rows: exec
-- in: role text, permission text
INSERT INTO role_permissions (role, permission) VALUES (:role, :permission)
