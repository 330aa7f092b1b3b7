-- Repeats (same person, same matter) and matters that were split.

ALTER TABLE persons ADD COLUMN name_index BLOB;                  -- blind index of name and address together
CREATE INDEX persons_by_name ON persons (name_index) WHERE name_index IS NOT NULL;
ALTER TABLE submissions ADD COLUMN joined_from TEXT REFERENCES cases(id); -- the case that it opened, before that was joined to another
CREATE INDEX submissions_joined ON submissions (joined_from) WHERE joined_from IS NOT NULL;
CREATE INDEX cases_by_matter ON cases (class_code, place_unit_id, registered_ms);
