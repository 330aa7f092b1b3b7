-- Objects of the office's own tables, each as one text, for their seals in the office's journal (domain/office_object.h). All of them, or
-- with [[one]] that one.
--
-- A column of these tables that a later schema adds goes behind the array as COALESCE(',name=' || quote(x.name), ''): absent it is left out,
-- so that no seal changes until it is used. Not here: what changes by itself (when somebody was last seen, steps of a factor, counters), what
-- changes with the keys (secrets of factors), what proves itself with them (proofs of tokens), and what only tells how something is shown (languages, orders).

-- name: list_access  mode: read  rows: many
-- doc: What decides who may come in and what they may do. A password is told apart, not known: the text is only ever hashed.
-- in: kind text?, id text?
-- out: kind text, id text, content text
SELECT 'account' AS kind, a.id AS id,
  json_array(a.login, a.name, a.unit_id, a.password_hash, a.is_disabled, a.created_ms) AS content
  FROM accounts a /*[[one]]*/ WHERE :kind = 'account' AND a.id = :id /*[[/]]*/
UNION ALL
SELECT 'grant', g.id, json_array(g.account_id, g.role, g.unit_id, g.scope, g.valid_from, g.valid_to, g.substitution_id, g.source_id)
  FROM grants g /*[[one]]*/ WHERE :kind = 'grant' AND g.id = :id /*[[/]]*/
UNION ALL
SELECT 'role', r.key, json_array(r.title_zh, r.title_en, r.needs_factor, r.is_guarded) ||
    (SELECT json_group_array(p.permission) FROM (SELECT permission FROM role_permissions WHERE role = r.key ORDER BY permission) p)
  FROM roles r /*[[one]]*/ WHERE :kind = 'role' AND r.key = :id /*[[/]]*/
UNION ALL
SELECT 'factor', f.account_id, json_array(f.created_ms, f.confirmed_ms)
  FROM factors f WHERE f.confirmed_ms IS NOT NULL /*[[one]]*/ AND :kind = 'factor' AND f.account_id = :id /*[[/]]*/
UNION ALL
SELECT 'confirmation', c.id, json_array(c.kind, c.account_id, c.role, c.unit_id, c.scope, c.valid_from, c.valid_to, c.grant_id)
    || json_array(c.reason, c.asked_by, c.asked_ms, c.ends_ms, c.state, c.decided_by, c.decided_ms)
  FROM confirmations c /*[[one]]*/ WHERE :kind = 'confirmation' AND c.id = :id /*[[/]]*/
UNION ALL
SELECT 'unit', u.id, json_array(u.code, u.name, u.short_name, u.kind, u.parent_id, u.path, u.can_handle, u.doc_mark, u.phone, u.address,
    u.valid_from, u.valid_to) ||
    (SELECT json_group_array(t.ancestor_id) FROM (SELECT ancestor_id FROM unit_tree WHERE descendant_id = u.id ORDER BY distance) t) ||
    (SELECT json_group_array(d.class_code) FROM (SELECT class_code FROM unit_duties WHERE unit_id = u.id ORDER BY class_code) d)
  FROM units u /*[[one]]*/ WHERE :kind = 'unit' AND u.id = :id /*[[/]]*/
UNION ALL
SELECT 'token', t.id, json_array(t.account_id, t.permissions, t.created_ms, t.expires_ms, t.revoked_ms, hex(t.hash))
  FROM tokens t /*[[one]]*/ WHERE :kind = 'token' AND t.id = :id /*[[/]]*/
UNION ALL
SELECT 'export', x.id, json_array(x.account_id, x.filter, x.columns, x.format, x.total, x.created_ms, x.expires_ms)
    || json_array(x.state, x.reason, x.decided_by, x.decided_ms, hex(x.salt))
  FROM exports x /*[[one]]*/ WHERE :kind = 'export' AND x.id = :id /*[[/]]*/

-- name: list_rules  mode: read  rows: many
-- doc: What decides how matters are handled, and what is printed. Settings: all but marks of the program's own (what it keeps of its keys, seeds,
-- doc: chains and caches, and has still to do); what programs before 'settings_sealed' did not seal counts from that mark on, which is sealed.
-- in: kind text?, id text?
-- out: kind text, id text, content text
SELECT 'workflow' AS kind, w.key AS id,
  json_group_array(json_array(w.version, w.lane, w.title_zh, w.title_en, w.definition, w.is_current, w.created_ms)) AS content
  FROM (SELECT key, version, lane, title_zh, title_en, definition, is_current, created_ms FROM workflows
    /*[[one]]*/ WHERE :kind = 'workflow' AND key = :id /*[[/]]*/ ORDER BY key, version) w GROUP BY w.key
UNION ALL
SELECT 'practice', p.key, json_group_array(json_array(p.version, p.title_zh, p.title_en, p.template, p.is_current, p.created_ms))
    || (SELECT json_group_array(json_array(e.id, e.workflow_key, e.is_first_only, e.from_ms, e.until_ms)) FROM
        (SELECT id, workflow_key, is_first_only, from_ms, until_ms FROM practice_uses WHERE practice_key = p.key ORDER BY id) e)
  FROM (SELECT key, version, title_zh, title_en, template, is_current, created_ms FROM practices
    /*[[one]]*/ WHERE :kind = 'practice' AND key = :id /*[[/]]*/ ORDER BY key, version) p GROUP BY p.key
