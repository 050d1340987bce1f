-- Legal review (法制审核) before publication: one row a submission. `records.round` counts them; the stage of a record
-- follows from its last round, if that was of its newest original, and from its public text. The same account never
-- judges what it submitted.

ALTER TABLE records ADD COLUMN round INTEGER NOT NULL DEFAULT 0;

CREATE TABLE record_rounds (
    record_id BLOB NOT NULL REFERENCES records (id),
    round INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    submitted_by BLOB NOT NULL REFERENCES users (id),
    submitted_at TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('approved', 'sent-back')),
    reviewed_by BLOB REFERENCES users (id),
    reviewed_at TEXT,
    comment TEXT,
    PRIMARY KEY (record_id, round),
    CHECK (reviewed_by <> submitted_by),
    CHECK ((verdict IS NULL) = (reviewed_by IS NULL) AND (verdict IS NULL) = (reviewed_at IS NULL)),
    CHECK ((comment IS NOT NULL) = (COALESCE(verdict, '') = 'sent-back'))
) STRICT, WITHOUT ROWID;
CREATE INDEX record_rounds_open ON record_rounds (record_id) WHERE verdict IS NULL;
