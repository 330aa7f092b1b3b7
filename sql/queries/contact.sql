-- Contacts with the petitioner.

-- type: contact_row
--   id text, case_id text, on_day int, method text, spoke_with text, content text, is_reached int, next_step text?,
--   account_id text, account_name text?, unit_name text?, created_ms int

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, on_day int, method text, spoke_with text, content text, is_reached int, next_step text?
-- in: account_id text, unit_id text?, created_ms int
INSERT INTO contacts (id, case_id, on_day, method, spoke_with, content, is_reached, next_step, account_id, unit_id, created_ms)
VALUES (:id, :case_id, :on_day, :method, :spoke_with, :content, :is_reached, :next_step, :account_id, :unit_id, :created_ms)

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: contact_row
SELECT k.id, k.case_id, k.on_day, k.method, k.spoke_with, k.content, k.is_reached, k.next_step, k.account_id, a.name, u.name,
  k.created_ms
  FROM contacts k LEFT JOIN accounts a ON a.id = k.account_id LEFT JOIN units u ON u.id = k.unit_id
 WHERE k.case_id = :case_id ORDER BY k.created_ms, k.id LIMIT 500
