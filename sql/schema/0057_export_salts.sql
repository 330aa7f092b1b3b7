-- The seal of an export stays in the office's journal when the export is gone, and its filter may hold words that somebody searched for: with a
-- number that goes with the row, nobody finds them again by trying.
ALTER TABLE exports ADD COLUMN salt BLOB;
UPDATE exports SET salt = randomblob(16);
