-- Up to which entry of the journal of the office somebody has seen what happened to their own ways in.
ALTER TABLE accounts ADD COLUMN credential_seen_seq INTEGER NOT NULL DEFAULT 0;
