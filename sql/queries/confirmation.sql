-- Acts on accounts that a second person confirms.

-- type: confirmation_row
--   id text, kind text, account_id text, account_name text, role text?, role_zh text?, role_en text?, unit_id text?, unit_name text?,
--   scope text?, valid_from int?, valid_to int?, grant_id text?, reason text, asked_by text, asked_name text, asked_ms int,
--   ends_ms int, state text, decided_name text?, decided_ms int?

-- snippet: columns
c.id, c.kind, c.account_id, a.name, c.role, r.title_zh, r.title_en, c.unit_id, u.name, c.scope, c.valid_from, c.valid_to, c.grant_id,
  c.reason, c.asked_by, b.name, c.asked_ms, c.ends_ms, c.state, d.name, c.decided_ms

-- snippet: joins
JOIN accounts a ON a.id = c.account_id JOIN accounts b ON b.id = c.asked_by LEFT JOIN accounts d ON d.id = c.decided_by
  LEFT JOIN roles r ON r.key = c.role LEFT JOIN units u ON u.id = c.unit_id

-- name: get  mode: read  rows: opt
-- in: id text
-- out: confirmation_row
SELECT {columns} FROM confirmations c {joins} WHERE c.id = :id

-- name: list  mode: read  rows: many
-- doc: Newest first: all of them, or what one account asked for.
-- in: since_ms int, asked_by text?, lim int
-- out: confirmation_row
SELECT {columns} FROM confirmations c {joins} WHERE c.asked_ms >= :since_ms
/*[[asked]]*/ AND c.asked_by = :asked_by /*[[/]]*/
 ORDER BY c.asked_ms DESC, c.id DESC LIMIT :lim

-- name: add  mode: write  rows: exec
-- in: id text, kind text, account_id text, role text?, unit_id text?, scope text?, valid_from int?, valid_to int?, grant_id text?
-- in: reason text, asked_by text, asked_ms int, ends_ms int
INSERT INTO confirmations (id, kind, account_id, role, unit_id, scope, valid_from, valid_to, grant_id, reason, asked_by, asked_ms, ends_ms)
VALUES (:id, :kind, :account_id, :role, :unit_id, :scope, :valid_from, :valid_to, :grant_id, :reason, :asked_by, :asked_ms, :ends_ms)

-- name: decide  mode: write  rows: exec
-- in: id text, state text, decided_by text?, decided_ms int
UPDATE confirmations SET state = :state, decided_by = :decided_by, decided_ms = :decided_ms WHERE id = :id AND state = 'open'

-- name: has_confirmer  mode: read  rows: one
-- doc: Whether anybody holds a role that confirms, disabled or not.
-- in: permission text, today int
-- out: is_there int
SELECT EXISTS (SELECT 1 FROM role_permissions p JOIN grants g ON g.role = p.role
  WHERE p.permission = :permission AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)

-- name: is_guarded  mode: read  rows: one
-- doc: Whether an account holds, or is to hold, a guarded role.
-- in: account_id text, today int
-- out: is_guarded int
SELECT EXISTS (SELECT 1 FROM grants g JOIN roles r ON r.key = g.role
  WHERE g.account_id = :account_id AND r.is_guarded = 1 AND COALESCE(g.valid_to, 999999999) >= :today)
