-- Dictionaries.

-- type: term_row
--   kind text, code text, parent_code text?, official_code text?, title_zh text, title_en text, sort int, is_own int,
--   retired_ms int?, version int

-- name: get  mode: read  rows: opt
-- in: kind text, code text
-- out: term_row
SELECT {term_row t} FROM terms t WHERE t.kind = :kind AND t.code = :code

-- name: list  mode: read  rows: many
-- doc: With retired ones unless only those in use are wanted.
-- in: kind text
-- out: term_row
SELECT {term_row t} FROM terms t WHERE t.kind = :kind
/*[[in_use]]*/ AND t.retired_ms IS NULL /*[[/]]*/
 ORDER BY t.sort, t.code LIMIT 1000

-- name: count_by_kind  mode: read  rows: one
-- in: kind text
-- out: total int, retired int
SELECT COUNT(*), COUNT(t.retired_ms) FROM terms t WHERE t.kind = :kind

-- name: get_last_sort  mode: read  rows: one
-- in: kind text
-- out: sort int
SELECT COALESCE(MAX(t.sort), 0) FROM terms t WHERE t.kind = :kind

-- name: has_child  mode: read  rows: one
-- doc: Whether an entry, in use or retired, stands below this one; `live_only`: in use.
-- in: kind text, code text, live_only int
-- out: is_there int
SELECT EXISTS (SELECT 1 FROM terms t WHERE t.kind = :kind AND t.parent_code = :code
  AND (:live_only = 0 OR t.retired_ms IS NULL))

-- name: is_class_used  mode: read  rows: one
-- doc: Whether a case, a unit's duties or a precedent names a class.
-- in: code text
-- out: is_used int
SELECT EXISTS (SELECT 1 FROM cases c WHERE c.class_code = :code)
    OR EXISTS (SELECT 1 FROM unit_duties d WHERE d.class_code = :code)
    OR EXISTS (SELECT 1 FROM precedents p WHERE p.class_code = :code)

-- name: is_platform_used  mode: read  rows: one
-- in: code text
-- out: is_used int
SELECT EXISTS (SELECT 1 FROM submissions s WHERE s.source_platform = :code)

-- name: add  mode: write  rows: exec
-- in: kind text, code text, parent_code text?, official_code text?, title_zh text, title_en text, sort int
INSERT INTO terms (kind, code, parent_code, official_code, title_zh, title_en, sort, is_own)
VALUES (:kind, :code, :parent_code, :official_code, :title_zh, :title_en, :sort, 1)

-- name: save  mode: write  rows: exec
-- in: kind text, code text, version int, official_code text?, title_zh text, title_en text, sort int, retired_ms int?
UPDATE terms SET version = version + 1, official_code = :official_code, title_zh = :title_zh, title_en = :title_en, sort = :sort,
  retired_ms = :retired_ms
 WHERE kind = :kind AND code = :code AND version = :version

-- name: drop  mode: write  rows: exec
-- doc: Only what the office added itself.
-- in: kind text, code text
DELETE FROM terms WHERE kind = :kind AND code = :code AND is_own = 1

-- name: add_missing  mode: write  rows: exec
-- doc: An entry that is there already stays as the office has it.
-- in: kind text, code text, parent_code text?, official_code text?, title_zh text, title_en text, sort int
INSERT INTO terms (kind, code, parent_code, official_code, title_zh, title_en, sort)
VALUES (:kind, :code, :parent_code, :official_code, :title_zh, :title_en, :sort)
ON CONFLICT (kind, code) DO NOTHING
