-- The append-only history of everything that concerns no case.

-- type: office_journal_row
--   seq int, at_ms int, actor_id text, action text, object_id text, changes text, request_id text, hash blob, seals text?

-- name: add  mode: write  rows: exec
-- in: seq int, at_ms int, actor_id text, action text, object_id text, changes text, request_id text, hash blob, seals text?
INSERT INTO office_journal (seq, at_ms, actor_id, action, object_id, changes, request_id, hash, seals)
VALUES (:seq, :at_ms, :actor_id, :action, :object_id, :changes, :request_id, :hash, :seals)

-- name: get_last  mode: read  rows: opt
-- out: seq int, hash blob
SELECT j.seq, j.hash FROM office_journal j ORDER BY j.seq DESC LIMIT 1

-- name: walk  mode: read  rows: many
-- doc: Every entry in chain order; for verify.
-- out: office_journal_row
SELECT {office_journal_row j} FROM office_journal j ORDER BY j.seq

-- Readings of people's data. What is read of a sealed case stands in its own journal only.
-- snippet: readings
'party.reveal', 'file.open', 'document.print', 'person.export'

-- name: list  mode: read  rows: many
-- doc: Entries below a number and not before another, newest first. `action`: from this one up to, not including, `action_end`.
-- in: before_seq int, from_seq int, actor_id text?, object_id text?, action text?, action_end text?, lim int
-- out: seq int, at_ms int, actor_id text, actor_name text?, action text, object_id text, object_name text?, changes text, hash blob
SELECT j.seq, j.at_ms, j.actor_id, a.name, j.action, j.object_id, COALESCE(o.name, u.name), j.changes, j.hash
  FROM office_journal j LEFT JOIN accounts a ON a.id = j.actor_id
  LEFT JOIN accounts o ON o.id = j.object_id LEFT JOIN units u ON u.id = j.object_id
 WHERE j.seq < :before_seq AND j.seq >= :from_seq
/*[[actor]]*/ AND j.actor_id = :actor_id /*[[/]]*/
/*[[object]]*/ AND j.object_id = :object_id /*[[/]]*/
/*[[action]]*/ AND j.action >= :action AND j.action < :action_end /*[[/]]*/
/*[[readings]]*/ AND j.action IN ({readings}) /*[[/]]*/
 ORDER BY j.seq DESC LIMIT :lim

-- name: find_since  mode: read  rows: opt
-- doc: The first entry that is not older than an instant.
-- in: at_ms int
-- out: seq int
SELECT j.seq FROM office_journal j WHERE j.at_ms >= :at_ms ORDER BY j.at_ms, j.seq LIMIT 1

-- name: get_entry  mode: read  rows: opt
-- in: seq int
-- out: seq int, at_ms int, hash blob
SELECT j.seq, j.at_ms, j.hash FROM office_journal j WHERE j.seq = :seq

-- name: find_case  mode: read  rows: opt
-- doc: The case of a number, unless it is sealed: whoever reads this journal is not told whether there is one.
-- in: number text
-- out: id text
SELECT c.id FROM cases c WHERE c.number = :number AND c.is_sealed = 0

-- name: find_action  mode: read  rows: opt
-- doc: The first entry of an action.
-- in: action text
-- out: seq int
SELECT j.seq FROM office_journal j WHERE j.action = :action ORDER BY j.seq LIMIT 1

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
