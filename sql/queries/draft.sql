-- What people began to write about cases. Every statement that reads for a person names the account.

-- type: draft_row
--   id text, case_id text, composer text, is_sealed int, content blob, case_version int, saved_ms int

-- name: get  mode: read  rows: opt
-- in: account_id text, case_id text, composer text
-- out: draft_row
SELECT {draft_row d} FROM drafts d WHERE d.account_id = :account_id AND d.case_id = :case_id AND d.composer = :composer

-- name: list_of_case  mode: read  rows: many
-- in: account_id text, case_id text
-- out: draft_row
SELECT {draft_row d} FROM drafts d WHERE d.account_id = :account_id AND d.case_id = :case_id ORDER BY d.composer LIMIT 200

-- name: list_of_account  mode: read  rows: many
-- doc: Of cases that the account may see now, newest first; the words are not asked for.
-- in: actor text, today int
-- out: case_id text, case_number text, case_title text, workflow_key text, workflow_version int, composer text, saved_ms int
SELECT d.case_id, c.number, c.title, c.workflow_key, c.workflow_version, d.composer, d.saved_ms
  FROM drafts d CROSS JOIN cases c ON c.id = d.case_id
 WHERE d.account_id = :actor AND {case.scope} ORDER BY d.saved_ms DESC, d.id LIMIT 200

-- name: count_of_account  mode: read  rows: one
-- in: account_id text
-- out: total int
SELECT COUNT(*) FROM drafts d WHERE d.account_id = :account_id

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, case_id text, composer text, is_sealed int, content blob, case_version int, saved_ms int
INSERT INTO drafts (id, account_id, case_id, composer, is_sealed, content, case_version, saved_ms)
VALUES (:id, :account_id, :case_id, :composer, :is_sealed, :content, :case_version, :saved_ms)

-- name: save  mode: write  rows: exec
-- in: id text, is_sealed int, content blob, case_version int, saved_ms int
UPDATE drafts SET is_sealed = :is_sealed, content = :content, case_version = :case_version, saved_ms = :saved_ms WHERE id = :id

-- name: drop  mode: write  rows: exec
-- in: account_id text, case_id text, composer text
DELETE FROM drafts WHERE account_id = :account_id AND case_id = :case_id AND composer = :composer

-- name: drop_of_case  mode: write  rows: exec
-- doc: The case was destroyed or sealed.
-- in: case_id text
DELETE FROM drafts WHERE case_id = :case_id

-- name: drop_of_account  mode: write  rows: exec
-- in: account_id text
DELETE FROM drafts WHERE account_id = :account_id

-- name: drop_unseen  mode: write  rows: exec
-- doc: Of cases that the account may not see any more.
-- in: actor text, today int
DELETE FROM drafts WHERE account_id = :actor
   AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = drafts.case_id AND {case.scope})

-- name: prune  mode: write  rows: exec
-- doc: Two of the oldest that nobody went on with: called with every draft that is begun, so that none stays for ever.
-- in: before_ms int
DELETE FROM drafts WHERE id IN (SELECT o.id FROM drafts o WHERE o.saved_ms < :before_ms ORDER BY o.saved_ms LIMIT 2)

-- name: list_contents  mode: read  rows: many
-- doc: Those after this one under one of the ring's purposes, for renewing keys.
-- in: after text, is_sealed int, lim int
-- out: id text, content blob
SELECT d.id, d.content FROM drafts d WHERE d.id > :after AND d.is_sealed = :is_sealed ORDER BY d.id LIMIT :lim

-- name: get_content  mode: read  rows: opt
-- in: id text
-- out: content blob
SELECT d.content FROM drafts d WHERE d.id = :id

-- name: set_content  mode: write  rows: exec
-- in: id text, content blob
UPDATE drafts SET content = :content WHERE id = :id
