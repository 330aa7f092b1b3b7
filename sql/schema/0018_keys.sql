-- A key of each person's own, sealed under the ring's field key (store/vault.h). Erasing a person destroys it.
ALTER TABLE persons ADD COLUMN key BLOB;
