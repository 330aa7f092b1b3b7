-- What a volume of the archive holds.

-- name: catalogue  mode: read  rows: one
-- in: case_id text
-- out: documents int, drafts int, unproven int, deliveries int, contacts int, evidence int, reviews_open int
SELECT
  (SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.number IS NOT NULL),
  (SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.status IN ('draft', 'checked', 'signed')),
  (SELECT COUNT(*) FROM documents d WHERE d.case_id = :case_id AND d.status = 'delivered'
      AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.case_id = :case_id AND v.document_id = d.id AND v.proof <> '')),
  (SELECT COUNT(*) FROM deliveries v WHERE v.case_id = :case_id),
  (SELECT COUNT(*) FROM contacts k WHERE k.case_id = :case_id),
  (SELECT COUNT(*) FROM evidence e WHERE e.case_id = :case_id),
  (SELECT COUNT(*) FROM cases r WHERE r.parent_id = :case_id AND r.is_open = 1 AND r.is_sealed = 0)
  + (SELECT COUNT(*) FROM cases r JOIN cases k ON k.parent_id = r.id WHERE r.parent_id = :case_id AND k.is_open = 1)
