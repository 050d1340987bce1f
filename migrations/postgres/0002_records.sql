-- Records. The original and the public text are different rows; public code reads the view `public_records` only.

CREATE TABLE import_batches (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    file_name text NOT NULL,
    file_sha256 text NOT NULL,
    os_user text NOT NULL,
    publish boolean NOT NULL,
    started_at timestamptz NOT NULL,
    released_at timestamptz,
    dropped_at timestamptz,
    summary jsonb
);

CREATE TABLE records (
    id uuid PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    unit_id uuid NOT NULL REFERENCES units (id),
    document_number text,
    external_id text,
    batch_id uuid REFERENCES import_batches (id),
    created_at timestamptz NOT NULL,
    revision integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    ruling text,
    ground text,
    withdrawn_at timestamptz,
    withdrawn_code text
);
CREATE UNIQUE INDEX records_by_number ON records (unit_id, document_number) WHERE document_number IS NOT NULL;
CREATE UNIQUE INDEX records_by_external_id ON records (unit_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX records_by_batch ON records (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX records_withdrawn ON records (withdrawn_at) WHERE withdrawn_at IS NOT NULL;

CREATE TABLE record_originals (
    record_id uuid NOT NULL REFERENCES records (id),
    revision integer NOT NULL,
    batch_id uuid REFERENCES import_batches (id),
    created_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (record_id, revision)
);
CREATE INDEX record_originals_by_batch ON record_originals (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE record_public (
    record_id uuid PRIMARY KEY REFERENCES records (id),
    revision integer NOT NULL,
    version integer NOT NULL,
    batch_id uuid REFERENCES import_batches (id),
    published_at timestamptz NOT NULL,
    ref text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    personal boolean NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    document_number text,
    decided_on date,
    party_name text,
    party_type text NOT NULL,
    violation text,
    facts text,
    legal_basis jsonb NOT NULL,
    penalty_kinds jsonb NOT NULL,
    penalty_text text,
    fine_fen bigint,
    confiscated_fen bigint,
    detention_days integer,
    body text,
    acted_on date,
    published_on date NOT NULL,
    publish_until date,
    source_url text
);
CREATE INDEX record_public_by_batch ON record_public (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX record_public_by_ref ON record_public (ref);
CREATE INDEX record_public_newest ON record_public (decided_on DESC, ref);
CREATE INDEX record_public_latest ON record_public (published_on DESC, ref);
CREATE INDEX record_public_by_unit ON record_public (unit_id, decided_on);
CREATE INDEX record_public_expiring ON record_public (publish_until) WHERE publish_until IS NOT NULL;

CREATE VIEW public_records AS
SELECT p.* FROM record_public p
WHERE p.batch_id IS NULL OR EXISTS (SELECT 1 FROM import_batches b WHERE b.id = p.batch_id AND b.released_at IS NOT NULL);

-- What the search index has to follow, in order. A row names a record or a whole released batch.
CREATE TABLE index_changes (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id uuid,
    batch_id uuid
);
