-- Exceptions from the publication policy: a reviewer proposes with a ground, a leader who is another consents or refuses.
-- A record may be proposed again after a refusal; one row a proposal.

CREATE TABLE record_exceptions (
    record_id uuid NOT NULL REFERENCES records (id),
    number integer NOT NULL,
    ground text NOT NULL,
    proposed_by uuid NOT NULL REFERENCES users (id),
    proposed_at timestamptz NOT NULL,
    granted boolean,
    comment text,
    answered_by uuid REFERENCES users (id),
    answered_at timestamptz,
    PRIMARY KEY (record_id, number),
    CHECK (answered_by <> proposed_by),
    CHECK ((granted IS NULL) = (answered_by IS NULL) AND (granted IS NULL) = (answered_at IS NULL)),
    CHECK ((comment IS NOT NULL) = (granted IS NOT NULL AND NOT granted))
);
CREATE UNIQUE INDEX record_exceptions_open ON record_exceptions (record_id) WHERE granted IS NULL;
CREATE INDEX record_exceptions_by_time ON record_exceptions (proposed_at);
