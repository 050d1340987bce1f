-- Citizens' feedback (群众反映), what is said about it, contacts sealed, demands on units.
--
-- Random UUIDv4 keys: the order of insertion must not tell when an anonymous case came in.

CREATE TABLE feedback (
    id uuid PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    code_hash bytea NOT NULL,
    kind text NOT NULL,
    anonymous boolean NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    occurred_on date,
    unit_id uuid REFERENCES units (id),
    record_ref text,
    incident_number text,
    officer_name text,
    officer_badge text,
    tell_unit boolean NOT NULL,
    status text NOT NULL,
    outcome text,
    queue_unit uuid NOT NULL REFERENCES units (id),
    queued_on date NOT NULL,
    rule text NOT NULL,
    returned boolean NOT NULL DEFAULT false,
    has_news boolean NOT NULL DEFAULT true,
    received_on date NOT NULL,
    received_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CHECK (NOT anonymous OR received_at IS NULL)
);
CREATE INDEX feedback_by_queue ON feedback (queue_unit, status);

-- Units that must not see the case, nor any unit below them.
CREATE TABLE feedback_concerned (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    unit_id uuid NOT NULL REFERENCES units (id),
    PRIMARY KEY (feedback_id, unit_id)
);

-- Officers that must not see the case.
CREATE TABLE feedback_officers (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    badge text NOT NULL,
    PRIMARY KEY (feedback_id, badge)
);

CREATE TABLE feedback_messages (
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    ordinal integer NOT NULL,
    sender text NOT NULL CHECK (sender IN ('citizen', 'unit')),
    text text NOT NULL,
    on_day date NOT NULL,
    at timestamptz,
    PRIMARY KEY (feedback_id, ordinal)
);

-- Of a request only HMACs of its key and body are kept; with them the same answer is given again.
CREATE TABLE idempotency (
    key_hash bytea PRIMARY KEY,
    body_hash bytea NOT NULL,
    feedback_id uuid NOT NULL REFERENCES feedback (id),
    answer_due date NOT NULL,
    -- The last day; NULL for the key of a form, which lives as long as the case.
    until date
);
CREATE INDEX idempotency_by_last_day ON idempotency (until) WHERE until IS NOT NULL;

-- Contacts of cases and incidents, sealed: the web process writes them and cannot read them.
CREATE TABLE sealed_contacts (
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    envelope text NOT NULL CHECK (envelope IN ('delivery', 'identity')),
    sealed bytea NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, envelope)
);

-- What a unit gets of a case or of a bad rating: text without the person, never the row it came from.
CREATE TABLE demands (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('feedback', 'rectification')),
    title text NOT NULL,
    text text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    reviewer_unit uuid NOT NULL REFERENCES units (id),
    status text NOT NULL,
    sent_on date NOT NULL,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX demands_by_unit ON demands (unit_id, status);
CREATE INDEX demands_by_reviewer ON demands (reviewer_unit, status);

-- Where a demand came from: read by the reviewing unit alone. A rectification may stand for several ratings.
CREATE TABLE demand_sources (
    demand_id uuid NOT NULL REFERENCES demands (id),
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    PRIMARY KEY (demand_id, subject_kind, subject_id)
);
CREATE INDEX demand_sources_by_subject ON demand_sources (subject_kind, subject_id);

-- The unit's answers and the reviewer's reasons for sending one back, in turn.
CREATE TABLE demand_messages (
    demand_id uuid NOT NULL REFERENCES demands (id),
    ordinal integer NOT NULL,
    sender text NOT NULL CHECK (sender IN ('unit', 'reviewer')),
    text text NOT NULL,
    author uuid NOT NULL REFERENCES users (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (demand_id, ordinal)
);
