-- What was asked to go out as a file.

-- type: export_row
--   id text, account_id text, filter text, columns text, format text, has_bom int, total int, created_ms int, expires_ms int

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, filter text, columns text, format text, has_bom int, total int, created_ms int, expires_ms int
INSERT INTO exports (id, account_id, filter, columns, format, has_bom, total, created_ms, expires_ms)
VALUES (:id, :account_id, :filter, :columns, :format, :has_bom, :total, :created_ms, :expires_ms)

-- name: get  mode: read  rows: opt
-- doc: One of the account's own.
-- in: id text, account_id text
-- out: export_row
SELECT {export_row x} FROM exports x WHERE x.id = :id AND x.account_id = :account_id

-- name: drop_over  mode: write  rows: exec
-- in: before_ms int
DELETE FROM exports WHERE expires_ms < :before_ms
