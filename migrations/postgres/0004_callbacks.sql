-- Callbacks (回访): incidents, invitations, ratings, and the follow-ups of bad ones.
--
-- The unit and the day of closing are frozen when an incident comes in and are copied to what follows from it:
-- figures of a period are counts over one index, and nothing that happens later moves a rating to another unit.

CREATE TABLE incidents (
    id uuid PRIMARY KEY,
    incident_number text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('call', 'case', 'service')),
    unit_id uuid NOT NULL REFERENCES units (id),
    closed_at timestamptz NOT NULL,
    closed_on date NOT NULL,
    officer_badge text,
    subject text,
    -- NULL: to be called back; else why not.
    not_due text,
    exclude_reason text,
    -- HMAC of the phone number or mail address: finds the same person again without knowing who it is.
    contact_hash bytea,
    -- HMAC of everything that may not change after the first import.
    frozen_hash bytea NOT NULL,
    batch_id uuid REFERENCES import_batches (id)
);
CREATE INDEX incidents_by_day ON incidents (closed_on, unit_id, not_due, batch_id);
CREATE INDEX incidents_by_contact ON incidents (contact_hash, closed_on) WHERE contact_hash IS NOT NULL;
CREATE INDEX incidents_by_batch ON incidents (batch_id) WHERE batch_id IS NOT NULL;

-- What a later import says differently, until its batch is released.
CREATE TABLE incident_changes (
    batch_id uuid NOT NULL REFERENCES import_batches (id),
    incident_id uuid NOT NULL REFERENCES incidents (id),
    officer_badge text,
    subject text,
    PRIMARY KEY (batch_id, incident_id)
);

-- People who want no callbacks, by the HMAC of their contact.
CREATE TABLE opt_outs (
    contact_hash bytea PRIMARY KEY,
    since date NOT NULL
);

-- One link for each incident and round. Only the HMAC of the token is here.
CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incidents (id),
    round integer NOT NULL CHECK (round IN (1, 2)),
    attempt integer NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    channel text NOT NULL CHECK (channel IN ('mail', 'export')),
    unit_id uuid NOT NULL REFERENCES units (id),
    closed_on date NOT NULL,
    expires_on date NOT NULL,
    -- When it was given to the mail queue or to the gateway's file.
    handed_over_at timestamptz,
    used_at timestamptz,
    used_for text CHECK (used_for IN ('rating', 'opt-out')),
    form_hash bytea,
    UNIQUE (incident_id, round),
    CHECK ((used_at IS NULL) = (used_for IS NULL))
);
CREATE INDEX invitations_by_day ON invitations (round, closed_on, unit_id, handed_over_at);
CREATE INDEX invitations_waiting ON invitations (channel, expires_on) WHERE handed_over_at IS NULL;

-- A rating is recorded once for each incident and round, and never changes.
CREATE TABLE ratings (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incidents (id),
    round integer NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    closed_on date NOT NULL,
    level integer NOT NULL CHECK (level BETWEEN 1 AND 5),
    speed integer CHECK (speed BETWEEN 1 AND 5),
    attitude integer CHECK (attitude BETWEEN 1 AND 5),
    lawfulness integer CHECK (lawfulness BETWEEN 1 AND 5),
    outcome integer CHECK (outcome BETWEEN 1 AND 5),
    integrity text CHECK (integrity IN ('ok', 'problem')),
    text text,
    wants_contact boolean NOT NULL,
    may_tell_unit boolean NOT NULL,
    rated_at timestamptz NOT NULL,
    rated_on date NOT NULL,
    UNIQUE (incident_id, round)
);
CREATE INDEX ratings_by_day ON ratings (round, closed_on, unit_id, level);

CREATE FUNCTION refuse_rating_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ratings are kept and do not change';
END $$;
CREATE TRIGGER ratings_are_kept BEFORE UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION refuse_rating_change();

CREATE TABLE rating_reasons (
    rating_id uuid NOT NULL REFERENCES ratings (id),
    reason text NOT NULL,
    round integer NOT NULL,
    unit_id uuid NOT NULL,
    closed_on date NOT NULL,
    PRIMARY KEY (rating_id, reason)
);
CREATE INDEX rating_reasons_by_day ON rating_reasons (round, closed_on, unit_id, reason);

CREATE TABLE follow_ups (
    id uuid PRIMARY KEY,
    rating_id uuid NOT NULL UNIQUE REFERENCES ratings (id),
    incident_id uuid NOT NULL REFERENCES incidents (id),
    unit_id uuid NOT NULL REFERENCES units (id),
    queue text NOT NULL CHECK (queue IN ('center', 'inspection', 'county')),
    state text NOT NULL,
    opened_on date NOT NULL,
    closed_on date NOT NULL,
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX follow_ups_by_state ON follow_ups (state, queue);
CREATE INDEX follow_ups_by_incident ON follow_ups (incident_id);
CREATE INDEX follow_ups_by_unit ON follow_ups (unit_id, state);

-- What the people who looked into it wrote down.
CREATE TABLE follow_up_notes (
    follow_up_id uuid NOT NULL REFERENCES follow_ups (id),
    ordinal integer NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    author uuid NOT NULL REFERENCES users (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (follow_up_id, ordinal)
);
