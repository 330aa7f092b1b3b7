-- Cases: one row each, and the worklist.

-- type: case_row
--   id text, number text, title text, lane text, workflow_key text, workflow_version int, stage text, state text,
--   is_open int, channel text, source_platform text?, purpose text, class_code text?, place_unit_id text?,
--   place_detail text?, urgency text, request text, facts text?, reasons text?, is_first int, people_count int,
--   petitioner_id text, registrar_unit_id text, holder_unit_id text, handler_id text?, held_since_ms int,
--   registered_ms int, accepted_ms int?, closed_ms int?, due_key int, due_deadline_id text?, is_returned int,
--   is_extended int, is_supervised int, outcome text?, closing_kind text?, thing_settled int?, petitioner_accepts text?,
--   closing_note text?, retention text?, code_hash blob?, submission_count int, journal_seq int, journal_head blob?, version int,
--   parent_id text?, finality text?, outside_body text?, archived_ms int?, archive_number text?,
--   is_sealed int, certificate text?

-- type: case_summary
--   id text, number text, title text, lane text, stage text, state text, workflow_key text, workflow_version int,
--   is_open int, class_code text?, class_zh text?, class_en text?, place_name text?, urgency text, channel text,
--   is_first int, people_count int, petitioner_id text, petitioner_key blob?, petitioner_name blob, holder_unit_id text, holder_unit_name text,
--   handler_id text?, handler_name text?, registered_ms int, due_key int, due_clock text?, due_unit text?, due_day int?,
--   due_provisional int?, is_returned int, is_extended int, is_supervised int, version int, changed_ms int

-- Which cases the actor may see: the one predicate behind every list, count and look-up.
-- A sealed case is seen by whom it names, as long as they are an accusation officer, unless they work at, below or above a unit that it is against (Art 30).
-- snippet: scope
(c.is_sealed = 0 AND (
 EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.read'
          WHERE g.account_id = :actor AND g.scope = 'all'
            AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)
 OR c.handler_id = :actor
 OR c.handler_id IN (SELECT s.account_id FROM substitutions s
                      WHERE s.substitute_id = :actor AND s.valid_from <= :today AND s.valid_to >= :today AND s.ended_ms IS NULL)
 OR EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.read'
              CROSS JOIN case_units cu ON cu.case_id = c.id AND cu.unit_id = g.unit_id
             WHERE g.account_id = :actor AND (g.scope = 'subtree' OR (g.scope = 'unit' AND cu.is_direct = 1))
               AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today))
 OR c.is_sealed = 1
    AND EXISTS (SELECT 1 FROM case_readers r WHERE r.case_id = c.id AND r.account_id = :actor)
    AND EXISTS (SELECT 1 FROM grants g WHERE g.account_id = :actor AND g.role = 'accusation_officer'
                 AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)
    AND NOT EXISTS (SELECT 1 FROM complained_units k CROSS JOIN accounts a
                     WHERE k.case_id = c.id AND a.id = :actor AND {sealed.barred}))

-- What figures are made of: the actor's cases by the right to count, which is a right of its own. Sealed ones are in no figure.
-- snippet: counted
(c.is_sealed = 0 AND (
 EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.count'
          WHERE g.account_id = :actor AND g.scope = 'all'
            AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)
 OR EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.count'
              CROSS JOIN case_units cu ON cu.case_id = c.id AND cu.unit_id = g.unit_id
             WHERE g.account_id = :actor AND (g.scope = 'subtree' OR (g.scope = 'unit' AND cu.is_direct = 1))
               AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)))

-- Where a case stands in time. A clock that is paused runs out on no day.
-- snippet: due_as
CASE WHEN EXISTS (SELECT 1 FROM deadlines p WHERE p.case_id = c.id AND p.id = c.due_deadline_id
                     AND p.pause_from IS NOT NULL AND p.pause_to IS NULL) THEN 'paused'
     WHEN c.due_key <= :now THEN 'overdue' WHEN c.due_key <= :today_end THEN 'today' WHEN c.due_key <= :week_end THEN 'week'
     WHEN c.due_key < 9000000000000000 THEN 'later' ELSE 'none' END

