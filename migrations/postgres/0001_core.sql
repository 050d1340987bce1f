-- What every part of the portal stands on: settings, units, calendar, staff, events, clocks, jobs, nodes.

CREATE TABLE meta (
    key text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE units (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    parent_id uuid REFERENCES units (id),
    incomplete boolean NOT NULL DEFAULT false,
    address text,
    phone text,
    batch_id uuid,
    created_at timestamptz NOT NULL
);
CREATE INDEX units_by_name ON units (name);

CREATE TABLE officers (
    id uuid PRIMARY KEY,
    badge text NOT NULL UNIQUE,
    name text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    is_leader boolean NOT NULL DEFAULT false
);
CREATE INDEX officers_by_name ON officers (name);

CREATE TABLE calendar_years (
    year integer PRIMARY KEY,
    source text NOT NULL
);

CREATE TABLE calendar_days (
    day date PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name text NOT NULL
);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    username text NOT NULL UNIQUE,
    display_name text NOT NULL,
    role text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    badge text,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz
);

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- No row id and no global sequence: the order of insertion must not tell when an anonymous case came in.
CREATE TABLE events (
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    ordinal integer NOT NULL,
    on_day date NOT NULL,
    at timestamptz,
    actor text NOT NULL,
    name text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, ordinal)
);
CREATE INDEX events_by_day ON events (on_day);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER events_are_kept BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE clocks (
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    clock text NOT NULL,
    starts_on date NOT NULL,
    due_on date NOT NULL,
    provisional boolean NOT NULL,
    met_on date,
    PRIMARY KEY (subject_kind, subject_id, clock)
);
CREATE INDEX clocks_running ON clocks (due_on) WHERE met_on IS NULL;

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    leased_until timestamptz,
    last_error text,
    dead_at timestamptz
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE dead_at IS NULL;

CREATE TABLE nodes (
    id uuid PRIMARY KEY,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    index_sequence bigint NOT NULL
);
