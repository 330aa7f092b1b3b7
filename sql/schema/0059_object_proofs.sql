-- A keyed hash over what stands of an account, a role given, a role and a second factor (domain/office_proof.h): whoever writes such a row
-- without the keys, be it only for as long as signing in takes, has a row that opens nothing. Those of older stores come at the next start.
CREATE TABLE object_proofs (
    kind  TEXT NOT NULL,
    id    TEXT NOT NULL,
    proof BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
