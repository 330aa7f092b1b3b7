-- Dictionaries that the office keeps itself, competence by class, and looking things up in the office's journal.

-- A term that cases name is never deleted: it is retired, and old cases go on naming it.
ALTER TABLE terms ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1));   -- added here; the others come with the program
ALTER TABLE terms ADD COLUMN retired_ms INTEGER;
ALTER TABLE terms ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE INDEX unit_duties_by_class ON unit_duties (class_code);

CREATE INDEX office_journal_by_time ON office_journal (at_ms, seq);
CREATE INDEX office_journal_by_actor ON office_journal (actor_id, seq);
CREATE INDEX office_journal_by_object ON office_journal (object_id, seq);
CREATE INDEX office_journal_by_action ON office_journal (action, seq);
