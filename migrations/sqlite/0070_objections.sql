-- Objections to public records (异议). Random keys and days alone: neither order nor time tells who it was. Contacts
-- are sealed in `sealed_contacts`; of the form's key and fields only HMACs are kept.

CREATE TABLE objections (
    id BLOB PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    code_hash BLOB NOT NULL,
    key_hash BLOB UNIQUE,
    body_hash BLOB NOT NULL,
    record_id BLOB NOT NULL REFERENCES records (id),
    -- What stood there: its version, and the original that it was made from.
    record_version INTEGER NOT NULL,
    record_revision INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('correction', 'privacy', 'dispute', 'credit-repair')),
    asker TEXT NOT NULL CHECK (asker IN ('party', 'representative', 'other')),
    passage TEXT NOT NULL,
    request TEXT NOT NULL,
    received_on TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('corrected', 'masked-more', 'withdrawn', 'credit-repaired', 'refused')),
    answer TEXT,
    answered_by BLOB REFERENCES users (id),
    answered_on TEXT,
    CHECK ((outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answered_by IS NULL)),
    CHECK ((outcome IS NULL) = (answered_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX objections_open ON objections (received_on) WHERE outcome IS NULL;
CREATE INDEX objections_answered ON objections (answered_on) WHERE outcome IS NOT NULL;
