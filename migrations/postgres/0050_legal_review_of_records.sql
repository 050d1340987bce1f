-- Legal review (法制审核) before publication: one row a submission. `records.round` counts them; the stage of a record
-- follows from its last round, if that was of its newest original, and from its public text. The same account never
-- judges what it submitted.

ALTER TABLE records ADD COLUMN round integer NOT NULL DEFAULT 0;

CREATE TABLE record_rounds (
    record_id uuid NOT NULL REFERENCES records (id),
    round integer NOT NULL,
    revision integer NOT NULL,
    submitted_by uuid NOT NULL REFERENCES users (id),
    submitted_at timestamptz NOT NULL,
    verdict text CHECK (verdict IN ('approved', 'sent-back')),
    reviewed_by uuid REFERENCES users (id),
    reviewed_at timestamptz,
    comment text,
    PRIMARY KEY (record_id, round),
    CHECK (reviewed_by <> submitted_by),
    CHECK ((verdict IS NULL) = (reviewed_by IS NULL) AND (verdict IS NULL) = (reviewed_at IS NULL)),
    CHECK ((comment IS NOT NULL) = (COALESCE(verdict, '') = 'sent-back'))
);
CREATE INDEX record_rounds_open ON record_rounds (record_id) WHERE verdict IS NULL;
