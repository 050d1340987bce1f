-- What every part of the portal stands on: settings, units, calendar, staff, events, clocks, jobs, nodes.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id BLOB REFERENCES units (id),
    incomplete INTEGER NOT NULL DEFAULT 0,
    address TEXT,
    phone TEXT,
    batch_id BLOB,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX units_by_name ON units (name);

CREATE TABLE officers (
    id BLOB PRIMARY KEY,
    badge TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    is_leader INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX officers_by_name ON officers (name);

CREATE TABLE calendar_years (
    year INTEGER PRIMARY KEY,
    source TEXT NOT NULL
) STRICT;

CREATE TABLE calendar_days (
    day TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    badge TEXT,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    disabled_at TEXT
) STRICT;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- No row id and no global sequence: the order of insertion must not tell when an anonymous case came in.
CREATE TABLE events (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    at TEXT,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_day ON events (on_day);
CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_do_not_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TABLE clocks (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    clock TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    provisional INTEGER NOT NULL,
    met_on TEXT,
    PRIMARY KEY (subject_kind, subject_id, clock)
) STRICT, WITHOUT ROWID;
CREATE INDEX clocks_running ON clocks (due_on) WHERE met_on IS NULL;

CREATE TABLE jobs (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT,
    last_error TEXT,
    dead_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (run_at) WHERE dead_at IS NULL;

CREATE TABLE nodes (
    id BLOB PRIMARY KEY,
    started_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    index_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
