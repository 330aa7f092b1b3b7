-- Running numbers without gaps: a number that is rolled back is given again.

-- name: next  mode: write  rows: one
-- doc: Behind `given` at least; where the series stands counts only when no number was given beyond it and it is no nonsense.
-- in: name text, given int, most int
-- out: last int
INSERT INTO sequences (name, last) VALUES (:name, :given + 1)
ON CONFLICT (name) DO UPDATE SET last = CASE WHEN sequences.last BETWEEN :given AND :most THEN sequences.last ELSE :given END + 1
RETURNING last

-- name: find_case  mode: read  rows: opt
-- doc: The greatest number of a series of cases below a bound, both as they are printed: six digits at least, so that texts are in order.
-- in: low text, high text
-- out: number text
SELECT s.number FROM submissions s WHERE s.number > :low AND s.number < :high ORDER BY s.number DESC LIMIT 1

-- name: find_document  mode: read  rows: one
-- doc: The greatest number of a series of papers.
-- in: name text
-- out: last int
SELECT COALESCE(MAX(d.position), 0) FROM documents d WHERE d.series = :name

-- name: find_certificate  mode: read  rows: one
-- doc: The greatest number of the certificates of a unit, by its name in the series.
-- in: name text
-- out: last int
SELECT COALESCE(MAX({destroyed_position}), 0) FROM certificates x CROSS JOIN units u ON u.id = x.unit_id
 WHERE {destroyed_series} = :name

-- name: find_skipped  mode: read  rows: one
-- doc: The last number that an earlier register used.
-- in: name text
-- out: last int
SELECT COALESCE(MAX(k.last), 0) FROM sequence_skips k WHERE k.name = :name

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

-- snippet: destroyed_position
CAST(substr(x.number, instr(x.number, '销字') + 2) AS INTEGER)

-- snippet: destroyed_series
('certificate:' || CASE WHEN instr(x.number, '〕密销字') > 0 THEN 'sealed_' ELSE '' END || u.code || ':'
 || substr(x.number, instr(x.number, '〔') + 1, 4))

-- The digits of a case's number, and what stands before them without its last sign. Not those of sealed cases, which are drawn.
-- snippet: given
WITH numbered AS (SELECT s.number, rtrim(s.number, '0123456789') AS head FROM submissions s
  WHERE s.number GLOB '?*-[0-9][0-9][0-9][0-9]-[A-Z]-[0-9]*'),
given AS MATERIALIZED (
  SELECT 'case:' || substr(head, 1, length(head) - 1) AS name, CAST(substr(number, length(head) + 1) AS INTEGER) AS n FROM numbered
   WHERE CAST(substr(number, length(head) + 1) AS INTEGER) < :drawn
  UNION ALL SELECT d.series, d.position FROM documents d WHERE d.series IS NOT NULL
  UNION ALL SELECT {destroyed_series}, {destroyed_position} FROM certificates x CROSS JOIN units u ON u.id = x.unit_id),
forwards AS MATERIALIZED (
  SELECT j.object_id AS name, CAST(json_extract(j.changes, '$[0].after') AS INTEGER) AS n FROM office_journal j
   WHERE j.action = 'sequence.forward')

-- name: find_wrong  mode: read  rows: opt
-- doc: The first series that does not stand where the last number was given, or was moved to by an entry of the office's journal; verify. Of
-- doc: cases that are so many that their numbers came to those that are drawn, only that it does not stand before.
-- in: drawn int
-- out: name text, last int, given int
{given}
SELECT name, SUM(at), MAX(n) AS greatest FROM (
  SELECT q.name, q.last AS at, 0 AS n FROM sequences q
  UNION ALL SELECT given.name, 0, MAX(given.n) FROM given GROUP BY given.name
  UNION ALL SELECT forwards.name, 0, MAX(forwards.n) FROM forwards GROUP BY forwards.name)
 GROUP BY name HAVING SUM(at) < MAX(n) OR (SUM(at) > MAX(n) AND NOT (name LIKE 'case:%' AND MAX(n) >= :drawn - 1)) ORDER BY name LIMIT 1

-- name: find_wrong_skip  mode: read  rows: opt
-- doc: Numbers that are said to have been used by an earlier register, and no entry says so, or the other way round; or some that were given here.
-- in: drawn int
-- out: name text, last int
{given}
SELECT name, last FROM (
  SELECT k.name, k.last FROM sequence_skips k
   WHERE NOT EXISTS (SELECT 1 FROM forwards WHERE forwards.name = k.name AND forwards.n = k.last)
  UNION ALL
  SELECT k.name, k.last FROM sequence_skips k CROSS JOIN given
   WHERE given.name = k.name AND given.n BETWEEN k.first AND k.last
  UNION ALL
  SELECT forwards.name, forwards.n FROM forwards
   WHERE forwards.n > 0
     AND NOT EXISTS (SELECT 1 FROM sequence_skips k WHERE k.name = forwards.name AND forwards.n BETWEEN k.first AND k.last)
     AND NOT EXISTS (SELECT 1 FROM given WHERE given.name = forwards.name AND given.n = forwards.n))
 ORDER BY name, last LIMIT 1

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
