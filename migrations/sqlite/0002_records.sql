-- Records. The original and the public text are different rows; public code reads the view `public_records` only.

CREATE TABLE import_batches (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    os_user TEXT NOT NULL,
    publish INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    released_at TEXT,
    dropped_at TEXT,
    summary TEXT
) STRICT;

CREATE TABLE records (
    id BLOB PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    unit_id BLOB NOT NULL REFERENCES units (id),
    document_number TEXT,
    external_id TEXT,
    batch_id BLOB REFERENCES import_batches (id),
    created_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    ruling TEXT,
    ground TEXT,
    withdrawn_at TEXT,
    withdrawn_code TEXT
) STRICT;
CREATE UNIQUE INDEX records_by_number ON records (unit_id, document_number) WHERE document_number IS NOT NULL;
CREATE UNIQUE INDEX records_by_external_id ON records (unit_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX records_by_batch ON records (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX records_withdrawn ON records (withdrawn_at) WHERE withdrawn_at IS NOT NULL;

CREATE TABLE record_originals (
    record_id BLOB NOT NULL REFERENCES records (id),
    revision INTEGER NOT NULL,
    batch_id BLOB REFERENCES import_batches (id),
    created_at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (record_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_originals_by_batch ON record_originals (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE record_public (
    record_id BLOB PRIMARY KEY REFERENCES records (id),
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    batch_id BLOB REFERENCES import_batches (id),
    published_at TEXT NOT NULL,
    ref TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    personal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT,
    decided_on TEXT,
    party_name TEXT,
    party_type TEXT NOT NULL,
    violation TEXT,
    facts TEXT,
    legal_basis TEXT NOT NULL,
    penalty_kinds TEXT NOT NULL,
    penalty_text TEXT,
    fine_fen INTEGER,
    confiscated_fen INTEGER,
    detention_days INTEGER,
    body TEXT,
    acted_on TEXT,
    published_on TEXT NOT NULL,
    publish_until TEXT,
    source_url TEXT
) STRICT;
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
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id BLOB,
    batch_id BLOB
) STRICT;
