-- A public decision that must go: on which ground and known since when; its clock is `withdraw`. And the hour at which an
-- approved original becomes public: it holds for that original alone.

ALTER TABLE records ADD COLUMN owed_code TEXT;
ALTER TABLE records ADD COLUMN owed_since TEXT;
ALTER TABLE records ADD COLUMN publish_at TEXT;
ALTER TABLE records ADD COLUMN publish_by BLOB REFERENCES users (id);
ALTER TABLE records ADD COLUMN publish_revision INTEGER;
CREATE INDEX records_owed ON records (owed_code) WHERE owed_code IS NOT NULL;
