-- Running numbers without gaps: a number that is rolled back is given again.

-- name: next  mode: write  rows: one
-- in: name text
-- out: last int
INSERT INTO sequences (name, last) VALUES (:name, 1)
ON CONFLICT (name) DO UPDATE SET last = sequences.last + 1
RETURNING last

-- name: forward  mode: write  rows: one
-- doc: Moves a series forward; tells where it stood when that is further already.
-- in: name text, last int
-- out: last int
INSERT INTO sequences (name, last) VALUES (:name, :last)
ON CONFLICT (name) DO UPDATE SET last = MAX(sequences.last, excluded.last)
RETURNING last

-- name: find  mode: read  rows: opt
-- doc: Where a series stands.
-- in: name text
-- out: last int
SELECT q.last FROM sequences q WHERE q.name = :name

-- name: skip  mode: write  rows: exec
-- doc: These numbers were used by an earlier register.
-- in: name text, first int, last int, made_ms int
INSERT INTO sequence_skips (name, first, last, made_ms) VALUES (:name, :first, :last, :made_ms)

-- snippet: gaps
WITH series AS (SELECT q.name, q.last FROM sequences q WHERE q.name > :low AND q.name < :high AND q.name LIKE '%:' || :year),
used AS (
  SELECT d.series AS name, d.position AS first, d.position AS last FROM series s CROSS JOIN documents d ON d.series = s.name
  UNION ALL
  SELECT k.name, k.first, k.last FROM series s CROSS JOIN sequence_skips k ON k.name = s.name
  UNION ALL
  SELECT s.name, s.last + 1, s.last + 1 FROM series s),
walk AS (
  SELECT name, first, COALESCE(MAX(last) OVER (PARTITION BY name ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
    AS before FROM used),
gaps AS (
  SELECT walk.name AS name, walk.before + 1 AS first, walk.first - 1 AS last, 'missing' AS reason, NULL AS number, NULL AS case_id
    FROM walk WHERE walk.first > walk.before + 1
  UNION ALL
  SELECT k.name, k.first, k.last, 'earlier_register', NULL, NULL FROM series s CROSS JOIN sequence_skips k ON k.name = s.name
  UNION ALL
  SELECT d.series, d.position, d.position, 'void', d.number, d.case_id
    FROM series s CROSS JOIN documents d ON d.series = s.name CROSS JOIN cases c ON c.id = d.case_id
   WHERE d.status = 'withdrawn' AND {case.scope})

-- type: gap_row
--   name text, first int, last int, reason text, number text?, case_id text?

-- name: list_gaps  mode: read  rows: many
-- doc: Numbers of a unit's documents of one year that no valid document bears; void ones only where the actor may see the case.
-- in: low text, high text, year text, actor text, today int, at_name text, at_first int, lim int
-- out: gap_row
{gaps} SELECT gaps.name, gaps.first, gaps.last, gaps.reason, gaps.number, gaps.case_id FROM gaps
 WHERE (gaps.name, gaps.first) > (:at_name, :at_first) ORDER BY gaps.name, gaps.first LIMIT :lim

-- name: list_gaps_back  mode: read  rows: many
-- in: low text, high text, year text, actor text, today int, at_name text, at_first int, lim int
-- out: gap_row
{gaps} SELECT gaps.name, gaps.first, gaps.last, gaps.reason, gaps.number, gaps.case_id FROM gaps
 WHERE (gaps.name, gaps.first) < (:at_name, :at_first) ORDER BY gaps.name DESC, gaps.first DESC LIMIT :lim
