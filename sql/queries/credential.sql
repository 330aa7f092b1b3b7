-- What happened to somebody's ways in, out of the journal of the office: for telling the person it concerns.

-- snippet: changes
'account.password', 'account.reset', 'account.reset_code', 'factor.add', 'factor.codes', 'factor.drop', 'factor.recover', 'factor.reuse'

-- name: list  mode: read  rows: many
-- doc: Newest first.
-- in: account_id text, lim int
-- out: seq int, at_ms int, action text, actor_id text, actor_name text?, is_new int
SELECT j.seq, j.at_ms, j.action, j.actor_id, a.name, j.seq > o.credential_seen_seq
  FROM office_journal j JOIN accounts o ON o.id = j.object_id LEFT JOIN accounts a ON a.id = j.actor_id
 WHERE j.object_id = :account_id AND j.action IN ({changes}) ORDER BY j.seq DESC LIMIT :lim

-- name: count_new  mode: read  rows: one
-- in: account_id text
-- out: total int
SELECT COUNT(*) FROM office_journal j
 WHERE j.object_id = :account_id AND j.seq > (SELECT a.credential_seen_seq FROM accounts a WHERE a.id = :account_id)
   AND j.action IN ({changes})

-- name: has_had  mode: read  rows: opt
-- doc: One row when the account has a password or ever had one: what changes then is news to its owner.
-- in: account_id text
-- out: id text
SELECT a.id FROM accounts a
 WHERE a.id = :account_id AND (a.password_hash IS NOT NULL
   OR EXISTS (SELECT 1 FROM office_journal j WHERE j.object_id = a.id AND j.action IN ('account.password', 'account.reset')))

-- name: mark_seen  mode: write  rows: exec
-- in: account_id text, seq int
UPDATE accounts SET credential_seen_seq = MAX(credential_seen_seq, :seq) WHERE id = :account_id
