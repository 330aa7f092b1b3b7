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
