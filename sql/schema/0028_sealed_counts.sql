-- Counts of sealed cases, which walk nothing else.
CREATE INDEX cases_sealed_registered ON cases (registered_ms) WHERE is_sealed = 1;
CREATE INDEX cases_sealed_closed ON cases (closed_ms) WHERE is_sealed = 1;
