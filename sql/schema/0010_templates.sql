-- What documents look like. A published template is never changed; documents keep the version that they were issued with.

CREATE TABLE templates (
  type    TEXT NOT NULL,
  lang    TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
  version INTEGER NOT NULL,
  body    TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (type, lang, version)
) STRICT, WITHOUT ROWID;

ALTER TABLE documents ADD COLUMN template_version INTEGER; -- NULL: the newest
