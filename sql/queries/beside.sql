-- What stands beside a case's own row and belongs to it, each row as one text, for the seal of the case (domain/case_seal.h).
--
-- A column of these tables that a later schema adds goes behind the array as COALESCE(',name=' || quote(x.name), ''): absent it is
-- left out, so that no seal changes until it is used. Not here: what changes with the keys (fields of people, contents that are
-- sealed, keys of files: they carry digests and proofs of their own, domain/row_seal.h, and list_kept has their versions), what others
-- write for themselves (notices, drafts of precedents), and which units see the case (case_units), which also grows with the tree of
-- units and when one succeeds another: that is derived (queries/sight.sql).

-- name: list_papers  mode: read  rows: many
-- doc: What came in, what was written and what was sent out.
-- in: case_id text
-- out: kind text, content text
SELECT 'document', json_array(d.id, d.type, d.number, d.edition, d.unit_id, d.status, d.body, d.author_id, d.checker_id, d.signer_id,
    d.created_ms, d.issued_ms, d.series, d.position, d.revoked_ms, d.template_version)
  FROM documents d WHERE d.case_id = :case_id
UNION ALL
SELECT 'delivery', json_array(v.id, v.document_id, v.method, v.received_day, v.receiver, v.proof, v.account_id, v.created_ms,
    v.published_day)
  FROM deliveries v WHERE v.case_id = :case_id
UNION ALL
SELECT 'demand', json_array(m.position, m.id, m.text, m.outcome, m.answer, m.basis, m.joined_from)
  FROM demands m WHERE m.case_id = :case_id
UNION ALL
SELECT 'submission', json_array(s.id, s.number, s.channel, s.source_platform, s.external_number, s.registered_ms, s.received_day,
    s.unit_id, s.window_number, s.registrar_id, s.purpose, s.title, s.request, s.facts, s.reasons)
    || json_array(s.people_count, s.involved_count, s.is_joint, s.is_group_visit, s.is_first, s.is_confidential, s.is_publishable,
    s.oral_text, s.oral_read_back, s.oral_confirmed_by, s.oral_reference, s.joined_from)
  FROM submissions s WHERE s.case_id = :case_id
UNION ALL
SELECT 'party', json_array(p.position, p.id, p.submission_id, p.person_id, p.role) FROM parties p WHERE p.case_id = :case_id
UNION ALL
SELECT 'evidence', json_array(e.id, e.title, e.fact, e.source, e.reference, e.captured_day, e.account_id, e.unit_id, e.created_ms)
  FROM evidence e WHERE e.case_id = :case_id
UNION ALL
SELECT 'file', json_array(f.id, f.kind, f.of_id, f.status, f.media, f.size, hex(f.hash), f.is_sealed, f.account_id, f.unit_id,
    f.created_ms, f.removed_ms, f.removed_by, f.removed_reason)
  FROM files f WHERE f.case_id = :case_id
UNION ALL
SELECT 'content', 'kept' FROM sealed_contents k WHERE k.case_id = :case_id

-- name: list_acts  mode: read  rows: many
-- doc: What was done, by whom and about whom.
-- in: case_id text
-- out: kind text, content text
SELECT 'dispatch', json_array(d.id, d.kind, d.part, d.from_unit_id, d.to_unit_id, d.sender_id, d.sent_ms, d.basis, d.note,
    d.feedback_due_day, d.status, d.objected_ms, d.objection_ground, d.objection_basis, d.suggested_unit_id, d.ruling)
    || json_array(d.ruled_ms, d.ruling_reason, d.report, d.reported_ms, d.urgency, d.report_state, d.report_ruled_ms, d.report_reason,
    d.late_consent_by, d.late_consent_ms, d.late_consent_reason, d.dispute_body, d.dispute_unit_id, d.dispute_ms, d.dispute_reason,
    d.is_ruled) || json_array(d.first_from_unit_id, d.first_to_unit_id)
  FROM dispatches d WHERE d.case_id = :case_id
UNION ALL
SELECT 'contact', json_array(c.id, c.on_day, c.method, c.spoke_with, c.content, c.is_reached, c.next_step, c.account_id, c.unit_id,
    c.created_ms)
  FROM contacts c WHERE c.case_id = :case_id
