-- A public decision that must go: on which ground and known since when; its clock is `withdraw`. And the hour at which an
-- approved original becomes public: it holds for that original alone.

ALTER TABLE records ADD COLUMN owed_code text;
ALTER TABLE records ADD COLUMN owed_since date;
ALTER TABLE records ADD COLUMN publish_at timestamptz;
ALTER TABLE records ADD COLUMN publish_by uuid REFERENCES users (id);
ALTER TABLE records ADD COLUMN publish_revision integer;
CREATE INDEX records_owed ON records (owed_code) WHERE owed_code IS NOT NULL;
