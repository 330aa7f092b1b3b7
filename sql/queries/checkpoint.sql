-- Signed checkpoints over the heads of all journals.

-- type: checkpoint_row
--   seq int, at_ms int, epoch int, heads int, root blob, office_seq int, office_hash blob, hash blob, signature blob

-- name: list_pending  mode: read  rows: many
-- doc: The heads that no checkpoint holds yet, by case.
-- in: lim int
-- out: case_id text, seq int, hash blob
SELECT p.case_id, c.journal_seq, c.journal_head FROM checkpoint_pending p JOIN cases c ON c.id = p.case_id
 ORDER BY p.case_id LIMIT :lim

-- name: drop_pending  mode: write  rows: exec
-- in: case_id text
DELETE FROM checkpoint_pending WHERE case_id = :case_id

-- name: add_head  mode: write  rows: exec
-- in: checkpoint int, case_id text, seq int, hash blob
INSERT INTO checkpoint_heads (checkpoint, case_id, seq, hash) VALUES (:checkpoint, :case_id, :seq, :hash)

-- name: add  mode: write  rows: exec
-- in: seq int, at_ms int, epoch int, heads int, root blob, office_seq int, office_hash blob, hash blob, signature blob
INSERT INTO checkpoints (seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature)
VALUES (:seq, :at_ms, :epoch, :heads, :root, :office_seq, :office_hash, :hash, :signature)

-- name: get_last  mode: read  rows: opt
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k ORDER BY k.seq DESC LIMIT 1

-- name: list  mode: read  rows: many
-- doc: The checkpoints after this one.
-- in: after int, lim int
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k WHERE k.seq > :after ORDER BY k.seq LIMIT :lim