-- A duty that fell due in these days and is over by now, whether it was done or not; what is paused is not due.
-- snippet: duty
d.due_day >= :duty_from AND d.due_day <= :duty_to AND d.due_ms <= :now AND d.kind IN ('duty', 'local')
  AND d.status IN ('met', 'late', 'running') AND (d.status <> 'running' OR d.pause_from IS NULL OR d.pause_to IS NOT NULL)
  AND :clocks LIKE '%,' || d.clock || ',%'
  AND (:duty_unit IS NULL OR d.owner_unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :duty_unit))

-- What stands behind a figure of the board; `none` is what is not told.
-- snippet: board
/*[[registered]]*/ AND c.registered_ms >= :registered_from AND c.registered_ms < :registered_to /*[[/]]*/
/*[[closed_in]]*/ AND c.closed_ms >= :closed_from AND c.closed_ms < :closed_to /*[[/]]*/
/*[[duty]]*/ AND c.id IN (SELECT d.case_id FROM deadlines d WHERE {duty} AND (:duty_at IS NULL OR COALESCE(d.owner_unit_id, 'none') = :duty_at)
  GROUP BY d.case_id HAVING :missed IS NULL OR MAX(CASE WHEN d.status = 'met' THEN 0 ELSE 1 END) = :missed) /*[[/]]*/
/*[[board]]*/ AND (:below IS NULL OR c.holder_unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :below))
  AND (:class_at IS NULL OR COALESCE(c.class_code, 'none') = :class_at)
  AND (:place IS NULL OR c.place_unit_id IN (SELECT t.descendant_id FROM unit_tree t WHERE t.ancestor_id = :place))
  AND (:place_at IS NULL OR COALESCE(c.place_unit_id, 'none') = :place_at)
  AND (:due_as IS NULL OR {due_as} = :due_as)
  AND (:counted IS NULL OR {counted}) /*[[/]]*/

-- snippet: summary
c.id, c.number, c.title, c.lane, c.stage, c.state, c.workflow_key, c.workflow_version, c.is_open, c.class_code,
  ct.title_zh, ct.title_en, pu.name, c.urgency, c.channel, c.is_first, c.people_count, c.petitioner_id, p.key, p.name,
  c.holder_unit_id, hu.name, c.handler_id, ha.name, c.registered_ms, c.due_key, d.clock, d.unit, d.due_day,
  d.is_provisional, c.is_returned, c.is_extended, c.is_supervised, c.version, c.changed_ms

-- snippet: joins
JOIN persons p ON p.id = c.petitioner_id
  JOIN units hu ON hu.id = c.holder_unit_id
  LEFT JOIN accounts ha ON ha.id = c.handler_id
  LEFT JOIN units pu ON pu.id = c.place_unit_id
  LEFT JOIN terms ct ON ct.kind = 'class' AND ct.code = c.class_code
  LEFT JOIN deadlines d ON d.case_id = c.id AND d.id = c.due_deadline_id

-- The units where the actor acts on cases; not those below them.
-- snippet: own
SELECT g.unit_id FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.act'
  WHERE g.account_id = :actor AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today

-- Is what waits in this state for a unit (t.descendant_id) the actor's to do? :acts says so: see worklist_mine.h.
-- snippet: may_act
(instr(:acts, ',' || c.workflow_key || '.' || c.workflow_version || '.' || c.state || '/' || t.ancestor_id || ',') > 0
   OR instr(:acts, ',' || c.workflow_key || '.' || c.workflow_version || '.' || c.state || '*,') > 0
   OR t.distance = 0 AND instr(:acts, ',' || c.workflow_key || '.' || c.workflow_version || '.' || c.state || '=' || t.ancestor_id || ',') > 0)

-- snippet: not_recused
NOT EXISTS (SELECT 1 FROM recusals r WHERE r.case_id = c.id AND r.account_id = :actor)

