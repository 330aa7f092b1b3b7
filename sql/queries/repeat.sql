-- Repeats: who asked before, and about what.

-- type: repeat_row
--   id text, number text, title text, request text, class_code text?, place_unit_id text?, registered_ms int, is_open int,
--   finality text?

-- name: list_by_id  mode: read  rows: many
-- doc: Cases of persons with this identity number, newest first.
-- in: id_index blob, lim int
-- out: repeat_row
SELECT DISTINCT {repeat_row c} FROM persons p CROSS JOIN parties pa ON pa.person_id = p.id CROSS JOIN cases c ON c.id = pa.case_id
 WHERE p.id_index = :id_index ORDER BY c.registered_ms DESC LIMIT :lim

-- name: list_by_phone  mode: read  rows: many
-- in: phone_index blob, lim int
-- out: repeat_row
SELECT DISTINCT {repeat_row c} FROM persons p CROSS JOIN parties pa ON pa.person_id = p.id CROSS JOIN cases c ON c.id = pa.case_id
 WHERE p.phone_index = :phone_index ORDER BY c.registered_ms DESC LIMIT :lim

-- name: list_by_name  mode: read  rows: many
-- in: name_index blob, lim int
-- out: repeat_row
SELECT DISTINCT {repeat_row c} FROM persons p CROSS JOIN parties pa ON pa.person_id = p.id CROSS JOIN cases c ON c.id = pa.case_id
 WHERE p.name_index = :name_index ORDER BY c.registered_ms DESC LIMIT :lim

-- name: list_by_matter  mode: read  rows: many
-- doc: Cases of the same class and place, newest first.
-- in: class_code text, place_unit_id text, from_ms int, lim int
-- out: repeat_row
SELECT {repeat_row c} FROM cases c
 WHERE c.class_code = :class_code AND c.place_unit_id = :place_unit_id AND c.registered_ms >= :from_ms
 ORDER BY c.registered_ms DESC LIMIT :lim

-- name: list_newest  mode: read  rows: many
-- doc: What came lately, whatever it is about; of a long request its beginning.
-- in: from_ms int, lim int
-- out: repeat_row
SELECT c.id, c.number, c.title, substr(c.request, 1, 400), c.class_code, c.place_unit_id, c.registered_ms, c.is_open, c.finality
  FROM cases c WHERE c.registered_ms >= :from_ms AND c.is_sealed = 0
 ORDER BY c.registered_ms DESC, c.id DESC LIMIT :lim

-- name: list_classed  mode: read  rows: many
-- doc: Titles and classes of the latest cases that have a class, of what the actor may know of.
-- in: actor text, today int, lim int
-- out: title text, class_code text
SELECT c.title, c.class_code
  FROM (SELECT x.id, x.is_sealed, x.handler_id, x.title, x.class_code FROM cases x WHERE x.class_code IS NOT NULL AND x.is_sealed = 0
         ORDER BY x.registered_ms DESC, x.id DESC LIMIT :lim) c
 WHERE {case.scope}

-- name: find_common  mode: read  rows: opt
-- doc: Somebody of one case who may be somebody of the other: by identity number, phone or name. Agents do not count.
-- in: case_id text, other_id text
-- out: person_id text
SELECT a.id FROM parties x JOIN persons a ON a.id = x.person_id JOIN parties y ON y.case_id = :other_id AND y.role <> 'agent'
  JOIN persons b ON b.id = y.person_id
 WHERE x.case_id = :case_id AND x.role <> 'agent'
   AND (a.id = b.id OR a.id_index = b.id_index OR a.phone_index = b.phone_index OR a.name_index = b.name_index) LIMIT 1

-- name: count_comparable  mode: read  rows: one
-- doc: How many of the two cases name somebody by more than a name, so that "the same person" can be told.
-- in: case_id text, other_id text
-- out: total int
SELECT COUNT(DISTINCT x.case_id) FROM parties x JOIN persons p ON p.id = x.person_id
 WHERE x.case_id IN (:case_id, :other_id) AND x.role <> 'agent'
   AND (p.id_index IS NOT NULL OR p.phone_index IS NOT NULL OR p.name_index IS NOT NULL)

-- name: list_indexes  mode: read  rows: many
-- doc: By what the people of a case are found again; agents are not asked for, their principals are.
-- in: case_id text
-- out: id_index blob?, phone_index blob?, name_index blob?
SELECT p.id_index, p.phone_index, p.name_index FROM parties pa JOIN persons p ON p.id = pa.person_id
 WHERE pa.case_id = :case_id AND pa.role <> 'agent' LIMIT 50
