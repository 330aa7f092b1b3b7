-- What the database says of itself; compared with what the schema files make (sql_schema_compare).

-- name: list  mode: read  rows: many
-- doc: Every object with its text. What the engine makes for itself has none; triggers and views under its names are nobody's.
-- out: what text, text text
SELECT s.type || ' ' || s.name, COALESCE(s.sql, '') FROM sqlite_schema s
 WHERE s.type IN ('trigger', 'view') OR SUBSTR(s.name, 1, 7) <> 'sqlite_' ORDER BY 1
