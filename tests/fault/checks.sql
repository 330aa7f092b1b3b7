-- What must hold after every crash and restart. Each statement lists violations: any row is one.
-- `ops` is the history of the clients: key, kind (register, join, event, contact), fate (ok, refused, unknown), case_id,
-- submission_id, number, version, event, persons, demands. Titles and notes of the requests are their keys.

-- name: acknowledged registration is lost or changed
SELECT o.key, o.number FROM ops o
  LEFT JOIN submissions s ON s.id = o.submission_id LEFT JOIN cases c ON c.id = s.case_id
 WHERE o.fate = 'ok' AND o.kind IN ('register', 'join')
   AND (c.id IS NULL OR c.id <> o.case_id OR s.title <> o.key OR s.number <> o.number
        OR (o.kind = 'register' AND c.number <> o.number))

-- name: acknowledged event is lost or has another version
SELECT o.key, o.case_id, o.version FROM ops o
  LEFT JOIN journal j ON j.case_id = o.case_id AND j.seq = o.version
 WHERE o.fate = 'ok' AND o.kind = 'event' AND (j.seq IS NULL OR j.note IS NOT o.key OR j.event IS NOT o.event)

-- name: acknowledged contact is lost
SELECT o.key FROM ops o WHERE o.fate = 'ok' AND o.kind = 'contact'
   AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.case_id = o.case_id AND k.content = o.key)

-- name: acknowledged case went back behind its version
SELECT o.key, o.version, c.version FROM ops o JOIN cases c ON c.id = o.case_id WHERE o.fate = 'ok' AND c.version < o.version

-- name: reply of an acknowledged write is not kept
SELECT o.key FROM ops o WHERE o.fate = 'ok' AND NOT EXISTS (SELECT 1 FROM replays r WHERE r.key = o.key)

-- name: registration was half applied
-- The n-th demand of every request has the same text, so a case has as many as the longest list that was given for it.
SELECT o.key, o.persons, o.demands FROM ops o WHERE o.fate = 'ok' AND o.kind IN ('register', 'join')
   AND (o.persons <> (SELECT COUNT(*) FROM parties p WHERE p.case_id = o.case_id AND p.submission_id = o.submission_id)
        OR (SELECT MAX(a.demands) FROM ops a WHERE a.case_id = o.case_id AND a.fate = 'ok')
           <> (SELECT COUNT(*) FROM demands d WHERE d.case_id = o.case_id))

-- name: refused request has an effect
SELECT o.key FROM ops o JOIN submissions s ON s.title = o.key WHERE o.fate = 'refused'
UNION ALL
SELECT o.key FROM ops o JOIN journal j ON j.case_id = o.case_id AND j.note = o.key WHERE o.fate = 'refused'
UNION ALL
SELECT o.key FROM ops o JOIN contacts k ON k.case_id = o.case_id AND k.content = o.key WHERE o.fate = 'refused'

-- name: key has two effects
SELECT title, COUNT(*) FROM submissions GROUP BY title HAVING COUNT(*) > 1
UNION ALL
SELECT note, COUNT(*) FROM journal WHERE note IS NOT NULL GROUP BY note HAVING COUNT(*) > 1
UNION ALL
SELECT content, COUNT(*) FROM contacts GROUP BY content HAVING COUNT(*) > 1

-- name: something is there that nobody asked for
SELECT s.title FROM submissions s WHERE s.title NOT IN (SELECT key FROM ops)
UNION ALL
SELECT j.note FROM journal j WHERE j.note IS NOT NULL AND j.note NOT IN (SELECT key FROM ops)

-- name: case and its submissions do not agree
SELECT c.id, c.submission_count FROM cases c
 WHERE c.submission_count <> (SELECT COUNT(*) FROM submissions s WHERE s.case_id = c.id)
    OR NOT EXISTS (SELECT 1 FROM submissions s WHERE s.case_id = c.id AND s.number = c.number)

