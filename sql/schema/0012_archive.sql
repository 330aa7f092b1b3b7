-- Closed cases that went to the archive, with the number of their volume.

ALTER TABLE cases ADD COLUMN archived_ms INTEGER;
ALTER TABLE cases ADD COLUMN archive_number TEXT;
