-- When a public notice was put up; it counts as delivered only after its time.

ALTER TABLE deliveries ADD COLUMN published_day INTEGER;
