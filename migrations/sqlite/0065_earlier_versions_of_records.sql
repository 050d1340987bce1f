-- Corrections (执法公开规定 第八条). What a submission makes of the text that the public sees is decided with it. Of a
-- factual correction the replaced text stays readable here; a privacy correction or a withdrawal deletes every row of
-- the record.

ALTER TABLE record_rounds ADD COLUMN correction TEXT CHECK (correction IN ('factual', 'privacy'));

CREATE TABLE record_versions (
    record_id BLOB NOT NULL REFERENCES records (id),
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    published_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
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
    source_url TEXT,
    PRIMARY KEY (record_id, version)
) STRICT, WITHOUT ROWID;