-- What came back: an objection to whoever rules on it, the rest to the handler, or to the unit when there is none.
-- snippet: to_me
CASE WHEN c.state IN ('objected', 'disputed') THEN {not_recused} AND EXISTS (
    SELECT 1 FROM unit_tree t WHERE {may_act} AND t.descendant_id = (
      SELECT CASE c.state WHEN 'disputed' THEN d.dispute_unit_id ELSE d.from_unit_id END FROM dispatches d
       WHERE d.case_id = c.id AND d.part = 'lead' ORDER BY d.sent_ms DESC, d.id DESC LIMIT 1))
  ELSE c.handler_id = :actor OR (c.handler_id IS NULL AND c.holder_unit_id IN ({own})) END

-- By the end of a number: those cases come first, whatever else is asked for; the planner would walk an order of the list instead.
-- snippet: ended
/*[[tail]]*/ cases n CROSS JOIN /*[[/]]*/

-- snippet: filters
/*[[open]]*/ AND c.is_open = 1 /*[[/]]*/
/*[[closed]]*/ AND c.is_open = 0 /*[[/]]*/
/*[[stage]]*/ AND c.stage = :stage /*[[/]]*/
/*[[state]]*/ AND c.state = :state /*[[/]]*/
/*[[holder]]*/ AND c.holder_unit_id = :holder /*[[/]]*/
/*[[handler]]*/ AND c.handler_id = :handler /*[[/]]*/
/*[[unclaimed]]*/ AND c.handler_id IS NULL AND c.state NOT IN ('objected', 'disputed') AND c.holder_unit_id IN ({own}) /*[[/]]*/
/*[[lane]]*/ AND c.lane = :lane /*[[/]]*/
/*[[class]]*/ AND (c.class_code = :class OR ct.parent_code = :class) /*[[/]]*/
/*[[came]]*/ AND (:channel IS NULL OR c.channel = :channel) AND (:urgency IS NULL OR c.urgency = :urgency) /*[[/]]*/
/*[[due_before]]*/ AND c.due_key <= :due_before /*[[/]]*/
/*[[due_after]]*/ AND c.due_key > :due_after /*[[/]]*/
/*[[returned]]*/ AND c.is_returned = 1 AND (:to_me IS NULL OR {to_me}) /*[[/]]*/
/*[[supervised]]*/ AND c.is_supervised = 1 /*[[/]]*/
/*[[plain]]*/ AND c.is_sealed = 0 /*[[/]]*/
/*[[review]]*/ AND c.state IN ('drafted', 'checked')
  AND EXISTS (SELECT 1 FROM unit_tree t WHERE t.descendant_id = c.holder_unit_id AND {may_act}) AND {not_recused}
  AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.case_id = c.id AND j.actor_id = :actor AND instr(:drafts, ',' || j.event || ',') > 0)
/*[[/]]*/
/*[[number]]*/ AND c.number >= :number AND c.number < :number_end /*[[/]]*/
/*[[tail]]*/ AND c.rowid = n.rowid AND n.tail >= :tail AND n.tail < :tail || '~'
   AND substr(n.number, -length(:ending)) = :ending /*[[/]]*/
/*[[title]]*/ AND c.title LIKE :title ESCAPE '\' /*[[/]]*/
{board}

-- name: get  mode: read  rows: opt
-- in: id text
-- out: case_row
SELECT {case_row c} FROM cases c WHERE c.id = :id

-- name: is_visible  mode: read  rows: opt
-- doc: One row when the actor may know of the case.
-- in: id text, actor text, today int
-- out: id text
SELECT c.id FROM cases c WHERE c.id = :id AND {scope}

-- name: is_shown  mode: read  rows: opt
-- doc: What a case's picture depends on, for an actor who may know of it.
-- in: id text, actor text, today int
-- out: version int, due_key int, names text?
SELECT c.version, c.due_key, (SELECT s.value FROM settings s WHERE s.key = 'names')
  FROM cases c WHERE c.id = :id AND {scope}

-- name: get_by_number  mode: read  rows: opt
-- in: number text
-- out: case_row
SELECT {case_row c} FROM cases c WHERE c.number = :number

