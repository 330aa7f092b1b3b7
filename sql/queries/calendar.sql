-- Working-day calendars, year by year.

-- type: calendar_day_row
--   day int, year int, is_work int, name text?

-- name: get_year  mode: read  rows: opt
-- in: year int
-- out: year int, notice text, loaded_ms int
SELECT y.year, y.notice, y.loaded_ms FROM calendar_years y WHERE y.year = :year

-- name: list_years  mode: read  rows: many
-- out: year int, notice text, loaded_ms int
SELECT y.year, y.notice, y.loaded_ms FROM calendar_years y ORDER BY y.year LIMIT 200

-- name: list_days  mode: read  rows: many
-- out: calendar_day_row
SELECT {calendar_day_row d} FROM calendar_days d ORDER BY d.day LIMIT 73200

-- name: list_days_between  mode: read  rows: many
-- in: from_day int, to_day int
-- out: calendar_day_row
SELECT {calendar_day_row d} FROM calendar_days d WHERE d.day >= :from_day AND d.day <= :to_day ORDER BY d.day LIMIT 366

-- name: save_year  mode: write  rows: exec
-- in: year int, notice text, loaded_ms int
INSERT INTO calendar_years (year, notice, loaded_ms) VALUES (:year, :notice, :loaded_ms)
ON CONFLICT (year) DO UPDATE SET notice = excluded.notice, loaded_ms = excluded.loaded_ms

-- name: drop_days_between  mode: write  rows: exec
-- in: from_day int, to_day int
DELETE FROM calendar_days WHERE day >= :from_day AND day <= :to_day

-- name: add_day  mode: write  rows: exec
-- in: day int, year int, is_work int, name text?
INSERT INTO calendar_days (day, year, is_work, name) VALUES (:day, :year, :is_work, :name)
