-- Recommendations (Regulation Arts 14, 40) are cases of their own, linked with the one that they arose from.

CREATE TABLE case_links_next (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  other_id    TEXT NOT NULL REFERENCES cases(id),
  kind        TEXT NOT NULL CHECK (kind IN ('review_of', 'recheck_of', 'split_from', 'repeat_in_progress',
                'repeat_after_closed', 'repeat_after_final', 'related', 'different', 'recommended_on')),
  reason      TEXT,
  account_id  TEXT,
  created_ms  INTEGER NOT NULL,
  undone_by   TEXT,
  undone_ms   INTEGER,
  undone_reason TEXT
) STRICT;
INSERT INTO case_links_next SELECT * FROM case_links;
DROP TABLE case_links;
ALTER TABLE case_links_next RENAME TO case_links;
CREATE UNIQUE INDEX case_links_once ON case_links (case_id, other_id) WHERE undone_ms IS NULL;
CREATE INDEX case_links_by_case ON case_links (case_id, created_ms);
CREATE INDEX case_links_by_other ON case_links (other_id, created_ms);
