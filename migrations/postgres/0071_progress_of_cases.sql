-- Progress of cases for those concerned (公安机关执法公开规定 第二十一条至第二十五条): what may be told, and of the query code a
-- keyed hash. No name, no facts: nothing else of a case comes into this database.

CREATE TABLE cases (
    id uuid PRIMARY KEY,
    -- The number without brackets, blanks and width: what people type finds it.
    number_key text NOT NULL UNIQUE,
    code_hash bytea NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    contact_person text,
    contact_phone text,
    course jsonb NOT NULL,
    updated_on date NOT NULL
);
