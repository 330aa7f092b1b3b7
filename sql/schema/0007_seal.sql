-- What the case said when the entry was written: a hash over its row and its clocks. The newest entry's must fit the case as it
-- stands, so nobody changes a case past its journal. NULL in entries of older programs.
ALTER TABLE journal ADD COLUMN seal TEXT;
