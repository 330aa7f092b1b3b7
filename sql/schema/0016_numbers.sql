-- Which series a document's number belongs to and where it stands in it; numbers that an earlier register used.

ALTER TABLE documents ADD COLUMN series TEXT;
ALTER TABLE documents ADD COLUMN position INTEGER;
UPDATE documents
   SET series = 'doc:' || (SELECT u.code FROM units u WHERE u.id = documents.unit_id) || ':' || type || ':'
                || SUBSTR(number, INSTR(number, '〔') + 1, 4),
       position = CAST(SUBSTR(SUBSTR(number, INSTR(number, '〕')), INSTR(SUBSTR(number, INSTR(number, '〕')), '字') + 1) AS INTEGER)
 WHERE number IS NOT NULL;
CREATE UNIQUE INDEX documents_by_series ON documents (series, position) WHERE series IS NOT NULL;

CREATE TABLE sequence_skips (
  name     TEXT NOT NULL,
  first    INTEGER NOT NULL,
  last     INTEGER NOT NULL,
  made_ms  INTEGER NOT NULL,
  PRIMARY KEY (name, first)
) STRICT, WITHOUT ROWID;
