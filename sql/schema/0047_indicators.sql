-- What the board counts, without reading the cases themselves: came in, closed, fell due.
CREATE INDEX cases_counted ON cases (registered_ms, is_sealed, channel, class_code, place_unit_id);
CREATE INDEX cases_by_closing ON cases (closed_ms, is_sealed, channel, class_code) WHERE closed_ms IS NOT NULL;
CREATE INDEX deadlines_by_due ON deadlines (due_day, clock, status, due_ms, owner_unit_id) WHERE kind IN ('duty', 'local');
