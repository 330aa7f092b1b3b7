-- Supervision and satisfaction.

-- type: supervision_row
--   case_id text, position int, measure text, unit_id text, problem text, article text, demand text, due_day int, status text,
--   account_id text?, issued_ms int, answer text?, answered_ms int?, judgement text?, judged_ms int?

-- name: find_candidate  mode: write  rows: exec
-- doc: Once for each case and trigger; found again, it is open again.
-- in: id text, case_id text, deadline_id text?, unit_id text, trigger text, found_ms int
INSERT INTO supervision_candidates (id, case_id, deadline_id, unit_id, trigger, found_ms, status)
VALUES (:id, :case_id, :deadline_id, :unit_id, :trigger, :found_ms, 'open')
ON CONFLICT (case_id, trigger, COALESCE(deadline_id, '')) DO UPDATE SET status = 'open', found_ms = excluded.found_ms

-- name: close_candidates  mode: write  rows: exec
-- in: case_id text
UPDATE supervision_candidates SET status = 'closed' WHERE case_id = :case_id AND status = 'open'

-- name: list_candidates  mode: read  rows: many
-- doc: Of one case, oldest first.
-- in: case_id text
-- out: trigger text, unit_name text, found_ms int, status text
SELECT s.trigger, u.name, s.found_ms, s.status FROM supervision_candidates s JOIN units u ON u.id = s.unit_id
 WHERE s.case_id = :case_id ORDER BY s.found_ms, s.id LIMIT 100

-- name: add  mode: write  rows: exec
-- in: case_id text, position int, measure text, unit_id text, problem text, article text, demand text, due_day int
-- in: account_id text?, issued_ms int
INSERT INTO supervisions (case_id, position, measure, unit_id, problem, article, demand, due_day, status, account_id, issued_ms)
VALUES (:case_id, :position, :measure, :unit_id, :problem, :article, :demand, :due_day, 'open', :account_id, :issued_ms)

-- name: answer  mode: write  rows: exec
-- in: case_id text, position int, answer text, answered_ms int
UPDATE supervisions SET status = 'answered', answer = :answer, answered_ms = :answered_ms
 WHERE case_id = :case_id AND position = :position

-- name: judge  mode: write  rows: exec
-- in: case_id text, position int, status text, judgement text?, judged_ms int, due_day int
UPDATE supervisions SET status = :status, judgement = :judgement, judged_ms = :judged_ms, due_day = :due_day
 WHERE case_id = :case_id AND position = :position

-- name: list  mode: read  rows: many
-- in: case_id text
-- out: case_id text, position int, measure text, unit_id text, problem text, article text, demand text, due_day int
-- out: status text, issued_ms int, answer text?, answered_ms int?, judgement text?, judged_ms int?, unit_name text
SELECT s.case_id, s.position, s.measure, s.unit_id, s.problem, s.article, s.demand, s.due_day, s.status, s.issued_ms, s.answer,
  s.answered_ms, s.judgement, s.judged_ms, u.name FROM supervisions s JOIN units u ON u.id = s.unit_id
 WHERE s.case_id = :case_id ORDER BY s.position LIMIT 200

-- name: get  mode: read  rows: opt
-- in: case_id text, position int
-- out: supervision_row
SELECT {supervision_row s} FROM supervisions s WHERE s.case_id = :case_id AND s.position = :position

-- name: last  mode: read  rows: one
-- in: case_id text
-- out: position int
SELECT COALESCE(MAX(s.position), 0) FROM supervisions s WHERE s.case_id = :case_id

-- name: retire_rating  mode: write  rows: exec
-- in: case_id text, target text, round int
UPDATE ratings SET is_current = 0 WHERE case_id = :case_id AND target = :target AND round = :round AND is_current = 1

-- name: add_rating  mode: write  rows: exec
-- in: id text, case_id text, target text, round int, unit_id text?, value text, reason text?, comment text?, via text
-- in: reference text?, account_id text?, rated_ms int
INSERT INTO ratings (id, case_id, target, round, unit_id, value, reason, comment, via, reference, account_id, rated_ms, is_current)
VALUES (:id, :case_id, :target, :round, :unit_id, :value, :reason, :comment, :via, :reference, :account_id, :rated_ms, 1)

-- name: find_rating  mode: read  rows: opt
-- doc: The rating of a target in a round that no later one took the place of.
-- in: case_id text, target text, round int
-- out: via text
SELECT r.via FROM ratings r WHERE r.case_id = :case_id AND r.target = :target AND r.round = :round AND r.is_current = 1

-- name: count_rated  mode: read  rows: one
-- doc: How many of the two targets are rated in a round.
-- in: case_id text, round int
-- out: total int
SELECT COUNT(*) FROM ratings r WHERE r.case_id = :case_id AND r.round = :round AND r.is_current = 1

-- name: list_ratings  mode: read  rows: many
-- in: case_id text
-- out: target text, round int, value text, reason text?, comment text?, via text, reference text?, rated_ms int, is_current int
SELECT r.target, r.round, r.value, r.reason, r.comment, r.via, r.reference, r.rated_ms, r.is_current
  FROM ratings r WHERE r.case_id = :case_id ORDER BY r.rated_ms, r.id LIMIT 200

-- name: count_measures  mode: read  rows: one
-- in: case_id text
-- out: waiting int, answered int
SELECT (SELECT COUNT(*) FROM supervisions s WHERE s.case_id = :case_id AND s.status IN ('open', 'returned')),
  (SELECT COUNT(*) FROM supervisions s WHERE s.case_id = :case_id AND s.status = 'answered')
