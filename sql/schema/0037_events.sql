-- What happened to cases in the order of the commits, for those who follow: each row points at an entry of a case's journal. No number
-- is ever given twice, so that a position stays one. Nothing but ids, numbers and a time; who may see a row is judged when it is read.
CREATE TABLE events (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  journal_seq INTEGER NOT NULL,
  at_ms       INTEGER NOT NULL
) STRICT;
