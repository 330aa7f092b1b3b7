-- A file of more rows than one person may take alone is asked for with a reason and waits for a second person's word.
ALTER TABLE exports ADD COLUMN state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'asked', 'allowed', 'refused'));
ALTER TABLE exports ADD COLUMN reason TEXT;                              -- of what is asked for
ALTER TABLE exports ADD COLUMN decided_by TEXT REFERENCES accounts (id); -- of 'refused' also the asker, who took it back
ALTER TABLE exports ADD COLUMN decided_ms INTEGER;
CREATE INDEX exports_by_account ON exports (account_id, created_ms);
CREATE INDEX exports_by_state ON exports (state, expires_ms);
