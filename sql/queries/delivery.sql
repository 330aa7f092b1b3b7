-- Deliveries: method, date and proof; the petitioner's windows run from the date of receipt.

-- type: delivery_row
--   id text, case_id text, document_id text, document_type text, document_number text?, method text, received_day int,
--   published_day int?, receiver text?, proof text, account_id text?, account_name text?, created_ms int

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, document_id text, method text, received_day int, receiver text?, proof text, account_id text?
-- in: created_ms int, published_day int?
INSERT INTO deliveries (id, case_id, document_id, method, received_day, published_day, receiver, proof, account_id, created_ms)
VALUES (:id, :case_id, :document_id, :method, :received_day, :published_day, :receiver, :proof, :account_id, :created_ms)

-- name: list_of_case  mode: read  rows: many
-- in: case_id text
-- out: delivery_row
SELECT v.id, v.case_id, v.document_id, d.type, d.number, v.method, v.received_day, v.published_day, v.receiver, v.proof, v.account_id, a.name,
  v.created_ms
  FROM deliveries v JOIN documents d ON d.id = v.document_id LEFT JOIN accounts a ON a.id = v.account_id
 WHERE v.case_id = :case_id ORDER BY v.created_ms, v.id LIMIT 500

-- name: get_last  mode: read  rows: opt
-- in: case_id text, document_id text
-- out: method text, received_day int, receiver text?, proof text
SELECT v.method, v.received_day, v.receiver, v.proof FROM deliveries v
 WHERE v.case_id = :case_id AND v.document_id = :document_id ORDER BY v.created_ms DESC, v.id DESC LIMIT 1
