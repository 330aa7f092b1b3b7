-- The book of precedents: how objections and disputes of competence were ruled, and units that are complained of.

-- type: precedent_row
--   id text, case_id text, status text, class_code text?, class_zh text?, class_en text?, refused_unit_name text?,
--   unit_name text, ruling text, ruled_by_unit_name text, ruled_ms int, facts text?, reason text?, legal_basis text?

-- snippet: columns
p.id, p.case_id, p.status, p.class_code, t.title_zh, t.title_en, r.name, u.name, p.ruling, b.name, p.ruled_ms, p.facts, p.reason,
  p.legal_basis

-- snippet: joins
JOIN units u ON u.id = p.unit_id JOIN units b ON b.id = p.ruled_by_unit_id LEFT JOIN units r ON r.id = p.refused_unit_id
  LEFT JOIN terms t ON t.kind = 'class' AND t.code = p.class_code

-- A phrase in the words of a precedent or in the name of its unit; NULL: any.
-- snippet: says
(:phrase IS NULL OR instr(COALESCE(p.facts, '') || ' ' || COALESCE(p.reason, '') || ' ' || COALESCE(p.legal_basis, '') || ' ' || u.name, :phrase) > 0)

-- name: add  mode: write  rows: exec
-- in: id text, case_id text, dispatch_id text, class_code text?, refused_unit_id text?, unit_id text, ruling text
-- in: ruled_by_unit_id text, ruled_by text, ruled_ms int, reason text?
INSERT INTO precedents (id, case_id, dispatch_id, status, class_code, refused_unit_id, unit_id, ruling, ruled_by_unit_id, ruled_by,
  ruled_ms, reason)
VALUES (:id, :case_id, :dispatch_id, 'draft', :class_code, :refused_unit_id, :unit_id, :ruling, :ruled_by_unit_id, :ruled_by,
  :ruled_ms, :reason)

-- name: confirm  mode: write  rows: exec
-- doc: From now on everybody may read it, in these words.
-- in: id text, facts text, reason text, legal_basis text, now_ms int
UPDATE precedents SET status = 'confirmed', facts = :facts, reason = :reason, legal_basis = :legal_basis, confirmed_ms = :now_ms
 WHERE id = :id AND status = 'draft'

-- name: get  mode: read  rows: opt
-- in: id text
-- out: precedent_row
SELECT {columns} FROM precedents p {joins} WHERE p.id = :id

-- name: list  mode: read  rows: many
-- doc: Newest first, before an instant.
-- in: status text, phrase text?, before_ms int, lim int
-- out: precedent_row
SELECT {columns} FROM precedents p {joins} WHERE p.status = :status AND p.ruled_ms < :before_ms AND {says}
 ORDER BY p.ruled_ms DESC, p.id DESC LIMIT :lim

-- name: list_class  mode: read  rows: many
-- doc: Of one content class, newest first; what to look at before the next dispatch.
-- in: class_code text, status text, phrase text?, before_ms int, lim int
-- out: precedent_row
SELECT {columns} FROM precedents p {joins} WHERE p.class_code = :class_code AND p.status = :status AND p.ruled_ms < :before_ms AND {says}
 ORDER BY p.ruled_ms DESC, p.id DESC LIMIT :lim

-- name: complain  mode: write  rows: exec
-- in: case_id text, unit_id text
INSERT INTO complained_units (case_id, unit_id) VALUES (:case_id, :unit_id) ON CONFLICT (case_id, unit_id) DO NOTHING

-- name: is_complained  mode: read  rows: one
-- doc: Whether the petition is against this unit, one above it, or one that it came after.
-- in: case_id text, unit_id text
-- out: total int
SELECT COUNT(*) FROM complained_units c JOIN unit_tree t ON t.ancestor_id = c.unit_id
 WHERE c.case_id = :case_id AND (t.descendant_id = :unit_id
   OR t.descendant_id IN (SELECT s.unit_id FROM successions s WHERE s.successor_id = :unit_id))
