-- A demand that came with a submission joined to a case in hand remembers where it came from, so that the joining can be taken back.
ALTER TABLE demands ADD COLUMN joined_from TEXT REFERENCES cases (id);
CREATE INDEX demands_joined ON demands (joined_from) WHERE joined_from IS NOT NULL;
