-- Callbacks (回访): incidents, invitations, ratings, and the follow-ups of bad ones.
--
-- The unit and the day of closing are frozen when an incident comes in and are copied to what follows from it:
-- figures of a period are counts over one index, and nothing that happens later moves a rating to another unit.

CREATE TABLE incidents (
    id BLOB PRIMARY KEY,
    incident_number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('call', 'case', 'service')),
    unit_id BLOB NOT NULL REFERENCES units (id),
    closed_at TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    officer_badge TEXT,
    subject TEXT,
    -- NULL: to be called back; else why not.
    not_due TEXT,
    exclude_reason TEXT,
    -- HMAC of the phone number or mail address: finds the same person again without knowing who it is.
    contact_hash BLOB,
    -- HMAC of everything that may not change after the first import.
    frozen_hash BLOB NOT NULL,
    batch_id BLOB REFERENCES import_batches (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_day ON incidents (closed_on, unit_id, not_due, batch_id);
CREATE INDEX incidents_by_contact ON incidents (contact_hash, closed_on) WHERE contact_hash IS NOT NULL;
CREATE INDEX incidents_by_batch ON incidents (batch_id) WHERE batch_id IS NOT NULL;

-- What a later import says differently, until its batch is released.
CREATE TABLE incident_changes (
    batch_id BLOB NOT NULL REFERENCES import_batches (id),
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    officer_badge TEXT,
    subject TEXT,
    PRIMARY KEY (batch_id, incident_id)
) STRICT, WITHOUT ROWID;

-- People who want no callbacks, by the HMAC of their contact.
CREATE TABLE opt_outs (
    contact_hash BLOB PRIMARY KEY,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One link for each incident and round. Only the HMAC of the token is here.
CREATE TABLE invitations (
    id BLOB PRIMARY KEY,
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    round INTEGER NOT NULL CHECK (round IN (1, 2)),
    attempt INTEGER NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'export')),
    unit_id BLOB NOT NULL REFERENCES units (id),
    closed_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    -- When it was given to the mail queue or to the gateway's file.
    handed_over_at TEXT,
    used_at TEXT,
    used_for TEXT CHECK (used_for IN ('rating', 'opt-out')),
    form_hash BLOB,
    UNIQUE (incident_id, round),
    CHECK ((used_at IS NULL) = (used_for IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_by_day ON invitations (round, closed_on, unit_id, handed_over_at);
CREATE INDEX invitations_waiting ON invitations (channel, expires_on) WHERE handed_over_at IS NULL;

-- A rating is recorded once for each incident and round, and never changes.
CREATE TABLE ratings (
    id BLOB PRIMARY KEY,
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    round INTEGER NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    closed_on TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    speed INTEGER CHECK (speed BETWEEN 1 AND 5),
    attitude INTEGER CHECK (attitude BETWEEN 1 AND 5),
    lawfulness INTEGER CHECK (lawfulness BETWEEN 1 AND 5),
    outcome INTEGER CHECK (outcome BETWEEN 1 AND 5),
    integrity TEXT CHECK (integrity IN ('ok', 'problem')),
    text TEXT,
    wants_contact INTEGER NOT NULL,
    may_tell_unit INTEGER NOT NULL,
    rated_at TEXT NOT NULL,
    rated_on TEXT NOT NULL,
    UNIQUE (incident_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX ratings_by_day ON ratings (round, closed_on, unit_id, level);
CREATE TRIGGER ratings_are_kept BEFORE DELETE ON ratings BEGIN SELECT RAISE(ABORT, 'ratings are kept'); END;
CREATE TRIGGER ratings_do_not_change BEFORE UPDATE ON ratings BEGIN SELECT RAISE(ABORT, 'ratings do not change'); END;

CREATE TABLE rating_reasons (
    rating_id BLOB NOT NULL REFERENCES ratings (id),
    reason TEXT NOT NULL,
    round INTEGER NOT NULL,
    unit_id BLOB NOT NULL,
    closed_on TEXT NOT NULL,
    PRIMARY KEY (rating_id, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_reasons_by_day ON rating_reasons (round, closed_on, unit_id, reason);

CREATE TABLE follow_ups (
    id BLOB PRIMARY KEY,
    rating_id BLOB NOT NULL UNIQUE REFERENCES ratings (id),
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    unit_id BLOB NOT NULL REFERENCES units (id),
    queue TEXT NOT NULL CHECK (queue IN ('center', 'inspection', 'county')),
    state TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_ups_by_state ON follow_ups (state, queue);
CREATE INDEX follow_ups_by_incident ON follow_ups (incident_id);
CREATE INDEX follow_ups_by_unit ON follow_ups (unit_id, state);

-- What the people who looked into it wrote down.
CREATE TABLE follow_up_notes (
    follow_up_id BLOB NOT NULL REFERENCES follow_ups (id),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    author BLOB NOT NULL REFERENCES users (id),
    at TEXT NOT NULL,
    PRIMARY KEY (follow_up_id, ordinal)
) STRICT, WITHOUT ROWID;