-- name: case has no party, no demand, no clock or no unit
SELECT c.id FROM cases c
 WHERE NOT EXISTS (SELECT 1 FROM parties p WHERE p.case_id = c.id AND p.person_id = c.petitioner_id)
    OR NOT EXISTS (SELECT 1 FROM demands d WHERE d.case_id = c.id)
    OR NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.case_id = c.id)
    OR NOT EXISTS (SELECT 1 FROM case_units u WHERE u.case_id = c.id AND u.unit_id = c.holder_unit_id AND u.is_direct = 1)

-- name: submission has no party
SELECT s.id FROM submissions s WHERE NOT EXISTS (SELECT 1 FROM parties p WHERE p.case_id = s.case_id AND p.submission_id = s.id)

-- name: version and journal do not agree
SELECT c.id, c.version, c.journal_seq FROM cases c
 WHERE c.version <> c.journal_seq
    OR c.journal_seq <> (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id)
    OR c.journal_seq <> (SELECT MAX(j.seq) FROM journal j WHERE j.case_id = c.id)
    OR c.journal_head IS NOT (SELECT j.hash FROM journal j WHERE j.case_id = c.id AND j.seq = c.journal_seq)

-- name: state is not that of the last entry
SELECT c.id, c.state FROM cases c
 WHERE c.state IS NOT (SELECT j.to_state FROM journal j WHERE j.case_id = c.id AND j.seq = c.journal_seq)

-- name: entry does not begin where the one before it ended
SELECT j.case_id, j.seq FROM journal j JOIN journal b ON b.case_id = j.case_id AND b.seq = j.seq - 1
 WHERE j.from_state IS NOT b.to_state

-- name: first entry is no registration
SELECT j.case_id FROM journal j WHERE j.seq = 1 AND j.action <> 'register'

-- name: journal and dispatches do not agree
SELECT c.id FROM cases c
 WHERE (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id AND j.event IN ('dispatch', 'redispatch'))
       <> (SELECT COUNT(*) FROM dispatches d WHERE d.case_id = c.id)

-- name: journal and documents do not agree
SELECT c.id FROM cases c
 WHERE (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id AND j.event IN ('dispatch', 'redispatch', 'object', 'accept'))
       <> (SELECT COUNT(*) FROM documents d WHERE d.case_id = c.id)

-- name: journal and contacts do not agree
SELECT c.id FROM cases c
 WHERE (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id AND (j.event = 'contact' OR j.action = 'contact'))
       <> (SELECT COUNT(*) FROM contacts k WHERE k.case_id = c.id)

-- name: journal and submissions do not agree
SELECT c.id FROM cases c
 WHERE (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id AND j.action IN ('register', 'submission')) <> c.submission_count

-- name: holder is not the last who held it
SELECT c.id FROM cases c
 WHERE c.holder_unit_id IS NOT (SELECT h.unit_id FROM holdings h WHERE h.case_id = c.id ORDER BY h.seq DESC LIMIT 1)
    OR c.handler_id IS NOT (SELECT h.handler_id FROM holdings h WHERE h.case_id = c.id ORDER BY h.seq DESC LIMIT 1)
    OR (SELECT COUNT(*) FROM holdings h WHERE h.case_id = c.id AND h.to_ms IS NULL) > 1

-- name: due date is not that of the first clock
SELECT c.id, c.due_key FROM cases c
 WHERE c.due_key <> COALESCE((SELECT MIN(d.due_ms) FROM deadlines d
                               WHERE d.case_id = c.id AND d.status = 'running' AND d.kind IN ('duty', 'local')), 9000000000000000)

-- name: worklist rows do not follow their case
SELECT u.case_id, u.unit_id FROM case_units u JOIN cases c ON c.id = u.case_id
 WHERE u.due_key <> c.due_key OR u.is_open <> c.is_open

