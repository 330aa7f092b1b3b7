-- Rows that hold encrypted columns say what they are (domain/row_seal.h). `digest`: a hash of the whole row that anybody can check. `version`
-- tells what a person said anew, not what lies under new keys; the seal of each case that names the person has it. `proof`: a keyed hash
-- over id, version and digest, which nobody makes without the keys. Rows of earlier programs get theirs at the next start, once.
ALTER TABLE persons ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE persons ADD COLUMN digest BLOB;
ALTER TABLE persons ADD COLUMN proof BLOB;
ALTER TABLE sealed_contents ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sealed_contents ADD COLUMN digest BLOB;
ALTER TABLE sealed_contents ADD COLUMN proof BLOB;
ALTER TABLE files ADD COLUMN digest BLOB;
