-- Running numbers without gaps: a number that is rolled back is given again.

-- name: next  mode: write  rows: one
-- in: name text
-- out: last int
INSERT INTO sequences (name, last) VALUES (:name, 1)
ON CONFLICT (name) DO UPDATE SET last = sequences.last + 1
RETURNING last
