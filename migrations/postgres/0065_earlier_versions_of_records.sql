-- Corrections (执法公开规定 第八条). What a submission makes of the text that the public sees is decided with it. Of a
-- factual correction the replaced text stays readable here; a privacy correction or a withdrawal deletes every row of
-- the record.

ALTER TABLE record_rounds ADD COLUMN correction text CHECK (correction IN ('factual', 'privacy'));

CREATE TABLE record_versions (
    record_id uuid NOT NULL REFERENCES records (id),
    revision integer NOT NULL,
    version integer NOT NULL,
    published_at timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL,
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
    source_url text,
    PRIMARY KEY (record_id, version)
);
