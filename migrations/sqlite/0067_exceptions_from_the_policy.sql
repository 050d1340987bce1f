-- Exceptions from the publication policy: a reviewer proposes with a ground, a leader who is another consents or refuses.
-- A record may be proposed again after a refusal; one row a proposal.

CREATE TABLE record_exceptions (
    record_id BLOB NOT NULL REFERENCES records (id),
    number INTEGER NOT NULL,
    ground TEXT NOT NULL,
    proposed_by BLOB NOT NULL REFERENCES users (id),
    proposed_at TEXT NOT NULL,
    granted INTEGER,
    comment TEXT,
    answered_by BLOB REFERENCES users (id),
    answered_at TEXT,
    PRIMARY KEY (record_id, number),
    CHECK (answered_by <> proposed_by),
    CHECK ((granted IS NULL) = (answered_by IS NULL) AND (granted IS NULL) = (answered_at IS NULL)),
    CHECK ((comment IS NOT NULL) = (granted IS NOT NULL AND NOT granted))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX record_exceptions_open ON record_exceptions (record_id) WHERE granted IS NULL;
CREATE INDEX record_exceptions_by_time ON record_exceptions (proposed_at);