-- name: get_summary  mode: read  rows: opt
-- in: id text
-- out: case_summary
SELECT {summary} FROM cases c {joins} WHERE c.id = :id

-- name: list_due  mode: read  rows: many
-- doc: The worklist, earliest due first; cases without a running clock last.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.due_key, c.id) > (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.due_key, c.id LIMIT :lim

-- name: list_due_back  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.due_key, c.id) < (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.due_key DESC, c.id DESC LIMIT :lim

-- name: list_unit  mode: read  rows: many
-- doc: list_due for an actor whose only view is one unit: walks that unit's own index.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- in: unit text, unit_open int
-- out: case_summary
SELECT {summary} FROM {ended} case_units u CROSS JOIN cases c ON c.id = u.case_id {joins}
 WHERE u.unit_id = :unit AND u.is_open = :unit_open AND {scope} {filters}
/*[[after]]*/ AND (u.due_key, u.case_id) > (:at_key, :at_id) /*[[/]]*/
 ORDER BY u.due_key, u.case_id LIMIT :lim

-- name: list_unit_back  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- in: unit text, unit_open int
-- out: case_summary
SELECT {summary} FROM {ended} case_units u CROSS JOIN cases c ON c.id = u.case_id {joins}
 WHERE u.unit_id = :unit AND u.is_open = :unit_open AND {scope} {filters}
/*[[after]]*/ AND (u.due_key, u.case_id) < (:at_key, :at_id) /*[[/]]*/
 ORDER BY u.due_key DESC, u.case_id DESC LIMIT :lim

-- name: list_newest  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.registered_ms, c.id) < (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.registered_ms DESC, c.id DESC LIMIT :lim

-- name: list_newest_back  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.registered_ms, c.id) > (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.registered_ms, c.id LIMIT :lim

-- name: list_changed  mode: read  rows: many
-- doc: Last changed first. Open and closed cases apart, as their index is.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.changed_ms, c.id) < (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.changed_ms DESC, c.id DESC LIMIT :lim

-- name: list_changed_back  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_key int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND (c.changed_ms, c.id) > (:at_key, :at_id) /*[[/]]*/
 ORDER BY c.changed_ms, c.id LIMIT :lim

-- name: list_number  mode: read  rows: many
-- doc: By number; at_id is one.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND c.number > :at_id /*[[/]]*/
 ORDER BY c.number LIMIT :lim

-- name: list_number_back  mode: read  rows: many
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, at_id text?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: case_summary
SELECT {summary} FROM {ended} cases c {joins} WHERE {scope} {filters}
/*[[after]]*/ AND c.number < :at_id /*[[/]]*/
 ORDER BY c.number DESC LIMIT :lim

-- name: count  mode: read  rows: one
-- doc: How many match; at most lim are counted.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- out: total int
SELECT COUNT(*) FROM (SELECT c.id FROM {ended} cases c LEFT JOIN terms ct ON ct.kind = 'class' AND ct.code = c.class_code
 WHERE {scope} {filters} LIMIT :lim)

-- name: count_unit  mode: read  rows: one
-- doc: count for an actor whose only view is one unit.
-- in: actor text, today int, stage text?, state text?, holder text?, handler text?, lane text?, class text?, channel text?
-- in: due_before int?, due_after int?, number text?, number_end text?, tail text?, ending text?, acts text?, drafts text?, title text?, urgency text?, to_me int?, lim int
-- in: registered_from int?, registered_to int?, closed_from int?, closed_to int?, clocks text?, duty_from int?, duty_to int?
-- in: duty_unit text?, duty_at text?, missed int?, below text?, class_at text?, place text?, place_at text?, due_as text?
-- in: counted int?, now int?, today_end int?, week_end int?
-- in: unit text, unit_open int
-- out: total int
SELECT COUNT(*) FROM (SELECT c.id FROM {ended} case_units u CROSS JOIN cases c ON c.id = u.case_id
  LEFT JOIN terms ct ON ct.kind = 'class' AND ct.code = c.class_code
 WHERE u.unit_id = :unit AND u.is_open = :unit_open AND {scope} {filters} LIMIT :lim)

-- name: add  mode: write  rows: exec
-- in: id text, number text, title text, lane text, workflow_key text, workflow_version int, stage text, state text
-- in: channel text, source_platform text?, purpose text, class_code text?, place_unit_id text?, place_detail text?
-- in: urgency text, request text, facts text?, reasons text?, is_first int, people_count int, petitioner_id text
-- in: registrar_unit_id text, holder_unit_id text, registered_ms int, due_key int, due_deadline_id text?, code_hash blob?
-- in: parent_id text?, outside_body text?, is_sealed int, handler_id text?
INSERT INTO cases (id, number, title, lane, workflow_key, workflow_version, stage, state, is_open, channel, source_platform,
  purpose, class_code, place_unit_id, place_detail, urgency, request, facts, reasons, is_first, people_count, petitioner_id,
  registrar_unit_id, holder_unit_id, held_since_ms, registered_ms, due_key, due_deadline_id, code_hash, parent_id, outside_body,
  is_sealed, handler_id, changed_ms)
VALUES (:id, :number, :title, :lane, :workflow_key, :workflow_version, :stage, :state, 1, :channel, :source_platform,
  :purpose, :class_code, :place_unit_id, :place_detail, :urgency, :request, :facts, :reasons, :is_first, :people_count,
  :petitioner_id, :registrar_unit_id, :holder_unit_id, :registered_ms, :registered_ms, :due_key, :due_deadline_id,
  :code_hash, :parent_id, :outside_body, :is_sealed, :handler_id, :registered_ms)

-- name: begin_journal  mode: write  rows: exec
-- doc: Where the chain of a new case begins, when its first entry is written.
-- in: id text, journal_seq int, journal_head blob
UPDATE cases SET journal_seq = :journal_seq, journal_head = :journal_head WHERE id = :id AND journal_seq = 0

-- name: save  mode: write  rows: exec
-- doc: Everything that a command may change, at once; no row changes when the version moved on.
-- in: id text, version int, title text, lane text, workflow_key text, workflow_version int
-- in: stage text, state text, is_open int, class_code text?, place_unit_id text?
-- in: urgency text, people_count int, submission_count int, holder_unit_id text, handler_id text?, held_since_ms int, accepted_ms int?
-- in: closed_ms int?, due_key int, due_deadline_id text?, is_returned int, is_extended int, is_supervised int, outcome text?
-- in: closing_kind text?, thing_settled int?, petitioner_accepts text?, closing_note text?, retention text?
-- in: journal_seq int, journal_head blob, finality text?, is_first int, archived_ms int?, archive_number text?, changed_ms int
UPDATE cases SET version = version + 1, title = :title, lane = :lane, workflow_key = :workflow_key,
  workflow_version = :workflow_version, stage = :stage, state = :state, is_open = :is_open,
  class_code = :class_code, place_unit_id = :place_unit_id, urgency = :urgency, people_count = :people_count,
  submission_count = :submission_count,
  holder_unit_id = :holder_unit_id, handler_id = :handler_id, held_since_ms = :held_since_ms, accepted_ms = :accepted_ms,
  closed_ms = :closed_ms, due_key = :due_key, due_deadline_id = :due_deadline_id, is_returned = :is_returned,
  is_extended = :is_extended, is_supervised = :is_supervised, outcome = :outcome, closing_kind = :closing_kind,
  thing_settled = :thing_settled, petitioner_accepts = :petitioner_accepts, closing_note = :closing_note,
  retention = :retention, finality = :finality, is_first = :is_first, archived_ms = :archived_ms,
  archive_number = :archive_number, changed_ms = :changed_ms,
  journal_seq = :journal_seq, journal_head = :journal_head
 WHERE id = :id AND version = :version

-- name: add_units  mode: write  rows: exec
-- doc: Gives a unit a part in the case, and makes every unit above it see it.
-- in: case_id text, unit_id text, is_open int, due_key int
INSERT INTO case_units (case_id, unit_id, is_direct, is_open, due_key)
SELECT :case_id, t.ancestor_id, CASE WHEN t.distance = 0 THEN 1 ELSE 0 END, :is_open, :due_key
  FROM unit_tree t WHERE t.descendant_id = :unit_id
ON CONFLICT (case_id, unit_id) DO UPDATE SET is_direct = MAX(is_direct, excluded.is_direct)

-- name: save_units  mode: write  rows: exec
-- in: case_id text, is_open int, due_key int
UPDATE case_units SET is_open = :is_open, due_key = :due_key WHERE case_id = :case_id

-- name: show_above  mode: write  rows: exec
-- doc: Every unit that is above one with a part sees the case, also those that came there while it was closed.
-- in: case_id text
INSERT INTO case_units (case_id, unit_id, is_direct, is_open, due_key)
SELECT d.case_id, t.ancestor_id, 0, d.is_open, d.due_key
  FROM case_units d CROSS JOIN unit_tree t ON t.descendant_id = d.unit_id
 WHERE d.case_id = :case_id AND d.is_direct = 1
ON CONFLICT (case_id, unit_id) DO NOTHING

-- name: list_out_of  mode: read  rows: many
-- doc: The reviews, rechecks and split parts that came out of a case, and the rechecks of its reviews.
-- in: id text
-- out: case_row
SELECT {case_row c} FROM cases c
 WHERE c.id IN (SELECT p.id FROM cases p WHERE p.parent_id = :id UNION
   SELECT q.id FROM cases r JOIN cases q ON q.parent_id = r.id WHERE r.parent_id = :id UNION
   SELECT l.case_id FROM case_links l WHERE l.other_id = :id AND l.kind = 'split_from')
   AND c.lane <> 'recommend' ORDER BY c.registered_ms, c.id LIMIT 50

-- name: add_holding  mode: write  rows: exec
-- in: case_id text, unit_id text, handler_id text?, from_ms int
INSERT INTO holdings (case_id, seq, unit_id, handler_id, from_ms)
VALUES (:case_id, (SELECT COALESCE(MAX(h.seq), 0) + 1 FROM holdings h WHERE h.case_id = :case_id), :unit_id, :handler_id, :from_ms)

-- name: reword  mode: write  rows: exec
-- doc: What case_save does not write.
-- in: id text, request text, facts text?, reasons text?
UPDATE cases SET request = :request, facts = :facts, reasons = :reasons WHERE id = :id

-- name: drop_units  mode: write  rows: exec
-- doc: No unit sees it any more.
-- in: case_id text
DELETE FROM case_units WHERE case_id = :case_id

-- name: find_holding_above  mode: read  rows: opt
-- doc: A unit that had the case, or has it, and is this unit or lies above it.
-- in: case_id text, unit_id text
-- out: unit_id text
SELECT h.unit_id FROM holdings h JOIN unit_tree t ON t.ancestor_id = h.unit_id AND t.descendant_id = :unit_id
 WHERE h.case_id = :case_id LIMIT 1

-- name: end_holding  mode: write  rows: exec
-- in: case_id text, to_ms int
UPDATE holdings SET to_ms = :to_ms WHERE case_id = :case_id AND to_ms IS NULL

-- name: count_open_of_unit  mode: read  rows: one
-- doc: Sealed ones belong to named people, not to units, and are in no number.
-- in: unit_id text
-- out: total int
SELECT COUNT(*) FROM cases c WHERE c.holder_unit_id = :unit_id AND c.is_open = 1 AND c.is_sealed = 0

-- name: may_handle  mode: read  rows: opt
-- doc: One row when the account may be a handler by a grant at the unit.
-- in: account_id text, unit_id text, today int
-- out: id text
SELECT a.id FROM accounts a
 WHERE a.id = :account_id AND a.is_disabled = 0
   AND EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role AND rp.permission = 'case.handle'
                WHERE g.account_id = a.id AND g.unit_id = :unit_id
                  AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today)
