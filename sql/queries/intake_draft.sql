-- Registrations in hand that were not sent yet. Every statement that reads for a person names the account.

-- type: intake_draft_row
--   id text, account_id text, is_sealed int, content blob, saved_ms int

-- name: list_of_account  mode: read  rows: many
-- doc: Newest first; those that are too old are not there any more.
-- in: account_id text, after_ms int
-- out: intake_draft_row
SELECT {intake_draft_row d} FROM intake_drafts d WHERE d.account_id = :account_id AND d.saved_ms > :after_ms
 ORDER BY d.saved_ms DESC, d.id LIMIT 50

-- name: get  mode: read  rows: opt
-- in: id text
-- out: intake_draft_row
SELECT {intake_draft_row d} FROM intake_drafts d WHERE d.id = :id

-- name: count_of_account  mode: read  rows: one
-- in: account_id text
-- out: total int
SELECT COUNT(*) FROM intake_drafts d WHERE d.account_id = :account_id

-- name: add  mode: write  rows: exec
-- in: id text, account_id text, is_sealed int, content blob, saved_ms int
INSERT INTO intake_drafts (id, account_id, is_sealed, content, saved_ms)
VALUES (:id, :account_id, :is_sealed, :content, :saved_ms)

-- name: save  mode: write  rows: exec
-- in: id text, is_sealed int, content blob, saved_ms int
UPDATE intake_drafts SET is_sealed = :is_sealed, content = :content, saved_ms = :saved_ms WHERE id = :id

-- name: drop  mode: write  rows: exec
-- in: account_id text, id text
DELETE FROM intake_drafts WHERE id = :id AND account_id = :account_id

-- name: drop_of_account  mode: write  rows: exec
-- in: account_id text
DELETE FROM intake_drafts WHERE account_id = :account_id

-- name: drop_unentitled  mode: write  rows: exec
-- doc: Of an account that may not register any more, and accusations of one that is no accusation officer any more.
-- in: account_id text
DELETE FROM intake_drafts WHERE account_id = :account_id
   AND (NOT EXISTS (SELECT 1 FROM grants g JOIN role_permissions rp ON rp.role = g.role
                     WHERE g.account_id = :account_id AND rp.permission = 'case.register')
        OR (is_sealed = 1 AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.account_id = :account_id AND g.role = 'accusation_officer')))

-- name: prune  mode: write  rows: exec
-- doc: Two of the oldest that nobody went on with: called with every one that is begun, so that none stays for ever.
-- in: before_ms int
DELETE FROM intake_drafts WHERE id IN (SELECT o.id FROM intake_drafts o WHERE o.saved_ms < :before_ms ORDER BY o.saved_ms LIMIT 2)

-- name: list_contents  mode: read  rows: many
-- doc: Those after this one under one of the ring's purposes, for renewing keys.
-- in: after text, is_sealed int, lim int
-- out: id text, content blob
SELECT d.id, d.content FROM intake_drafts d WHERE d.id > :after AND d.is_sealed = :is_sealed ORDER BY d.id LIMIT :lim

-- name: set_content  mode: write  rows: exec
-- in: id text, content blob
UPDATE intake_drafts SET content = :content WHERE id = :id
