-- Reviews and rechecks (Regulation Arts 35, 36), matters that were split, repeats: cases that belong together.

ALTER TABLE cases ADD COLUMN parent_id TEXT REFERENCES cases(id);  -- what a review, a recheck or a split case came from
ALTER TABLE cases ADD COLUMN finality TEXT CHECK (finality IN ('final_by_recheck', 'window_lapsed', 'agreement_performed'));
ALTER TABLE cases ADD COLUMN outside_body TEXT;                    -- decides outside the county; recorded here
CREATE INDEX cases_by_parent ON cases (parent_id, id) WHERE parent_id IS NOT NULL;

-- One pair once; `other_id` is the older case. A link that was undone keeps its row.
CREATE TABLE case_links (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases(id),
  other_id    TEXT NOT NULL REFERENCES cases(id),
  kind        TEXT NOT NULL CHECK (kind IN ('review_of', 'recheck_of', 'split_from', 'repeat_in_progress',
                'repeat_after_closed', 'repeat_after_final', 'related', 'different')),
  reason      TEXT,
  account_id  TEXT,
  created_ms  INTEGER NOT NULL,
  undone_by   TEXT,
  undone_ms   INTEGER,
  undone_reason TEXT
) STRICT;
CREATE UNIQUE INDEX case_links_once ON case_links (case_id, other_id) WHERE undone_ms IS NULL;
CREATE INDEX case_links_by_case ON case_links (case_id, created_ms);
CREATE INDEX case_links_by_other ON case_links (other_id, created_ms);

-- Days that do not count: the hearing of a recheck (Art 36). Both inclusive; an open one has no last day yet.
ALTER TABLE deadlines ADD COLUMN pause_from INTEGER;
ALTER TABLE deadlines ADD COLUMN pause_to INTEGER;

-- An opinion that a review revoked; the new one must say what changed.
ALTER TABLE documents ADD COLUMN revoked_ms INTEGER;
