-- In-app notices and who has read them.

-- type: notice_row
--   id text, kind text, case_id text, case_number text, case_title text, workflow_key text, workflow_version int,
--   deadline_id text?, clock text?, due_day int?, level int?, event text?, addressee text, created_ms int, read_ms int?

-- name: add  mode: write  rows: exec
-- in: id text, kind text, case_id text, deadline_id text?, level int?, event text?, addressee text, account_id text?
-- in: role text?, unit_id text?, created_ms int
INSERT INTO notices (id, kind, case_id, deadline_id, level, event, addressee, account_id, role, unit_id, created_ms)
VALUES (:id, :kind, :case_id, :deadline_id, :level, :event, :addressee, :account_id, :role, :unit_id, :created_ms)

-- snippet: mine
(n.account_id = :actor OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = :actor AND g.role = n.role AND g.unit_id = n.unit_id AND {grant.in_force}))

-- name: list  mode: read  rows: many
-- doc: Notices to the actor or to a role that the actor holds, newest first; only of cases that the actor may see.
-- in: actor text, today int, at_ms int, at_id text, lim int
-- out: notice_row
SELECT n.id, n.kind, n.case_id, c.number, c.title, c.workflow_key, c.workflow_version, n.deadline_id, d.clock, d.due_day,
  n.level, n.event, n.addressee, n.created_ms, r.read_ms
  FROM (SELECT n1.id, n1.kind, n1.case_id, n1.deadline_id, n1.level, n1.event, n1.addressee, n1.created_ms
          FROM notices n1 WHERE n1.account_id = :actor AND (n1.created_ms, n1.id) < (:at_ms, :at_id)
        UNION
        SELECT n2.id, n2.kind, n2.case_id, n2.deadline_id, n2.level, n2.event, n2.addressee, n2.created_ms
          FROM grants g JOIN notices n2 ON n2.unit_id = g.unit_id AND n2.role = g.role
         WHERE g.account_id = :actor AND {grant.in_force} AND n2.role IS NOT NULL AND (n2.created_ms, n2.id) < (:at_ms, :at_id)) n
  JOIN cases c ON c.id = n.case_id
  LEFT JOIN deadlines d ON d.id = n.deadline_id
  LEFT JOIN notice_reads r ON r.notice_id = n.id AND r.account_id = :actor
 WHERE {case.scope} /*[[unread]]*/ AND r.read_ms IS NULL /*[[/]]*/
 ORDER BY n.created_ms DESC, n.id DESC LIMIT :lim

-- name: is_mine  mode: read  rows: opt
-- in: id text, actor text, today int
-- out: id text
SELECT n.id FROM notices n WHERE n.id = :id AND {mine}

-- name: count_unread  mode: read  rows: one
-- doc: As many as list would show: a notice of a case that was sealed or went elsewhere since is not counted either, for a number
-- doc: without its notice would tell.
-- in: actor text, today int
-- out: total int
SELECT COUNT(*) FROM (SELECT n1.id, n1.case_id FROM notices n1 WHERE n1.account_id = :actor
    UNION
    SELECT n2.id, n2.case_id FROM grants g JOIN notices n2 ON n2.unit_id = g.unit_id AND n2.role = g.role
     WHERE g.account_id = :actor AND {grant.in_force} AND n2.role IS NOT NULL) n
  CROSS JOIN cases c ON c.id = n.case_id
 WHERE NOT EXISTS (SELECT 1 FROM notice_reads r WHERE r.notice_id = n.id AND r.account_id = :actor) AND {case.scope}

-- name: read  mode: write  rows: exec
-- in: notice_id text, account_id text, read_ms int
INSERT INTO notice_reads (notice_id, account_id, read_ms) VALUES (:notice_id, :account_id, :read_ms)
ON CONFLICT (notice_id, account_id) DO NOTHING
