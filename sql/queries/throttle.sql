-- Failed attempts per subject and address prefix.

-- name: get  mode: read  rows: opt
-- in: subject text
-- out: failures int, last_ms int, blocked_ms int
SELECT t.failures, t.last_ms, t.blocked_ms FROM throttles t WHERE t.subject = :subject

-- name: save  mode: write  rows: exec
-- in: subject text, failures int, last_ms int, blocked_ms int
INSERT INTO throttles (subject, failures, last_ms, blocked_ms) VALUES (:subject, :failures, :last_ms, :blocked_ms)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_ms = excluded.last_ms, blocked_ms = excluded.blocked_ms

-- name: drop  mode: write  rows: exec
-- in: subject text
DELETE FROM throttles WHERE subject = :subject

-- name: purge  mode: write  rows: exec
-- doc: Subjects that were quiet for long; the table is small, so it may be walked.
-- in: before_ms int
DELETE FROM throttles WHERE last_ms < :before_ms

-- name: count_logins  mode: read  rows: one
-- doc: Logins that somebody failed at from one address prefix; `ending` is "|" and the prefix.
-- in: from_ms int, ending text
-- out: total int
SELECT count(*) FROM throttles t
 WHERE t.last_ms > :from_ms AND substr(t.subject, 1, 6) = 'login:' AND substr(t.subject, -length(:ending)) = :ending
