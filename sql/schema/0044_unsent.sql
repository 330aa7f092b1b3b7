-- What a petitioner has written and not sent, to go on with later. Only who has the code can read it: the row is found by a keyed
-- hash of the code, and the content lies under a key that is made from the code.
CREATE TABLE unsent (
    id INTEGER PRIMARY KEY,
    code_hash BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL,
    ends_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX unsent_by_end ON unsent (ends_ms);

-- What petitioners added themselves to a case, in the order in which it came.
CREATE INDEX evidence_by_account ON evidence (case_id, account_id, created_ms);
