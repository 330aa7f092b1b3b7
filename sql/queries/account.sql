-- Accounts: people who work here.

-- type: account_row
--   id text, login text, name text, unit_id text?, unit_name text?, is_disabled int, locale text, created_ms int, version int

-- snippet: columns
a.id, a.login, a.name, a.unit_id, u.name, a.is_disabled, a.locale, a.created_ms, a.version

-- snippet: holds_role
EXISTS (SELECT 1 FROM grants g WHERE g.role = :role AND g.account_id = a.id AND COALESCE(g.valid_to, 999999999) >= :today)

-- name: get  mode: read  rows: opt
-- in: id text
-- out: account_row
SELECT {columns} FROM accounts a LEFT JOIN units u ON u.id = a.unit_id WHERE a.id = :id

-- name: get_by_login  mode: read  rows: opt
-- in: login text
-- out: account_row
SELECT {columns} FROM accounts a LEFT JOIN units u ON u.id = a.unit_id WHERE a.login = :login

-- name: get_secret  mode: read  rows: opt
-- doc: What sign-in needs.
-- in: login text
-- out: id text, password_hash text?, is_disabled int
SELECT a.id, a.password_hash, a.is_disabled FROM accounts a WHERE a.login = :login

-- name: list  mode: read  rows: many
-- in: after text, unit_id text?, is_disabled int, role text?, today int, q text?, lim int
-- out: account_row
SELECT {columns} FROM accounts a LEFT JOIN units u ON u.id = a.unit_id WHERE a.login > :after
/*[[unit]]*/ AND a.unit_id = :unit_id /*[[/]]*/
/*[[disabled]]*/ AND a.is_disabled = :is_disabled /*[[/]]*/
/*[[role]]*/ AND {holds_role} /*[[/]]*/
/*[[q]]*/ AND (a.name LIKE :q ESCAPE '\' OR a.login LIKE :q ESCAPE '\') /*[[/]]*/
 ORDER BY a.login LIMIT :lim

-- name: list_back  mode: read  rows: many
-- in: before text, unit_id text?, is_disabled int, role text?, today int, q text?, lim int
-- out: account_row
SELECT {columns} FROM accounts a LEFT JOIN units u ON u.id = a.unit_id WHERE a.login < :before
/*[[unit]]*/ AND a.unit_id = :unit_id /*[[/]]*/
/*[[disabled]]*/ AND a.is_disabled = :is_disabled /*[[/]]*/
/*[[role]]*/ AND {holds_role} /*[[/]]*/
/*[[q]]*/ AND (a.name LIKE :q ESCAPE '\' OR a.login LIKE :q ESCAPE '\') /*[[/]]*/
 ORDER BY a.login DESC LIMIT :lim

-- name: add  mode: write  rows: exec
-- in: id text, login text, name text, unit_id text?, password_hash text?, locale text, created_ms int
INSERT INTO accounts (id, login, name, unit_id, password_hash, locale, created_ms)
VALUES (:id, :login, :name, :unit_id, :password_hash, :locale, :created_ms)

-- name: save  mode: write  rows: exec
-- doc: No row changes when the version moved on.
-- in: id text, version int, name text, is_disabled int, locale text, unit_id text?
UPDATE accounts SET version = version + 1, name = :name, is_disabled = :is_disabled, locale = :locale, unit_id = :unit_id
 WHERE id = :id AND version = :version

-- name: set_password  mode: write  rows: exec
-- in: id text, password_hash text?
UPDATE accounts SET password_hash = :password_hash WHERE id = :id

-- name: count_others_with_role  mode: read  rows: one
-- doc: Accounts in use, other than one, that hold a role today.
-- in: role text, today int, except_id text
-- out: total int
SELECT COUNT(DISTINCT a.id) FROM accounts a JOIN grants g ON g.account_id = a.id
 WHERE g.role = :role AND a.is_disabled = 0 AND a.id <> :except_id
   AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today

-- name: get_access  mode: read  rows: opt
-- doc: How an account gets in. Numbers only: whence and when its sessions come is its owner's to see.
-- in: id text, now_ms int, idle_since_ms int
-- out: has_password int, factor_since_ms int?, sessions int, tokens int, reset_ends_ms int?, reset_is_held int?
SELECT a.password_hash IS NOT NULL, f.confirmed_ms,
       (SELECT COUNT(*) FROM sessions s
         WHERE s.account_id = a.id AND s.ended_ms IS NULL AND s.ends_ms > :now_ms AND s.seen_ms >= :idle_since_ms),
       (SELECT COUNT(*) FROM tokens t WHERE t.account_id = a.id AND t.revoked_ms IS NULL AND t.expires_ms > :now_ms),
       r.ends_ms, r.is_held
  FROM accounts a LEFT JOIN factors f ON f.account_id = a.id
  LEFT JOIN resets r ON r.account_id = a.id AND r.ends_ms > :now_ms
 WHERE a.id = :id
