-- What came over the web lately from people with the same blind indexes.

-- snippet: recent
FROM persons p CROSS JOIN parties pa ON pa.person_id = p.id CROSS JOIN submissions s ON s.id = pa.submission_id
  CROSS JOIN cases c ON c.id = s.case_id
 WHERE p.id IN (SELECT i.id FROM persons i WHERE i.id_index = :id_index UNION SELECT t.id FROM persons t WHERE t.phone_index = :phone_index)
   AND s.registrar_id IS NULL AND s.registered_ms >= :since_ms

-- name: list_recent  mode: read  rows: many
-- doc: Sealed matters are left out: nobody learns from here that there is one.
-- in: id_index blob?, phone_index blob?, since_ms int, lim int
-- out: person_id text, key blob?, name blob, id_number blob?, phone blob?, number text, registered_ms int, title text, request text
-- out: facts text?
SELECT p.id, p.key, p.name, p.id_number, p.phone, s.number, s.registered_ms, s.title, s.request, s.facts {recent}
   AND c.is_sealed = 0
 ORDER BY s.registered_ms LIMIT :lim

-- name: count_recent  mode: read  rows: one
-- in: id_index blob?, phone_index blob?, since_ms int
-- out: total int
SELECT COUNT(DISTINCT s.id) {recent} AND c.is_sealed = 0
