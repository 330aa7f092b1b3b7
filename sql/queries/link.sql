-- Cases that belong together: reviews, rechecks, splits, repeats.

-- type: link_row
--   id text, case_id text, other_id text, kind text, reason text?, account_id text?, created_ms int, undone_ms int?

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, other_id text, kind text, reason text?, account_id text?, created_ms int
INSERT INTO case_links (id, case_id, other_id, kind, reason, account_id, created_ms)
VALUES (:id, :case_id, :other_id, :kind, :reason, :account_id, :created_ms)

-- name: undo  mode: write  rows: exec
-- in: id text, account_id text?, now_ms int, reason text
UPDATE case_links SET undone_by = :account_id, undone_ms = :now_ms, undone_reason = :reason WHERE id = :id AND undone_ms IS NULL

-- name: get  mode: read  rows: opt
-- in: id text
-- out: link_row
SELECT {link_row l} FROM case_links l WHERE l.id = :id

-- name: find_pair  mode: read  rows: opt
-- in: case_id text, other_id text
-- out: link_row
SELECT {link_row l} FROM case_links l WHERE l.case_id = :case_id AND l.other_id = :other_id AND l.undone_ms IS NULL

-- name: find_kind  mode: read  rows: opt
-- doc: The newest link of a kind that starts at a case.
-- in: case_id text, kind text
-- out: link_row
SELECT {link_row l} FROM case_links l WHERE l.case_id = :case_id AND l.kind = :kind AND l.undone_ms IS NULL
 ORDER BY l.created_ms DESC, l.id DESC LIMIT 1

-- name: list_of_case  mode: read  rows: many
-- doc: In both directions, oldest first; the caller judges which cases the actor may know of.
-- in: case_id text
-- out: link_row
SELECT {link_row a} FROM case_links a WHERE a.case_id = :case_id
UNION ALL
SELECT {link_row b} FROM case_links b WHERE b.other_id = :case_id
ORDER BY 7, 1 LIMIT 100

-- name: is_late  mode: read  rows: opt
-- doc: One row when the request for this review or recheck came after the petitioner's time for it. Its own clock began on the day of
-- doc: receipt.
-- in: id text
-- out: due_ms int
SELECT w.due_ms FROM cases c JOIN deadlines own ON own.case_id = c.id AND own.clock IN ('C12', 'C14')
  JOIN deadlines w ON w.case_id = c.parent_id AND w.clock = CASE c.lane WHEN 'recheck' THEN 'C13' ELSE 'C11' END
 WHERE c.id = :id AND own.started_ms >= w.due_ms ORDER BY w.id DESC LIMIT 1

-- name: count_asked  mode: read  rows: one
-- doc: Reviews or rechecks of a case since an instant that were not withdrawn.
-- in: parent_id text, lane text, since_ms int
-- out: total int
SELECT COUNT(*) FROM cases c WHERE c.parent_id = :parent_id AND c.lane = :lane AND c.registered_ms >= :since_ms
   AND COALESCE(c.closing_kind, '') <> 'withdrawn_by_petitioner'

-- name: count_children  mode: read  rows: one
-- in: parent_id text, lane text
-- out: total int
SELECT COUNT(*) FROM cases c WHERE c.parent_id = :parent_id AND c.lane = :lane
