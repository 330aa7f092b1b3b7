-- Signed checkpoints over the heads of all journals.

-- type: checkpoint_row
--   seq int, at_ms int, epoch int, heads int, root blob, office_seq int, office_hash blob, hash blob, signature blob,
--   seed blob?

-- name: list_pending  mode: read  rows: many
-- doc: The heads that no checkpoint holds yet, by case.
-- in: lim int
-- out: case_id text, seq int, hash blob, is_sealed int
SELECT p.case_id, c.journal_seq, c.journal_head, c.is_sealed FROM checkpoint_pending p JOIN cases c ON c.id = p.case_id
 ORDER BY p.case_id LIMIT :lim

-- name: drop_pending  mode: write  rows: exec
-- in: case_id text
DELETE FROM checkpoint_pending WHERE case_id = :case_id

-- name: add_head  mode: write  rows: exec
-- in: checkpoint int, case_id text, seq int, hash blob
INSERT INTO checkpoint_heads (checkpoint, case_id, seq, hash) VALUES (:checkpoint, :case_id, :seq, :hash)

-- name: add  mode: write  rows: exec
-- in: seq int, at_ms int, epoch int, heads int, root blob, office_seq int, office_hash blob, hash blob, signature blob, seed blob
INSERT INTO checkpoints (seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature, seed)
VALUES (:seq, :at_ms, :epoch, :heads, :root, :office_seq, :office_hash, :hash, :signature, :seed)

-- name: get_last  mode: read  rows: opt
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k ORDER BY k.seq DESC LIMIT 1

-- name: list  mode: read  rows: many
-- doc: The checkpoints after this one.
-- in: after int, lim int
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k WHERE k.seq > :after ORDER BY k.seq LIMIT :lim

-- name: list_back  mode: read  rows: many
-- doc: The checkpoints before this one, the newest first.
-- in: after int, before int, lim int
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k WHERE k.seq > :after AND k.seq < :before ORDER BY k.seq DESC LIMIT :lim

-- name: get  mode: read  rows: opt
-- in: seq int
-- out: checkpoint_row
SELECT {checkpoint_row k} FROM checkpoints k WHERE k.seq = :seq

-- name: list_heads  mode: read  rows: many
-- doc: The cases that are leaves of its tree.
-- in: checkpoint int
-- out: case_id text, seq int, hash blob
SELECT h.case_id, h.seq, h.hash FROM checkpoint_heads h WHERE h.checkpoint = :checkpoint ORDER BY h.case_id

-- name: find_strange_head  mode: read  rows: opt
-- doc: A head of a checkpoint that is not the entry in the case's journal.
-- in: checkpoint int
-- out: case_id text, seq int
SELECT h.case_id, h.seq FROM checkpoint_heads h LEFT JOIN journal j ON j.case_id = h.case_id AND j.seq = h.seq
 WHERE h.checkpoint = :checkpoint AND (j.hash IS NULL OR j.hash <> h.hash) ORDER BY h.case_id LIMIT 1

-- name: find_newest_head  mode: read  rows: opt
-- doc: The newest entry of a case that a checkpoint holds.
-- in: case_id text
-- out: checkpoint int, seq int, hash blob
SELECT h.checkpoint, h.seq, h.hash FROM checkpoint_heads h WHERE h.case_id = :case_id ORDER BY h.seq DESC LIMIT 1

-- name: find_cover  mode: read  rows: opt
-- doc: The first checkpoint that holds this entry of a case or one that follows from it.
-- in: case_id text, seq int
-- out: checkpoint int
SELECT h.checkpoint FROM checkpoint_heads h WHERE h.case_id = :case_id AND h.seq >= :seq ORDER BY h.seq LIMIT 1
