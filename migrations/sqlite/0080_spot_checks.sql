-- Spot checks (抽查) of what is public: what was drawn from what, what each drawn record was judged to be, and what came
-- of the findings. The numbers of the draw follow from the seed and the records' ids (`domain::spot_check::draw`).

CREATE TABLE spot_checks (
    id BLOB PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    unit_id BLOB REFERENCES units (id),
    kind TEXT,
    unreviewed INTEGER NOT NULL,
    seed TEXT NOT NULL,
    drawn_by BLOB NOT NULL REFERENCES users (id),
    drawn_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many records of each unit the draw was made from.
CREATE TABLE spot_check_units (
    check_id BLOB NOT NULL REFERENCES spot_checks (id),
    unit_id BLOB NOT NULL REFERENCES units (id),
    records INTEGER NOT NULL,
    PRIMARY KEY (check_id, unit_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE spot_check_items (
    check_id BLOB NOT NULL REFERENCES spot_checks (id),
    place INTEGER NOT NULL,
    record_id BLOB NOT NULL REFERENCES records (id),
    -- The public text that was drawn; from the judgement on the one that was judged.
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    -- Whether legal review let it pass.
    reviewed INTEGER NOT NULL,
    judged_by BLOB REFERENCES users (id),
    judged_at TEXT,
    words TEXT,
    PRIMARY KEY (check_id, place),
    UNIQUE (check_id, record_id),
    CHECK ((judged_by IS NULL) = (judged_at IS NULL)),
    CHECK (words IS NULL OR judged_by IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_check_items_by_record ON spot_check_items (record_id);

CREATE TABLE spot_check_findings (
    check_id BLOB NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('personal', 'mismatch', 'must-not-be-public', 'past-term', 'missing', 'other')),
    outcome TEXT CHECK (outcome IN ('corrected', 'not-upheld')),
    reason TEXT,
    settled_by BLOB REFERENCES users (id),
    settled_at TEXT,
    PRIMARY KEY (check_id, place, kind),
    FOREIGN KEY (check_id, place) REFERENCES spot_check_items (check_id, place),
    CHECK ((outcome IS NULL) = (settled_by IS NULL) AND (outcome IS NULL) = (settled_at IS NULL)),
    CHECK ((reason IS NOT NULL) = (COALESCE(outcome, '') = 'not-upheld'))
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_check_findings_open ON spot_check_findings (check_id, place) WHERE outcome IS NULL;
