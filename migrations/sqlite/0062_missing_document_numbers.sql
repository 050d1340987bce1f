-- What publishers said of missing document numbers (文号), by unit, word and year.

CREATE TABLE number_gaps (
    unit_id BLOB NOT NULL REFERENCES units (id),
    word TEXT NOT NULL,
    year INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('not-issued', 'secret', 'minor')),
    reason TEXT NOT NULL,
    PRIMARY KEY (unit_id, word, year, first),
    CHECK (first <= last)
) STRICT, WITHOUT ROWID;
