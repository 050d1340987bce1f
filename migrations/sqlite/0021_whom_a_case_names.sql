-- Names of those that must not see a case, without blanks, signs and titles; badges stand in feedback_officers.
CREATE TABLE feedback_names (
    feedback_id BLOB NOT NULL REFERENCES feedback (id),
    name TEXT NOT NULL,
    PRIMARY KEY (feedback_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO feedback_names (feedback_id, name)
    SELECT id, officer_name FROM feedback WHERE officer_name IS NOT NULL AND kind IN ('complaint', 'report');
INSERT INTO feedback_officers (feedback_id, badge)
    SELECT id, officer_badge FROM feedback WHERE officer_badge IS NOT NULL AND kind IN ('complaint', 'report')
    ON CONFLICT DO NOTHING;

-- The name as it is looked up.
ALTER TABLE officers ADD COLUMN name_key TEXT;
UPDATE officers SET name_key = name;
CREATE INDEX officers_by_name_key ON officers (name_key);
DROP INDEX officers_by_name;
