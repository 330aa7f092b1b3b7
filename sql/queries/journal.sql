-- The append-only history of each case.

-- type: journal_row
--   case_id text, seq int, at_ms int, actor_id text, actor_unit_id text?, action text, event text?, from_state text?,
--   to_state text?, note text?, changes text, request_id text, hash blob, seal text?, certificate text?

-- name: add  mode: write  rows: exec
-- in: case_id text, seq int, at_ms int, actor_id text, actor_unit_id text?, action text, event text?, from_state text?
-- in: to_state text?, note text?, changes text, request_id text, hash blob, seal text?
INSERT INTO journal (case_id, seq, at_ms, actor_id, actor_unit_id, action, event, from_state, to_state, note, changes,
  request_id, hash, seal)
VALUES (:case_id, :seq, :at_ms, :actor_id, :actor_unit_id, :action, :event, :from_state, :to_state, :note, :changes,
  :request_id, :hash, :seal)

-- name: list_of_case  mode: read  rows: many
-- in: case_id text, after_seq int, lim int
-- out: case_id text, seq int, at_ms int, actor_id text, actor_name text?, actor_unit_name text?, action text, event text?
-- out: from_state text?, to_state text?, note text?, changes text, hash blob, certificate text?
SELECT j.case_id, j.seq, j.at_ms, j.actor_id, a.name, u.name, j.action, j.event, j.from_state, j.to_state, j.note, j.changes,
  j.hash, j.certificate
  FROM journal j LEFT JOIN accounts a ON a.id = j.actor_id LEFT JOIN units u ON u.id = j.actor_unit_id
 WHERE j.case_id = :case_id AND j.seq > :after_seq ORDER BY j.seq LIMIT :lim

-- name: count_words  mode: read  rows: one
-- doc: Entries of a case that bear words of people, or stand for such that are kept elsewhere: anything but its registration, plain
-- doc: screening and the ladder.
-- in: case_id text
-- out: total int
SELECT COUNT(*) FROM journal j WHERE j.case_id = :case_id
   AND (j.note IS NOT NULL OR instr(j.changes, '"title"') > 0
     OR (j.action NOT IN ('register', 'ladder') AND COALESCE(j.event, '') NOT IN ('screen', 'reword')))

-- name: find_act  mode: read  rows: opt
-- doc: The last time that an account did an event on a case; for the four-eyes rule.
-- in: case_id text, event text, actor_id text
-- out: seq int
SELECT j.seq FROM journal j WHERE j.case_id = :case_id AND j.event = :event AND j.actor_id = :actor_id ORDER BY j.seq DESC LIMIT 1

-- name: walk  mode: read  rows: many
-- doc: Every entry in chain order; for verify.
-- out: journal_row
SELECT {journal_row j} FROM journal j ORDER BY j.case_id, j.seq

-- name: walk_heads  mode: read  rows: many
-- doc: What each case says its chain's end is.
-- out: case_row
SELECT {case_row c} FROM cases c ORDER BY c.id

-- name: get  mode: read  rows: opt
-- doc: One entry's hash and seal, and how many entries come after it.
-- in: case_id text, seq int
-- out: hash blob, seal text?, later int
SELECT j.hash, j.seal, (SELECT COUNT(*) FROM journal n WHERE n.case_id = j.case_id AND n.seq > j.seq)
  FROM journal j WHERE j.case_id = :case_id AND j.seq = :seq

-- name: find_event  mode: read  rows: opt
-- doc: Whether anybody did this event on the case.
-- in: case_id text, event text
-- out: seq int
SELECT j.seq FROM journal j WHERE j.case_id = :case_id AND j.event = :event ORDER BY j.seq DESC LIMIT 1

-- name: get_act  mode: read  rows: opt
-- doc: Who did what with one entry, and from where; for taking back what was done last.
-- in: case_id text, seq int
-- out: actor_id text, event text?, from_state text?
SELECT j.actor_id, j.event, j.from_state FROM journal j WHERE j.case_id = :case_id AND j.seq = :seq

-- name: reduce  mode: write  rows: exec
-- doc: What is left of a case's entries when its content is destroyed: who did what when, and the hash.
-- in: case_id text, certificate text
UPDATE journal SET note = NULL, changes = '[]', seal = NULL, certificate = :certificate WHERE case_id = :case_id

-- name: list_left  mode: read  rows: many
-- doc: A case's entries in chain order, for the digest over what is left of them.
-- in: case_id text
-- out: journal_row
SELECT {journal_row j} FROM journal j WHERE j.case_id = :case_id ORDER BY j.seq

-- name: find_numbered  mode: read  rows: opt
-- doc: One entry's time and hash, by the case's number.
-- in: number text, seq int
-- out: case_id text, at_ms int, hash blob
SELECT j.case_id, j.at_ms, j.hash FROM cases c JOIN journal j ON j.case_id = c.id AND j.seq = :seq WHERE c.number = :number

-- name: list_chain  mode: read  rows: many
-- doc: The entries of a case from the first to this one, for computing their hashes anew.
-- in: case_id text, seq int
-- out: journal_row
SELECT {journal_row j} FROM journal j WHERE j.case_id = :case_id AND j.seq <= :seq ORDER BY j.seq
