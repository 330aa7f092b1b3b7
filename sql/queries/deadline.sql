-- Clocks of a case and the rungs of their ladders.

-- type: deadline_row
--   id text, case_id text, clock text, kind text, unit text, length int, owner_unit_id text?, started_ms int,
--   extension_days int, round int, due_ms int, due_day int, rolled_day int, is_provisional int, status text, ended_ms int?,
--   about text?, pause_from int?, pause_to int?

-- type: level_row
--   deadline_id text, level int, at_ms int, status text, fired_ms int?, late_by_ms int?

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, clock text, kind text, unit text, length int, owner_unit_id text?, started_ms int, due_ms int
-- in: due_day int, rolled_day int, is_provisional int, about text?
INSERT INTO deadlines (id, case_id, clock, kind, unit, length, owner_unit_id, started_ms, due_ms, due_day, rolled_day,
  is_provisional, about, status)
VALUES (:id, :case_id, :clock, :kind, :unit, :length, :owner_unit_id, :started_ms, :due_ms, :due_day, :rolled_day,
  :is_provisional, :about, 'running')

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: deadline_row
SELECT {deadline_row d} FROM deadlines d WHERE d.case_id = :case_id ORDER BY d.id LIMIT 200

-- name: get  mode: read  rows: opt
-- in: id text
-- out: deadline_row
SELECT {deadline_row d} FROM deadlines d WHERE d.id = :id

-- name: end  mode: write  rows: exec
-- in: id text, status text, ended_ms int
UPDATE deadlines SET status = :status, ended_ms = :ended_ms WHERE id = :id AND status = 'running'

-- name: move  mode: write  rows: exec
-- in: id text, extension_days int, round int, due_ms int, due_day int, rolled_day int, is_provisional int
UPDATE deadlines SET extension_days = :extension_days, round = :round, due_ms = :due_ms, due_day = :due_day, rolled_day = :rolled_day,
  is_provisional = :is_provisional WHERE id = :id

-- name: pause  mode: write  rows: exec
-- in: id text, pause_from int, pause_to int?
UPDATE deadlines SET pause_from = :pause_from, pause_to = :pause_to WHERE id = :id

-- name: list_running  mode: read  rows: many
-- doc: Running clocks that end on or after a day; after a calendar change.
-- in: from_day int, after_id text, lim int
-- out: deadline_row
SELECT {deadline_row d} FROM deadlines d WHERE d.status = 'running' AND d.due_day >= :from_day AND d.id > :after_id
 ORDER BY d.id LIMIT :lim

-- name: list_running_open  mode: read  rows: many
-- doc: The same without sealed cases, for a look at what a calendar would move: they are not even counted.
-- in: from_day int, after_id text, lim int
-- out: id text, case_id text, number text, clock text, kind text, unit text, length int, started_ms int, extension_days int, due_ms int,
-- out: due_day int, rolled_day int, is_provisional int, pause_from int?, pause_to int?
SELECT d.id, d.case_id, c.number, d.clock, d.kind, d.unit, d.length, d.started_ms, d.extension_days, d.due_ms, d.due_day, d.rolled_day,
  d.is_provisional, d.pause_from, d.pause_to
  FROM deadlines d JOIN cases c ON c.id = d.case_id
 WHERE d.status = 'running' AND d.due_day >= :from_day AND d.id > :after_id AND c.is_sealed = 0
 ORDER BY d.id LIMIT :lim

-- name: add_level  mode: write  rows: exec
-- in: deadline_id text, level int, at_ms int
INSERT INTO deadline_levels (deadline_id, level, at_ms, status) VALUES (:deadline_id, :level, :at_ms, 'armed')
ON CONFLICT (deadline_id, level) DO UPDATE SET at_ms = excluded.at_ms, status = 'armed'
 WHERE deadline_levels.status <> 'fired'

-- name: move_level  mode: write  rows: exec
-- doc: Another moment for a rung that is still to come; one that was silenced stays so.
-- in: deadline_id text, level int, at_ms int
UPDATE deadline_levels SET at_ms = :at_ms WHERE deadline_id = :deadline_id AND level = :level AND status = 'armed'

-- name: list_levels  mode: read  rows: many
-- in: deadline_id text
-- out: level_row
SELECT {level_row l} FROM deadline_levels l WHERE l.deadline_id = :deadline_id ORDER BY l.level LIMIT 50

-- name: list_levels_of_case  mode: read  rows: many
-- in: case_id text
-- out: level_row
SELECT {level_row l} FROM deadlines d JOIN deadline_levels l ON l.deadline_id = d.id WHERE d.case_id = :case_id
 ORDER BY l.deadline_id, l.level LIMIT 2000

-- name: last_fired  mode: read  rows: one
-- doc: The highest rung that has fired; 0 when none has.
-- in: deadline_id text
-- out: level int
SELECT COALESCE(MAX(l.level), 0) FROM deadline_levels l WHERE l.deadline_id = :deadline_id AND l.status = 'fired'

