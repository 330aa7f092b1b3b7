-- What happened to cases, in one order, for those who follow.

-- name: add  mode: write  rows: exec
-- in: case_id text, journal_seq int, at_ms int
INSERT INTO events (case_id, journal_seq, at_ms) VALUES (:case_id, :journal_seq, :at_ms)

-- name: prune  mode: write  rows: exec
-- doc: Two of the oldest, when they are old: called with every row that is added, so that the table keeps its length by itself.
-- in: before_ms int
DELETE FROM events WHERE seq IN (SELECT o.seq FROM events o WHERE o.seq > 0 ORDER BY o.seq LIMIT 2) AND at_ms < :before_ms

-- name: ends  mode: read  rows: one
-- doc: The oldest and the newest number that are kept; 0 when there is none.
-- out: first int, last int
SELECT COALESCE((SELECT f.seq FROM events f WHERE f.seq > 0 ORDER BY f.seq LIMIT 1), 0),
  COALESCE((SELECT l.seq FROM events l WHERE l.seq > 0 ORDER BY l.seq DESC LIMIT 1), 0)

-- name: list  mode: read  rows: many
-- doc: What came after a number, of cases that the actor may see at this moment, in order.
-- in: actor text, today int, after int, upto int, case_id text, lim int
-- out: seq int, case_id text, case_number text, version int, entry int, at_ms int, action text, event text?, changes text
SELECT e.seq, e.case_id, c.number, c.version, e.journal_seq, e.at_ms, j.action, j.event, j.changes
  FROM events e CROSS JOIN cases c ON c.id = e.case_id CROSS JOIN journal j ON j.case_id = e.case_id AND j.seq = e.journal_seq
 WHERE e.seq > :after AND e.seq <= :upto AND {case.scope} /*[[case]]*/ AND e.case_id = :case_id /*[[/]]*/
 ORDER BY e.seq LIMIT :lim
