-- What the office's own tables said of an object (an account, a role given, a unit, a definition) when an entry about it was written: a
-- line "kind digest id" for each, the digest in hex or "-" when the object is gone. The newest digest of each object must fit its rows as they
-- stand, so nobody changes them past the journal. NULL: the entry is about none, or of an older program.
ALTER TABLE office_journal ADD COLUMN seals TEXT;
CREATE INDEX office_journal_sealed ON office_journal (seq) WHERE seals IS NOT NULL;
