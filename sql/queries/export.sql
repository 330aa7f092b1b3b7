-- What was asked to go out as a file.

-- type: export_row
--   id text, account_id text, account_name text, filter text, columns text, format text, has_bom int, total int, created_ms int,
--   expires_ms int, state text, reason text?, decided_name text?, decided_ms int?

-- snippet: columns
x.id, x.account_id, a.name, x.filter, x.columns, x.format, x.has_bom, x.total, x.created_ms, x.expires_ms, x.state, x.reason, d.name, x.decided_ms

-- snippet: joins
JOIN accounts a ON a.id = x.account_id LEFT JOIN accounts d ON d.id = x.decided_by

-- Somebody else's, and nothing of what they may read lies outside of what the actor reads and counts by one role: each of their
-- grants is within one of the actor's.
-- snippet: decidable
(x.account_id <> :actor AND NOT EXISTS (
  SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.read'
   WHERE g.account_id = x.account_id
     AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today
     AND NOT EXISTS (
       SELECT 1 FROM grants h JOIN role_permissions hr ON hr.role = h.role AND hr.permission = 'case.read'
         JOIN role_permissions hc ON hc.role = h.role AND hc.permission = 'case.count'
        WHERE h.account_id = :actor
          AND COALESCE(h.valid_from, 0) <= :today AND COALESCE(h.valid_to, 999999999) >= :today
          AND (h.scope = 'all'
            OR h.scope = 'subtree' AND g.scope <> 'all'
               AND EXISTS (SELECT 1 FROM unit_tree t WHERE t.ancestor_id = h.unit_id AND t.descendant_id = g.unit_id)
            OR h.scope = 'unit' AND g.scope IN ('own', 'unit') AND h.unit_id = g.unit_id))))

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, filter text, columns text, format text, has_bom int, total int, created_ms int, expires_ms int
-- in: state text, reason text?
INSERT INTO exports (id, account_id, filter, columns, format, has_bom, total, created_ms, expires_ms, state, reason, salt)
VALUES (:id, :account_id, :filter, :columns, :format, :has_bom, :total, :created_ms, :expires_ms, :state, :reason, randomblob(16))

-- name: get  mode: read  rows: opt
-- doc: One of the account's own.
-- in: id text, account_id text
-- out: export_row
SELECT {columns} FROM exports x {joins} WHERE x.id = :id AND x.account_id = :account_id

-- name: get_decidable  mode: read  rows: opt
-- doc: Another's that the actor may decide on, in any state.
-- in: id text, actor text, today int
-- out: export_row
SELECT {columns} FROM exports x {joins} WHERE x.id = :id AND x.reason IS NOT NULL AND {decidable}

-- name: list_own  mode: read  rows: many
-- doc: What the account asked for and is not over, newest first.
-- in: account_id text, now_ms int, lim int
-- out: export_row
SELECT {columns} FROM exports x {joins}
 WHERE x.account_id = :account_id AND x.reason IS NOT NULL AND x.expires_ms > :now_ms
 ORDER BY x.created_ms DESC LIMIT :lim

-- name: list_waiting  mode: read  rows: many
-- doc: What the actor may decide on, oldest first.
-- in: actor text, today int, now_ms int, lim int
-- out: export_row
SELECT {columns} FROM exports x {joins}
 WHERE x.state = 'asked' AND x.expires_ms > :now_ms AND {decidable}
 ORDER BY x.expires_ms LIMIT :lim

-- name: sum_alone  mode: read  rows: one
-- doc: Rows that the account took alone since an instant. Those of a day are still there: drop_over.
-- in: account_id text, from_ms int
-- out: total int
SELECT COALESCE(SUM(x.total), 0) FROM exports x WHERE x.account_id = :account_id AND x.created_ms > :from_ms AND x.state = 'ready'

-- name: decide  mode: write  rows: exec
-- in: id text, state text, decided_by text, decided_ms int, expires_ms int
UPDATE exports SET state = :state, decided_by = :decided_by, decided_ms = :decided_ms, expires_ms = :expires_ms
 WHERE id = :id AND state = 'asked'

-- name: list_over  mode: read  rows: many
-- doc: Some of those that are told no more.
-- in: before_ms int, lim int
-- out: id text
SELECT x.id FROM exports x WHERE x.expires_ms < :before_ms ORDER BY x.expires_ms LIMIT :lim

-- name: drop  mode: write  rows: exec
-- in: id text
DELETE FROM exports WHERE id = :id
