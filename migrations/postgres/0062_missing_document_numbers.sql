-- What publishers said of missing document numbers (文号), by unit, word and year.

CREATE TABLE number_gaps (
    unit_id uuid NOT NULL REFERENCES units (id),
    word text NOT NULL,
    year integer NOT NULL,
    first integer NOT NULL,
    last integer NOT NULL,
    cause text NOT NULL CHECK (cause IN ('not-issued', 'secret', 'minor')),
    reason text NOT NULL,
    PRIMARY KEY (unit_id, word, year, first),
    CHECK (first <= last)
);
