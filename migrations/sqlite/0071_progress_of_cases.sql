-- Progress of cases for those concerned (公安机关执法公开规定 第二十一条至第二十五条): what may be told, and of the query code a
-- keyed hash. No name, no facts: nothing else of a case comes into this database.

CREATE TABLE cases (
    id BLOB PRIMARY KEY,
    -- The number without brackets, blanks and width: what people type finds it.
    number_key TEXT NOT NULL UNIQUE,
    code_hash BLOB NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    contact_person TEXT,
    contact_phone TEXT,
    course TEXT NOT NULL,
    updated_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