-- name: drop_levels  mode: write  rows: exec
-- doc: No rung of an ended or moved clock may fire any more.
-- in: deadline_id text
UPDATE deadline_levels SET status = 'dropped' WHERE deadline_id = :deadline_id AND status = 'armed'

-- name: set_level  mode: write  rows: exec
-- doc: Only an armed rung can fire or be superseded, so it happens once.
-- in: deadline_id text, level int, status text, fired_ms int, late_by_ms int
UPDATE deadline_levels SET status = :status, fired_ms = :fired_ms, late_by_ms = :late_by_ms
 WHERE deadline_id = :deadline_id AND level = :level AND status = 'armed'

-- name: list_due_levels  mode: read  rows: many
-- doc: Clocks with a rung that is due, earliest first.
-- in: now_ms int, lim int
-- out: deadline_id text, level int, at_ms int
SELECT l.deadline_id, l.level, l.at_ms FROM deadline_levels l WHERE l.status = 'armed' AND l.at_ms <= :now_ms
 ORDER BY l.at_ms, l.deadline_id LIMIT :lim

-- name: next_level  mode: read  rows: opt
-- in: now_ms int
-- out: at_ms int
SELECT l.at_ms FROM deadline_levels l WHERE l.status = 'armed' AND l.at_ms > :now_ms ORDER BY l.at_ms LIMIT 1

-- name: walk_running  mode: read  rows: many
-- doc: Every running clock; for verify.
-- out: deadline_row
SELECT {deadline_row d} FROM deadlines d WHERE d.status = 'running' ORDER BY d.id

-- name: get_rules  mode: read  rows: one
-- doc: What the ladder of a clock follows from: its case's definition, and whether a report waits for the sender, who then is not warned.
-- in: case_id text
-- out: workflow_key text, workflow_version int, is_filed int
SELECT c.workflow_key, c.workflow_version,
  EXISTS (SELECT 1 FROM dispatches x WHERE x.case_id = c.id AND x.part = 'lead' AND x.report_state = 'filed')
  FROM cases c WHERE c.id = :case_id

-- name: find_stray  mode: read  rows: opt
-- doc: An armed rung of a clock that does not run any more.
-- out: case_id text, clock text, level int
SELECT d.case_id, d.clock, l.level FROM deadline_levels l CROSS JOIN deadlines d ON d.id = l.deadline_id
 WHERE l.status = 'armed' AND d.status <> 'running' ORDER BY d.id, l.level LIMIT 1

-- name: find_unheard  mode: read  rows: opt
-- doc: A rung of a running clock that is said to have fired, and no entry of the journal says so: there are fewer than such rungs. A purge
-- doc: leaves of entries only that they were.
-- out: case_id text, clock text, level int
SELECT d.case_id, d.clock, l.level
  FROM deadlines d CROSS JOIN deadline_levels l ON l.deadline_id = d.id CROSS JOIN cases c ON c.id = d.case_id
 WHERE d.status = 'running' AND l.status = 'fired' AND c.certificate IS NULL
   AND (SELECT COUNT(*) FROM journal j WHERE j.case_id = d.case_id AND j.action = 'ladder' AND j.at_ms = l.fired_ms
         AND instr(j.changes, '"field":"clock","before":null,"after":"' || d.clock || '"') > 0
         AND instr(j.changes, '"field":"rung","before":null,"after":"' || (l.level % 100) || '"') > 0)
     < MAX(1, (SELECT COUNT(*) FROM deadlines e CROSS JOIN deadline_levels m ON m.deadline_id = e.id
         WHERE e.case_id = d.case_id AND e.clock = d.clock AND m.status = 'fired' AND m.fired_ms = l.fired_ms
           AND m.level % 100 = l.level % 100))
 ORDER BY d.id, l.level LIMIT 1

-- name: find_forgotten  mode: read  rows: opt
-- doc: A rung that fired by an entry of the journal, and no row says so: it would fire again. An entry of the ladder begins with both.
-- out: case_id text, clock text, level int
SELECT j.case_id, COALESCE(json_extract(j.changes, '$[0].after'), ''), CAST(json_extract(j.changes, '$[1].after') AS INTEGER)
  FROM journal j
 WHERE j.action = 'ladder' AND j.certificate IS NULL
   AND NOT EXISTS (SELECT 1 FROM deadlines d CROSS JOIN deadline_levels l ON l.deadline_id = d.id
     WHERE d.case_id = j.case_id AND l.status = 'fired' AND l.fired_ms = j.at_ms
       AND d.clock = json_extract(j.changes, '$[0].after') AND l.level % 100 = CAST(json_extract(j.changes, '$[1].after') AS INTEGER))
 ORDER BY j.case_id, j.seq LIMIT 1
