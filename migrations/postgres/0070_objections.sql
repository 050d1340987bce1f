-- Objections to public records (异议). Random keys and days alone: neither order nor time tells who it was. Contacts
-- are sealed in `sealed_contacts`; of the form's key and fields only HMACs are kept.

CREATE TABLE objections (
    id uuid PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    code_hash bytea NOT NULL,
    key_hash bytea UNIQUE,
    body_hash bytea NOT NULL,
    record_id uuid NOT NULL REFERENCES records (id),
    -- What stood there: its version, and the original that it was made from.
    record_version integer NOT NULL,
    record_revision integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('correction', 'privacy', 'dispute', 'credit-repair')),
    asker text NOT NULL CHECK (asker IN ('party', 'representative', 'other')),
    passage text NOT NULL,
    request text NOT NULL,
    received_on date NOT NULL,
    outcome text CHECK (outcome IN ('corrected', 'masked-more', 'withdrawn', 'credit-repaired', 'refused')),
    answer text,
    answered_by uuid REFERENCES users (id),
    answered_on date,
    CHECK ((outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answered_by IS NULL)),
    CHECK ((outcome IS NULL) = (answered_on IS NULL))
);
CREATE INDEX objections_open ON objections (received_on) WHERE outcome IS NULL;
CREATE INDEX objections_answered ON objections (answered_on) WHERE outcome IS NOT NULL;
