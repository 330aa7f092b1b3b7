-- The way of a case: which state from when, and who had it.

-- name: list_states  mode: read  rows: many
-- doc: Each time that the case came into another state, in order; the first is its beginning.
-- in: case_id text
-- out: at_ms int, state text, event text?
SELECT j.at_ms, j.to_state, j.event FROM journal j
 WHERE j.case_id = :case_id AND j.to_state IS NOT NULL AND (j.seq = 1 OR j.to_state <> COALESCE(j.from_state, ''))
 ORDER BY j.seq LIMIT 500

-- name: list_holders  mode: read  rows: many
-- in: case_id text
-- out: from_ms int, to_ms int?, unit_name text, handler_name text?
SELECT h.from_ms, h.to_ms, u.name, a.name FROM holdings h JOIN units u ON u.id = h.unit_id LEFT JOIN accounts a ON a.id = h.handler_id
 WHERE h.case_id = :case_id ORDER BY h.seq LIMIT 500