UNION ALL
SELECT 'agreement', json_array(g.id, g.kind, g.other_party, g.mediator, g.signed_day, g.terms, g.account_id, g.created_ms)
  FROM agreements g WHERE g.case_id = :case_id
UNION ALL
SELECT 'instalment', json_array(i.position, i.agreement_id, i.text, i.amount_fen, i.due_day, i.status, i.done_day, i.proof)
  FROM instalments i WHERE i.case_id = :case_id
UNION ALL
SELECT 'supervision', json_array(u.position, u.measure, u.unit_id, u.problem, u.article, u.demand, u.due_day, u.status, u.account_id,
    u.issued_ms, u.answer, u.answered_ms, u.judgement, u.judged_ms)
  FROM supervisions u WHERE u.case_id = :case_id
UNION ALL
SELECT 'rating', json_array(r.id, r.target, r.round, r.unit_id, r.value, r.reason, r.comment, r.via, r.reference, r.account_id,
    r.rated_ms, r.is_current)
  FROM ratings r WHERE r.case_id = :case_id
UNION ALL
SELECT 'accused', k.unit_id FROM complained_units k WHERE k.case_id = :case_id
UNION ALL
SELECT 'reader', json_array(a.account_id, a.named_by, a.named_ms) FROM case_readers a WHERE a.case_id = :case_id

-- name: list_steps  mode: read  rows: many
-- doc: What an office set itself and did. A statement has eight parts at most, so there is a third.
-- in: case_id text
-- out: kind text, content text
SELECT 'practice', json_array(p.id, p.practice_key, p.version, p.step, p.on_day, p.note, p.account_id, p.unit_id, p.created_ms,
    p.undone_ms, p.undone_by, p.undone_reason)
  FROM practice_steps p WHERE p.case_id = :case_id

-- name: list_trail  mode: read  rows: many
-- doc: Who had the case and who withdrew from it, what it belongs to, who stopped or wants its destruction. A link is of the newer case; its
-- doc: words go with either case: list_kept. A term that was found to be over is told by the case's row.
-- in: case_id text
-- out: kind text, content text
SELECT 'holding', json_array(h.seq, h.unit_id, h.handler_id, h.from_ms, h.to_ms) FROM holdings h WHERE h.case_id = :case_id
UNION ALL
SELECT 'link', json_array(l.id, l.other_id, l.kind, l.account_id, l.created_ms, l.undone_by, l.undone_ms)
  FROM case_links l WHERE l.case_id = :case_id
UNION ALL
SELECT 'recusal', json_array(r.account_id, r.asked_by, r.recused_ms) FROM recusals r WHERE r.case_id = :case_id
UNION ALL
SELECT 'retention', json_array(t.held_by, t.held_ms, t.hold_reason, t.proposed_by, t.proposed_ms, t.appraisal)
  FROM retentions t WHERE t.case_id = :case_id AND (t.held_ms IS NOT NULL OR t.proposed_ms IS NOT NULL)

-- name: list_kept  mode: read  rows: many
-- doc: Which state of its people and of its sealed content a case knows, the words of its links, and why a supervisor should look at it. What
-- doc: lies encrypted is told by its version, which does not count new keys.
-- in: case_id text, petitioner_id text
-- out: kind text, content text
SELECT 'person', json_array(p.id, p.version, p.kind, p.id_type, p.contact_preference)
  FROM persons p WHERE p.id IN (SELECT a.person_id FROM parties a WHERE a.case_id = :case_id UNION SELECT :petitioner_id)
UNION ALL
SELECT 'content version', json_array(k.version) FROM sealed_contents k WHERE k.case_id = :case_id
UNION ALL
SELECT 'link words', json_array(l.id, l.reason, l.undone_reason) FROM case_links l WHERE l.case_id = :case_id
UNION ALL
SELECT 'candidate', json_array(s.id, s.deadline_id, s.unit_id, s.trigger, s.found_ms, s.status)
  FROM supervision_candidates s WHERE s.case_id = :case_id
