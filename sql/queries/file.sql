-- Files of a case.

-- type: file_row
--   id text, case_id text, kind text, of_id text?, status text, media text, size int, hash blob, key blob?, name blob?,
--   is_sealed int, account_id text, unit_id text?, created_ms int, removed_ms int?, removed_by text?, removed_reason text?, digest blob?

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, kind text, of_id text?, media text, size int, hash blob, key blob, name blob, is_sealed int
-- in: account_id text, unit_id text?, created_ms int, digest blob
INSERT INTO files (id, case_id, kind, of_id, status, media, size, hash, key, name, is_sealed, account_id, unit_id, created_ms, digest)
VALUES (:id, :case_id, :kind, :of_id, 'kept', :media, :size, :hash, :key, :name, :is_sealed, :account_id, :unit_id, :created_ms, :digest)

-- name: get  mode: read  rows: opt
-- in: case_id text, id text
-- out: file_row
SELECT {file_row f} FROM files f WHERE f.id = :id AND f.case_id = :case_id

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: id text, kind text, of_id text?, status text, media text, size int, hash blob, key blob?, name blob?, is_sealed int, account_id text, account_name text?, unit_id text?, unit_path text?, unit_name text?, created_ms int, removed_ms int?, removed_name text?, removed_reason text?
SELECT f.id, f.kind, f.of_id, f.status, f.media, f.size, f.hash, f.key, f.name, f.is_sealed, f.account_id, a.name,
  f.unit_id, u.path, u.name, f.created_ms, f.removed_ms, r.name, f.removed_reason
  FROM files f LEFT JOIN accounts a ON a.id = f.account_id LEFT JOIN units u ON u.id = f.unit_id
  LEFT JOIN accounts r ON r.id = f.removed_by
 WHERE f.case_id = :case_id ORDER BY f.id LIMIT 1000

-- name: is_confidential  mode: read  rows: one
-- doc: Whether any submission of the case asks for the name to be withheld.
-- in: case_id text
-- out: is_confidential int
SELECT EXISTS (SELECT 1 FROM submissions s WHERE s.case_id = :case_id AND s.is_confidential = 1)

-- name: sum_of_case  mode: read  rows: one
-- doc: Removed files count among the number, so that nobody fills the disk by removing, but not among the bytes.
-- in: case_id text
-- out: total int, bytes int
SELECT COUNT(*), COALESCE(SUM(CASE WHEN f.status = 'kept' THEN f.size ELSE 0 END), 0) FROM files f WHERE f.case_id = :case_id

-- name: sum_of_account  mode: read  rows: one
-- doc: Everything that the account sent since then, removed or not.
-- in: account_id text, since_ms int
-- out: total int, bytes int
SELECT COUNT(*), COALESCE(SUM(f.size), 0) FROM files f WHERE f.account_id = :account_id AND f.created_ms >= :since_ms

-- name: sum_of_petitioner  mode: read  rows: one
-- doc: What came from the petitioner of the case (no account of the office): the number with what was removed, the bytes without, both
-- doc: since then whatever became of it, and when the newest came.
-- in: case_id text, account_id text, since_ms int
-- out: total int, bytes int, day_total int, day_bytes int, newest_ms int?
SELECT COUNT(*), COALESCE(SUM(CASE WHEN f.status = 'kept' THEN f.size ELSE 0 END), 0),
  COALESCE(SUM(f.created_ms >= :since_ms), 0), COALESCE(SUM(CASE WHEN f.created_ms >= :since_ms THEN f.size ELSE 0 END), 0),
  MAX(f.created_ms)
  FROM files f WHERE f.case_id = :case_id AND f.account_id = :account_id

-- name: list_of_petitioner  mode: read  rows: many
-- doc: What came from the petitioner of the case, oldest first, removed ones too.
-- in: case_id text, account_id text
-- out: id text, status text, size int, key blob?, name blob?, is_sealed int, created_ms int
SELECT f.id, f.status, f.size, f.key, f.name, f.is_sealed, f.created_ms
  FROM files f WHERE f.case_id = :case_id AND f.account_id = :account_id ORDER BY f.id LIMIT 100

-- name: find_user  mode: read  rows: opt
-- doc: One row when something rests on the file: a redacted copy that is kept, or evidence that names it.
-- in: case_id text, id text
-- out: id text
SELECT f.id FROM files f WHERE f.of_id = :id AND f.status = 'kept'
UNION ALL
SELECT e.id FROM evidence e WHERE e.case_id = :case_id AND e.reference = :id
LIMIT 1

-- name: remove  mode: write  rows: exec
-- in: id text, removed_ms int, removed_by text, removed_reason text
UPDATE files SET status = 'removed', key = NULL, name = NULL, digest = NULL, removed_ms = :removed_ms, removed_by = :removed_by,
  removed_reason = :removed_reason WHERE id = :id AND status = 'kept'

-- name: get_status  mode: read  rows: opt
-- in: id text
-- out: status text, removed_ms int?
SELECT f.status, f.removed_ms FROM files f WHERE f.id = :id

-- name: list_kept  mode: read  rows: many
-- doc: All that are kept, after this one.
-- in: after text, lim int
-- out: file_row
SELECT {file_row f} FROM files f WHERE f.id > :after AND f.status = 'kept' ORDER BY f.id LIMIT :lim

-- name: list_keys  mode: read  rows: many
-- doc: Keys under one of the ring's purposes, after this file.
-- in: after text, is_sealed int, lim int
-- out: id text, key blob
SELECT f.id, f.key FROM files f WHERE f.id > :after AND f.is_sealed = :is_sealed AND f.key IS NOT NULL ORDER BY f.id LIMIT :lim

-- name: get_key  mode: read  rows: opt
-- in: id text
-- out: key blob, name blob?, digest blob?
SELECT f.key, f.name, f.digest FROM files f WHERE f.id = :id AND f.key IS NOT NULL

-- name: set_key  mode: write  rows: exec
-- in: id text, key blob, digest blob?
UPDATE files SET key = :key, digest = :digest WHERE id = :id AND key IS NOT NULL

-- name: list_unsealed  mode: read  rows: many
-- doc: Kept ones after this one that earlier programs wrote without a digest.
-- in: after text, lim int
-- out: id text, key blob?, name blob?
SELECT f.id, f.key, f.name FROM files f WHERE f.id > :after AND f.key IS NOT NULL AND f.digest IS NULL ORDER BY f.id LIMIT :lim

-- name: list_left  mode: read  rows: many
-- doc: Removed ones after this one of which something is left that opens them.
-- in: after text, lim int
-- out: id text
SELECT f.id FROM files f WHERE f.id > :after AND f.status <> 'kept'
   AND (f.key IS NOT NULL OR f.name IS NOT NULL OR f.digest IS NOT NULL) ORDER BY f.id LIMIT :lim
