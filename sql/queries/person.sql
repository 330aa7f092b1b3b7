-- Persons (信访人). Every personal field is sealed; see store/vault.h.

-- type: person_row
--   id text, kind text, key blob?, name blob, id_type text?, id_number blob?, phone blob?, email blob?, address blob?,
--   contact_preference text?

-- name: add  mode: write  rows: exec
-- in: id text, kind text, key blob, name blob, id_type text?, id_number blob?, phone blob?, email blob?, address blob?
-- in: id_index blob?, phone_index blob?, name_index blob?, contact_preference text?, created_ms int
INSERT INTO persons (id, kind, key, name, id_type, id_number, phone, email, address, id_index, phone_index, name_index,
  contact_preference, created_ms)
VALUES (:id, :kind, :key, :name, :id_type, :id_number, :phone, :email, :address, :id_index, :phone_index, :name_index,
  :contact_preference, :created_ms)

-- name: find_by_id_index  mode: read  rows: opt
-- doc: The latest person with this identity number.
-- in: id_index blob
-- out: person_row
SELECT {person_row p} FROM persons p WHERE p.id_index = :id_index ORDER BY p.created_ms DESC, p.id DESC LIMIT 1

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
-- in: id text, key blob
UPDATE persons SET key = :key WHERE id = :id
