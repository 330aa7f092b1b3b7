-- Dictionaries.

-- type: term_row
--   kind text, code text, parent_code text?, official_code text?, title_zh text, title_en text, sort int

-- name: get  mode: read  rows: opt
-- in: kind text, code text
-- out: term_row
SELECT {term_row t} FROM terms t WHERE t.kind = :kind AND t.code = :code

-- name: list  mode: read  rows: many
-- in: kind text
-- out: term_row
SELECT {term_row t} FROM terms t WHERE t.kind = :kind ORDER BY t.sort, t.code LIMIT 1000

-- name: add_missing  mode: write  rows: exec
-- doc: An entry that is there already stays as the office has it.
-- in: kind text, code text, parent_code text?, official_code text?, title_zh text, title_en text, sort int
INSERT INTO terms (kind, code, parent_code, official_code, title_zh, title_en, sort)
VALUES (:kind, :code, :parent_code, :official_code, :title_zh, :title_en, :sort)
ON CONFLICT (kind, code) DO NOTHING
