-- Terms of the archive: whose time is over, what is held, what somebody proposes to destroy.

-- type: retention_row
--   case_id text, last_day int?, found_ms int?, held_by text?, held_ms int?, hold_reason text?, proposed_by text?,
--   proposed_ms int?, appraisal text?

-- type: retention_view
--   case_id text, number text, archive_number text?, class_code text?, class_zh text?, class_en text?, retention text?,
--   closed_ms int?, last_day int?, held_ms int?, held_name text?, hold_reason text?, proposed_ms int?, proposed_by text?,
--   proposed_name text?, appraisal text?, version int

-- snippet: view
c.id, c.number, c.archive_number, c.class_code, t.title_zh, t.title_en, c.retention, c.closed_ms, r.last_day, r.held_ms,
  h.name, r.hold_reason, r.proposed_ms, r.proposed_by, p.name, r.appraisal, c.version

-- snippet: joins
CROSS JOIN cases c ON c.id = r.case_id
  LEFT JOIN terms t ON t.kind = 'class' AND t.code = c.class_code
  LEFT JOIN accounts h ON h.id = r.held_by
  LEFT JOIN accounts p ON p.id = r.proposed_by

-- Accusation officers do this in their lane; ordinary cases are for those who may by another role.
-- snippet: keeper
EXISTS (SELECT 1 FROM grants kg JOIN role_permissions kp ON kp.role = kg.role AND kp.permission = 'retention.manage'
         WHERE kg.account_id = :actor AND kg.role <> 'accusation_officer'
           AND COALESCE(kg.valid_from, 0) <= :today AND COALESCE(kg.valid_to, 999999999) >= :today)

-- name: find_keeper  mode: read  rows: opt
-- doc: One row when the actor has the permission by another role than that of the sealed lane.
-- in: actor text, permission text, today int
-- out: role text
SELECT g.role FROM grants g JOIN role_permissions p ON p.role = g.role AND p.permission = :permission
 WHERE g.account_id = :actor AND g.role <> 'accusation_officer'
   AND COALESCE(g.valid_from, 0) <= :today AND COALESCE(g.valid_to, 999999999) >= :today LIMIT 1

-- A case that left the archive meanwhile, or got another term, is no candidate, whatever was found of it.
-- snippet: over
r.found_ms IS NOT NULL AND r.held_ms IS NULL AND c.archived_ms IS NOT NULL AND c.certificate IS NULL AND c.retention IN ('10', '30')

-- name: find_over  mode: read  rows: many
-- doc: Archived cases of a class that were closed before a moment and were not found yet.
-- in: retention text, before_ms int, lim int
-- out: id text, closed_ms int?, is_sealed int
SELECT c.id, c.closed_ms, c.is_sealed FROM cases c
 WHERE c.archived_ms IS NOT NULL AND c.certificate IS NULL AND c.retention = :retention AND c.closed_ms < :before_ms
   AND NOT EXISTS (SELECT 1 FROM retentions r WHERE r.case_id = c.id AND r.found_ms IS NOT NULL)
 ORDER BY c.closed_ms LIMIT :lim

-- name: found  mode: write  rows: exec
-- in: case_id text, last_day int, found_ms int
INSERT INTO retentions (case_id, last_day, found_ms) VALUES (:case_id, :last_day, :found_ms)
ON CONFLICT (case_id) DO UPDATE SET last_day = excluded.last_day, found_ms = excluded.found_ms

-- name: get  mode: read  rows: opt
-- in: case_id text
-- out: retention_row
SELECT {retention_row r} FROM retentions r WHERE r.case_id = :case_id

-- name: get_view  mode: read  rows: opt
-- in: case_id text
-- out: retention_view
SELECT {view} FROM retentions r {joins} WHERE r.case_id = :case_id

-- name: hold  mode: write  rows: exec
-- doc: Held; what was proposed lapses.
-- in: case_id text, held_by text, held_ms int, hold_reason text
INSERT INTO retentions (case_id, held_by, held_ms, hold_reason) VALUES (:case_id, :held_by, :held_ms, :hold_reason)
ON CONFLICT (case_id) DO UPDATE SET held_by = excluded.held_by, held_ms = excluded.held_ms, hold_reason = excluded.hold_reason,
  proposed_by = NULL, proposed_ms = NULL, appraisal = NULL

-- name: release  mode: write  rows: exec
-- in: case_id text
UPDATE retentions SET held_by = NULL, held_ms = NULL, hold_reason = NULL WHERE case_id = :case_id

-- name: propose  mode: write  rows: exec
-- in: case_id text, proposed_by text, proposed_ms int, appraisal text
UPDATE retentions SET proposed_by = :proposed_by, proposed_ms = :proposed_ms, appraisal = :appraisal WHERE case_id = :case_id

-- name: withdraw  mode: write  rows: exec
-- in: case_id text
UPDATE retentions SET proposed_by = NULL, proposed_ms = NULL, appraisal = NULL WHERE case_id = :case_id

-- name: drop  mode: write  rows: exec
-- in: case_id text
DELETE FROM retentions WHERE case_id = :case_id

-- name: list  mode: read  rows: many
-- doc: Whose time is over and nobody holds, the longest over first.
-- in: actor text, today int, at_day int?, at_id text?, lim int
-- out: retention_view
SELECT {view} FROM retentions r {joins} WHERE {over} AND (c.is_sealed = 1 OR {keeper}) AND {case.scope}
/*[[proposed]]*/ AND r.proposed_ms IS NOT NULL /*[[/]]*/
/*[[after]]*/ AND (r.last_day, r.case_id) > (:at_day, :at_id) /*[[/]]*/
 ORDER BY r.last_day, r.case_id LIMIT :lim

-- name: list_back  mode: read  rows: many
-- in: actor text, today int, at_day int?, at_id text?, lim int
-- out: retention_view
SELECT {view} FROM retentions r {joins} WHERE {over} AND (c.is_sealed = 1 OR {keeper}) AND {case.scope}
/*[[proposed]]*/ AND r.proposed_ms IS NOT NULL /*[[/]]*/
/*[[after]]*/ AND (r.last_day, r.case_id) < (:at_day, :at_id) /*[[/]]*/
 ORDER BY r.last_day DESC, r.case_id DESC LIMIT :lim

-- name: list_held  mode: read  rows: many
-- doc: What is held, the longest held first.
-- in: actor text, today int, at_ms int?, at_id text?, lim int
-- out: retention_view
SELECT {view} FROM retentions r {joins} WHERE r.held_ms IS NOT NULL AND (c.is_sealed = 1 OR {keeper}) AND {case.scope}
/*[[after]]*/ AND (r.held_ms, r.case_id) > (:at_ms, :at_id) /*[[/]]*/
 ORDER BY r.held_ms, r.case_id LIMIT :lim

-- name: list_held_back  mode: read  rows: many
-- in: actor text, today int, at_ms int?, at_id text?, lim int
-- out: retention_view
SELECT {view} FROM retentions r {joins} WHERE r.held_ms IS NOT NULL AND (c.is_sealed = 1 OR {keeper}) AND {case.scope}
/*[[after]]*/ AND (r.held_ms, r.case_id) < (:at_ms, :at_id) /*[[/]]*/
 ORDER BY r.held_ms DESC, r.case_id DESC LIMIT :lim