UNION ALL
SELECT 'template', m.type || '.' || m.lang, json_group_array(json_array(m.version, m.body))
  FROM (SELECT type, lang, version, body FROM templates
    /*[[one]]*/ WHERE :kind = 'template' AND type || '.' || lang = :id /*[[/]]*/ ORDER BY type, lang, version) m GROUP BY m.type, m.lang
UNION ALL
SELECT 'calendar', CAST(y.year AS TEXT), json_array(y.notice) ||
    (SELECT json_group_array(json_array(d.day, d.is_work, d.name)) FROM
        (SELECT day, is_work, name FROM calendar_days WHERE year = y.year ORDER BY day) d)
  FROM calendar_years y /*[[one]]*/ WHERE :kind = 'calendar' AND y.year = CAST(:id AS INTEGER) /*[[/]]*/
UNION ALL
SELECT 'setting', s.key, s.value
  FROM settings s WHERE s.key NOT IN ('key_check', 'seed', 'rekeyed', 'office_journal_head', 'office_hours_version', 'reference', 'access',
      'names', 'demo')
    AND (s.key IN ('office_hours', 'profile') OR EXISTS (SELECT 1 FROM settings m WHERE m.key = 'settings_sealed')) /*[[one]]*/ AND :kind = 'setting' AND s.key = :id /*[[/]]*/
UNION ALL
SELECT 'dictionary', n.kind,
  json_group_array(json_array(n.code, n.parent_code, n.official_code, n.title_zh, n.title_en, n.is_own, n.retired_ms))
  FROM (SELECT kind, code, parent_code, official_code, title_zh, title_en, is_own, retired_ms FROM terms
    /*[[one]]*/ WHERE :kind = 'dictionary' AND kind = :id /*[[/]]*/ ORDER BY kind, code) n GROUP BY n.kind
UNION ALL
SELECT 'precedent', q.id, json_array(q.case_id, q.class_code, q.refused_unit_id, q.unit_id, q.ruling, q.ruled_by_unit_id, q.ruled_by,
    q.ruled_ms, q.facts, q.reason, q.legal_basis, q.confirmed_ms)
  FROM precedents q WHERE q.status = 'confirmed' /*[[one]]*/ AND :kind = 'precedent' AND q.id = :id /*[[/]]*/

-- name: walk_seals  mode: read  rows: many
-- doc: What was sealed, oldest first.
-- out: seals text
SELECT j.seals FROM office_journal j WHERE j.seals IS NOT NULL ORDER BY j.seq

-- name: walk_seals_back  mode: read  rows: many
-- doc: What was sealed, newest first.
-- out: seals text
SELECT j.seals FROM office_journal j WHERE j.seals IS NOT NULL ORDER BY j.seq DESC

-- name: find_sealed  mode: read  rows: opt
-- doc: An entry that seals anything.
-- out: seq int
SELECT j.seq FROM office_journal j WHERE j.seals IS NOT NULL ORDER BY j.seq LIMIT 1

-- name: find_kind  mode: read  rows: opt
-- doc: An entry that seals an object of this kind, or says that there is none.
-- in: kind text
-- out: seq int
SELECT j.seq FROM office_journal j WHERE j.seals IS NOT NULL AND instr(char(10) || j.seals, char(10) || :kind || ' ') > 0
 ORDER BY j.seq LIMIT 1

-- name: get_proof  mode: read  rows: opt
-- in: kind text, id text
-- out: proof blob
SELECT p.proof FROM object_proofs p WHERE p.kind = :kind AND p.id = :id

-- name: save_proof  mode: write  rows: exec
-- in: kind text, id text, proof blob
INSERT INTO object_proofs (kind, id, proof) VALUES (:kind, :id, :proof) ON CONFLICT (kind, id) DO UPDATE SET proof = excluded.proof

-- name: list_provable  mode: read  rows: many
-- doc: What has a proof; with [[missing]] only what has none: rows of an older program, or of somebody without the keys.
-- out: kind text, id text
SELECT 'account' AS kind, a.id AS id FROM accounts a
/*[[missing]]*/ WHERE NOT EXISTS (SELECT 1 FROM object_proofs p WHERE p.kind = 'account' AND p.id = a.id) /*[[/]]*/
UNION ALL
SELECT 'factor', a.id FROM accounts a
/*[[missing]]*/ WHERE NOT EXISTS (SELECT 1 FROM object_proofs p WHERE p.kind = 'factor' AND p.id = a.id) /*[[/]]*/
UNION ALL
SELECT 'grant', g.id FROM grants g
/*[[missing]]*/ WHERE NOT EXISTS (SELECT 1 FROM object_proofs p WHERE p.kind = 'grant' AND p.id = g.id) /*[[/]]*/
UNION ALL
SELECT 'role', r.key FROM roles r
/*[[missing]]*/ WHERE NOT EXISTS (SELECT 1 FROM object_proofs p WHERE p.kind = 'role' AND p.id = r.key) /*[[/]]*/
