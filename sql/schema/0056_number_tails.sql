-- People know a case by the last digits of its number. The end of the number, backwards: what ends alike begins alike there, so the cases
-- whose number ends in some digits are one range of an index.
ALTER TABLE cases ADD COLUMN tail TEXT GENERATED ALWAYS AS (
  substr(number, -1, 1) || substr(number, -2, 1) || substr(number, -3, 1) || substr(number, -4, 1) || substr(number, -5, 1)
  || substr(number, -6, 1)) VIRTUAL;
CREATE INDEX cases_by_tail ON cases (tail);
