-- The append-only history of each case.

-- type: journal_row
--   case_id text, seq int, at_ms int, actor_id text, actor_unit_id text?, action text, event text?, from_state text?,
--   to_state text?, note text?, changes text, request_id text, hash blob

-- name: add  mode: write  rows: exec
-- in: case_id text, seq int, at_ms int, actor_id text, actor_unit_id text?, action text, event text?, from_state text?
-- in: to_state text?, note text?, changes text, request_id text, hash blob
INSERT INTO journal (case_id, seq, at_ms, actor_id, actor_unit_id, action, event, from_state, to_state, note, changes,
  request_id, hash)
VALUES (:case_id, :seq, :at_ms, :actor_id, :actor_unit_id, :action, :event, :from_state, :to_state, :note, :changes,
  :request_id, :hash)

-- name: list_of_case  mode: read  rows: many
-- in: case_id text, after_seq int, lim int
-- out: case_id text, seq int, at_ms int, actor_id text, actor_name text?, actor_unit_name text?, action text, event text?
-- out: from_state text?, to_state text?, note text?, changes text, hash blob
SELECT j.case_id, j.seq, j.at_ms, j.actor_id, a.name, u.name, j.action, j.event, j.from_state, j.to_state, j.note, j.changes,
  j.hash
  FROM journal j LEFT JOIN accounts a ON a.id = j.actor_id LEFT JOIN units u ON u.id = j.actor_unit_id
 WHERE j.case_id = :case_id AND j.seq > :after_seq ORDER BY j.seq LIMIT :lim

-- name: last_actor_of  mode: read  rows: opt
-- doc: Who last did an event on a case; for the four-eyes rule.
-- in: case_id text, event text
-- out: actor_id text
SELECT j.actor_id FROM journal j WHERE j.case_id = :case_id AND j.event = :event ORDER BY j.seq DESC LIMIT 1

-- name: walk  mode: read  rows: many
-- doc: Every entry in chain order; for verify.
-- out: journal_row
SELECT {journal_row j} FROM journal j ORDER BY j.case_id, j.seq

-- name: walk_heads  mode: read  rows: many
-- doc: What each case says its chain's end is.
-- out: id text, journal_seq int, journal_head blob?, version int, state text
SELECT c.id, c.journal_seq, c.journal_head, c.version, c.state FROM cases c ORDER BY c.id

-- name: get  mode: read  rows: opt
-- doc: One entry's hash, and how many entries come after it.
-- in: case_id text, seq int
-- out: hash blob, later int
SELECT j.hash, (SELECT COUNT(*) FROM journal n WHERE n.case_id = j.case_id AND n.seq > j.seq)
  FROM journal j WHERE j.case_id = :case_id AND j.seq = :seq