-- name: clock does not fit the state
SELECT c.id, c.state FROM cases c
 WHERE (c.state IN ('registered', 'screened')
        AND (SELECT COUNT(*) FROM deadlines d WHERE d.case_id = c.id AND d.clock = 'C1' AND d.status = 'running') <> 1)
    OR (c.state = 'dispatched'
        AND (SELECT COUNT(*) FROM deadlines d WHERE d.case_id = c.id AND d.clock = 'C3' AND d.status = 'running') = 0)
    OR (c.state IN ('accepted', 'handling')
        AND (SELECT COUNT(*) FROM deadlines d WHERE d.case_id = c.id AND d.clock = 'C6' AND d.status = 'running') <> 1)

-- name: rung of an ended clock is armed
SELECT l.deadline_id, l.level FROM deadline_levels l JOIN deadlines d ON d.id = l.deadline_id
 WHERE l.status = 'armed' AND d.status <> 'running'

-- name: rung fired too early
SELECT l.deadline_id, l.level FROM deadline_levels l WHERE l.fired_ms < l.at_ms

-- name: rung fired without a notice
SELECT l.deadline_id, l.level FROM deadline_levels l
 WHERE l.status = 'fired' AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.deadline_id = l.deadline_id AND n.level = l.level)

-- name: notice of a rung that did not fire
SELECT n.deadline_id, n.level FROM notices n
 WHERE n.kind = 'ladder' AND NOT EXISTS (SELECT 1 FROM deadline_levels l
                                          WHERE l.deadline_id = n.deadline_id AND l.level = n.level AND l.status = 'fired')

-- name: rung told somebody twice
SELECT n.deadline_id, n.level, n.addressee FROM notices n WHERE n.kind = 'ladder'
 GROUP BY n.deadline_id, n.level, n.addressee HAVING COUNT(*) > 1

-- name: rungs fired and rungs in the journal do not agree
SELECT c.id FROM cases c
 WHERE (SELECT COUNT(*) FROM journal j WHERE j.case_id = c.id AND j.action = 'ladder')
       <> (SELECT COUNT(*) FROM deadlines d JOIN deadline_levels l ON l.deadline_id = d.id
            WHERE d.case_id = c.id AND l.status = 'fired')

-- name: overdue and supervision do not agree
SELECT c.id, c.is_supervised FROM cases c
 WHERE c.is_supervised <> EXISTS (SELECT 1 FROM supervision_candidates s WHERE s.case_id = c.id)
    OR (c.is_supervised = 0 AND EXISTS (
          SELECT 1 FROM deadlines d JOIN deadline_levels l ON l.deadline_id = d.id
           WHERE d.case_id = c.id AND d.clock IN ('C1', 'C3', 'C6') AND l.level % 100 = 5 AND l.status IN ('fired', 'superseded')))

-- name: case numbers have a gap or are given twice
SELECT q.name, q.last FROM sequences q
 WHERE q.name LIKE 'case:%'
   AND (q.last <> (SELECT COUNT(*) FROM submissions s WHERE s.number LIKE SUBSTR(q.name, 6) || '-%')
        OR q.last <> (SELECT MAX(CAST(SUBSTR(s.number, -6) AS INTEGER)) FROM submissions s
                       WHERE s.number LIKE SUBSTR(q.name, 6) || '-%'))

-- name: document numbers have a gap or are given twice
SELECT q.name, q.last FROM sequences q
 WHERE q.name LIKE 'doc:%'
   AND q.last <> (SELECT COUNT(*) FROM documents d JOIN units u ON u.id = d.unit_id
                   WHERE d.number IS NOT NULL AND q.name LIKE 'doc:' || u.code || ':' || d.type || ':%')

-- name: a submission's number has no series
SELECT s.number FROM submissions s
 WHERE NOT EXISTS (SELECT 1 FROM sequences q WHERE q.name = 'case:' || SUBSTR(s.number, 1, LENGTH(s.number) - 7))

-- name: database is not sound
SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'

-- name: row refers to nothing
SELECT "table", rowid, parent FROM pragma_foreign_key_check
