-- Citizens' feedback (群众反映), what is said about it, contacts sealed, demands on units.
--
-- WITHOUT ROWID and random UUIDv4 keys: the order of insertion must not tell when an anonymous case came in.

CREATE TABLE feedback (
    id BLOB PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    code_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    anonymous INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    occurred_on TEXT,
    unit_id BLOB REFERENCES units (id),
    record_ref TEXT,
    incident_number TEXT,
    officer_name TEXT,
    officer_badge TEXT,
    tell_unit INTEGER NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    queue_unit BLOB NOT NULL REFERENCES units (id),
    queued_on TEXT NOT NULL,
    rule TEXT NOT NULL,
    returned INTEGER NOT NULL DEFAULT 0,
    has_news INTEGER NOT NULL DEFAULT 1,
    received_on TEXT NOT NULL,
    received_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (anonymous = 0 OR received_at IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_by_queue ON feedback (queue_unit, status);

-- Units that must not see the case, nor any unit below them.
CREATE TABLE feedback_concerned (
    feedback_id BLOB NOT NULL REFERENCES feedback (id),
    unit_id BLOB NOT NULL REFERENCES units (id),
    PRIMARY KEY (feedback_id, unit_id)
) STRICT, WITHOUT ROWID;

-- Officers that must not see the case.
CREATE TABLE feedback_officers (
    feedback_id BLOB NOT NULL REFERENCES feedback (id),
    badge TEXT NOT NULL,
    PRIMARY KEY (feedback_id, badge)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback_messages (
    feedback_id BLOB NOT NULL REFERENCES feedback (id),
    ordinal INTEGER NOT NULL,
    sender TEXT NOT NULL CHECK (sender IN ('citizen', 'unit')),
    text TEXT NOT NULL,
    on_day TEXT NOT NULL,
    at TEXT,
    PRIMARY KEY (feedback_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Of a request only HMACs of its key and body are kept; with them the same answer is given again.
CREATE TABLE idempotency (
    key_hash BLOB PRIMARY KEY,
    body_hash BLOB NOT NULL,
    feedback_id BLOB NOT NULL REFERENCES feedback (id),
    answer_due TEXT NOT NULL,
    -- The last day; NULL for the key of a form, which lives as long as the case.
    until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_last_day ON idempotency (until) WHERE until IS NOT NULL;

-- Contacts of cases and incidents, sealed: the web process writes them and cannot read them.
CREATE TABLE sealed_contacts (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    envelope TEXT NOT NULL CHECK (envelope IN ('delivery', 'identity')),
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, envelope)
) STRICT, WITHOUT ROWID;

-- What a unit gets of a case or of a bad rating: text without the person, never the row it came from.
CREATE TABLE demands (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('feedback', 'rectification')),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    reviewer_unit BLOB NOT NULL REFERENCES units (id),
    status TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX demands_by_unit ON demands (unit_id, status);
CREATE INDEX demands_by_reviewer ON demands (reviewer_unit, status);

-- Where a demand came from: read by the reviewing unit alone. A rectification may stand for several ratings.
CREATE TABLE demand_sources (
    demand_id BLOB NOT NULL REFERENCES demands (id),
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    PRIMARY KEY (demand_id, subject_kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX demand_sources_by_subject ON demand_sources (subject_kind, subject_id);

-- The unit's answers and the reviewer's reasons for sending one back, in turn.
CREATE TABLE demand_messages (
    demand_id BLOB NOT NULL REFERENCES demands (id),
    ordinal INTEGER NOT NULL,
    sender TEXT NOT NULL CHECK (sender IN ('unit', 'reviewer')),
    text TEXT NOT NULL,
    author BLOB NOT NULL REFERENCES users (id),
    at TEXT NOT NULL,
    PRIMARY KEY (demand_id, ordinal)
) STRICT, WITHOUT ROWID;
