-- A checkpoint tells how many leaves its tree has. So that this tells nobody of a case that they may not know of, it is filled up with
-- leaves that stand for nothing; they follow from the seed, and the order of all leaves is that of their hashes. NULL: of the time before,
-- without such leaves and in the order of the cases.
ALTER TABLE checkpoints ADD COLUMN seed BLOB;
