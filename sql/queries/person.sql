-- Persons (信访人). Every personal field is sealed; see store/vault.h.

-- type: person_row
--   id text, kind text, key blob?, name blob, id_type text?, id_number blob?, phone blob?, email blob?, address blob?,
--   bank_account blob?, health blob?, contact_preference text?, version int, id_index blob?, phone_index blob?, name_index blob?,
--   created_ms int, digest blob?, proof blob?

-- name: add  mode: write  rows: exec
-- in: id text, kind text, key blob, name blob, id_type text?, id_number blob?, phone blob?, email blob?, address blob?
-- in: bank_account blob?, health blob?
-- in: id_index blob?, phone_index blob?, name_index blob?, contact_preference text?, created_ms int, version int, digest blob, proof blob
INSERT INTO persons (id, kind, key, name, id_type, id_number, phone, email, address, bank_account, health, id_index, phone_index, name_index,
  contact_preference, created_ms, version, digest, proof)
VALUES (:id, :kind, :key, :name, :id_type, :id_number, :phone, :email, :address, :bank_account, :health, :id_index, :phone_index, :name_index,
  :contact_preference, :created_ms, :version, :digest, :proof)

-- name: walk  mode: read  rows: many
-- doc: The persons after this one, whole; for verify.
-- in: after text, lim int
-- out: person_row
SELECT {person_row p} FROM persons p WHERE p.id > :after ORDER BY p.id LIMIT :lim

-- name: find_part  mode: read  rows: opt
-- doc: A case that has the person.
-- in: id text
-- out: case_id text
SELECT pa.case_id FROM parties pa WHERE pa.person_id = :id LIMIT 1

-- name: list_unsealed  mode: read  rows: many
-- doc: Those after this one that earlier programs wrote without a digest.
-- in: after text, lim int
-- out: person_row
SELECT {person_row p} FROM persons p WHERE p.id > :after AND p.digest IS NULL ORDER BY p.id LIMIT :lim

-- name: set_seal  mode: write  rows: exec
-- in: id text, digest blob, proof blob
UPDATE persons SET digest = :digest, proof = :proof WHERE id = :id

-- name: list_named  mode: read  rows: many
-- doc: The other cases that name the person, and where.
-- in: person_id text, case_id text
-- out: case_id text, position int?
SELECT pa.case_id AS case_id, MIN(pa.position) FROM parties pa WHERE pa.person_id = :person_id AND pa.case_id <> :case_id
 GROUP BY pa.case_id
UNION ALL
SELECT c.id, NULL FROM cases c WHERE c.petitioner_id = :person_id AND c.id <> :case_id
   AND NOT EXISTS (SELECT 1 FROM parties x WHERE x.case_id = c.id AND x.person_id = :person_id)
 ORDER BY 1

-- name: list_keys  mode: read  rows: many
-- doc: The sealed keys of the persons after this one.
-- in: after text, lim int
-- out: id text, key blob
SELECT id, key FROM persons WHERE id > :after AND key IS NOT NULL ORDER BY id LIMIT :lim

-- name: get_key  mode: read  rows: opt
-- in: id text
-- out: key blob
SELECT key FROM persons WHERE id = :id AND key IS NOT NULL

-- name: set_key  mode: write  rows: exec
-- in: id text, key blob, digest blob?, proof blob?
UPDATE persons SET key = :key, digest = :digest, proof = :proof WHERE id = :id

-- name: get  mode: read  rows: opt
-- in: id text
-- out: person_row
SELECT {person_row p} FROM persons p WHERE p.id = :id

-- name: save  mode: write  rows: exec
-- doc: After a correction: every field under the person's own key, and the blind indexes anew.
-- in: id text, name blob, id_number blob?, phone blob?, email blob?, address blob?, bank_account blob?, health blob?
-- in: id_index blob?, phone_index blob?, name_index blob?, version int, digest blob, proof blob
UPDATE persons SET name = :name, id_number = :id_number, phone = :phone, email = :email, address = :address,
  bank_account = :bank_account, health = :health,
  id_index = :id_index, phone_index = :phone_index, name_index = :name_index, version = :version, digest = :digest, proof = :proof
 WHERE id = :id

-- name: list_by_indexes  mode: read  rows: many
-- doc: Everybody with this identity number or this phone; the name is compared by who asks.
-- in: id_index blob?, phone_index blob?, lim int
-- out: person_row
SELECT {person_row p} FROM persons p WHERE p.id_index = :id_index
UNION
SELECT {person_row p} FROM persons p WHERE p.phone_index = :phone_index
 LIMIT :lim

-- name: list_cases  mode: read  rows: many
-- doc: Where a person has a part, of what the actor may know of, oldest first.
-- in: person_id text, actor text, today int, lim int
-- out: case_id text, number text, title text, role text, channel text, state text, class_code text?, holder_name text
-- out: registered_ms int, accepted_ms int?, closed_ms int?
SELECT c.id, c.number, c.title, pa.role, c.channel, c.state, c.class_code, u.name, c.registered_ms, c.accepted_ms, c.closed_ms
  FROM parties pa CROSS JOIN cases c ON c.id = pa.case_id JOIN units u ON u.id = c.holder_unit_id
 WHERE pa.person_id = :person_id AND {case.scope} ORDER BY c.registered_ms, c.id LIMIT :lim

-- name: list_known  mode: read  rows: many
-- doc: Everybody with this identity number or this phone, latest first.
-- in: id_index blob?, phone_index blob?, lim int
-- out: person_row
SELECT {person_row p} FROM persons p
 WHERE p.id IN (SELECT a.id FROM persons a WHERE a.id_index = :id_index UNION SELECT b.id FROM persons b WHERE b.phone_index = :phone_index)
 ORDER BY p.id DESC LIMIT :lim

-- name: list_known_cases  mode: read  rows: many
-- doc: Where a person has a part, of what the actor may know of, newest first. Not what is sealed, and not where the name is withheld from
-- doc: the actor (party_is_withheld).
-- in: person_id text, actor text, today int, lim int
-- out: id text, number text, title text, role text, state text, workflow_key text, workflow_version int, is_open int, registered_ms int
SELECT c.id, c.number, c.title, pa.role, c.state, c.workflow_key, c.workflow_version, c.is_open, c.registered_ms
  FROM parties pa CROSS JOIN cases c ON c.id = pa.case_id
 WHERE pa.person_id = :person_id AND c.is_sealed = 0 AND {case.scope}
   AND (c.registrar_unit_id IN (SELECT g.unit_id FROM grants g WHERE g.account_id = :actor AND {grant.in_force})
     OR NOT EXISTS (SELECT 1 FROM submissions s WHERE s.case_id = c.id AND s.is_confidential = 1))
 ORDER BY c.registered_ms DESC, c.id DESC LIMIT :lim

-- name: get_indexes  mode: read  rows: opt
-- in: id text
-- out: id_index blob?, phone_index blob?, name_index blob?
SELECT p.id_index, p.phone_index, p.name_index FROM persons p WHERE p.id = :id
