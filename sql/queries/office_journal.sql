-- The append-only history of everything that concerns no case.

-- type: office_journal_row
--   seq int, at_ms int, actor_id text, action text, object_id text, changes text, request_id text, hash blob

-- name: add  mode: write  rows: exec
-- in: seq int, at_ms int, actor_id text, action text, object_id text, changes text, request_id text, hash blob
INSERT INTO office_journal (seq, at_ms, actor_id, action, object_id, changes, request_id, hash)
VALUES (:seq, :at_ms, :actor_id, :action, :object_id, :changes, :request_id, :hash)

-- name: get_last  mode: read  rows: opt
-- out: seq int, hash blob
SELECT j.seq, j.hash FROM office_journal j ORDER BY j.seq DESC LIMIT 1

-- name: walk  mode: read  rows: many
-- doc: Every entry in chain order; for verify.
-- out: office_journal_row
SELECT {office_journal_row j} FROM office_journal j ORDER BY j.seq

-- name: list  mode: read  rows: many
-- doc: Entries below a number, newest first.
-- in: before_seq int, lim int
-- out: seq int, at_ms int, actor_id text, actor_name text?, action text, object_id text, changes text, hash blob
SELECT j.seq, j.at_ms, j.actor_id, a.name, j.action, j.object_id, j.changes, j.hash
  FROM office_journal j LEFT JOIN accounts a ON a.id = j.actor_id
 WHERE j.seq < :before_seq ORDER BY j.seq DESC LIMIT :lim

-- name: count_recent_of  mode: read  rows: one
-- doc: The same of one account.
-- in: action text, actor_id text, from_ms int
-- out: total int
SELECT count(*) FROM office_journal j
 WHERE j.seq > (SELECT max(m.seq) - 1000 FROM office_journal m) AND j.action = :action AND j.actor_id = :actor_id
   AND j.at_ms > :from_ms

-- name: count_recent  mode: read  rows: one
-- doc: Entries of an action since an instant, among the newest 1,000.
-- in: action text, from_ms int
-- out: total int
SELECT count(*) FROM office_journal j
 WHERE j.seq > (SELECT max(m.seq) - 1000 FROM office_journal m) AND j.action = :action AND j.at_ms > :from_ms
