-- Names of those who look at a case; that they do is kept in no table.

-- name: get_person  mode: read  rows: opt
-- in: account_id text
-- out: name text, unit_name text?
SELECT a.name, u.name FROM accounts a LEFT JOIN units u ON u.id = a.unit_id WHERE a.id = :account_id
