-- Spot checks (抽查) of what is public: what was drawn from what, what each drawn record was judged to be, and what came
-- of the findings. The numbers of the draw follow from the seed and the records' ids (`domain::spot_check::draw`).

CREATE TABLE spot_checks (
    id uuid PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    from_day date NOT NULL,
    to_day date NOT NULL,
    unit_id uuid REFERENCES units (id),
    kind text,
    unreviewed boolean NOT NULL,
    seed text NOT NULL,
    drawn_by uuid NOT NULL REFERENCES users (id),
    drawn_at timestamptz NOT NULL
);

-- How many records of each unit the draw was made from.
CREATE TABLE spot_check_units (
    check_id uuid NOT NULL REFERENCES spot_checks (id),
    unit_id uuid NOT NULL REFERENCES units (id),
    records bigint NOT NULL,
    PRIMARY KEY (check_id, unit_id)
);

CREATE TABLE spot_check_items (
    check_id uuid NOT NULL REFERENCES spot_checks (id),
    place integer NOT NULL,
    record_id uuid NOT NULL REFERENCES records (id),
    -- The public text that was drawn; from the judgement on the one that was judged.
    version integer NOT NULL,
    revision integer NOT NULL,
    -- Whether legal review let it pass.
    reviewed boolean NOT NULL,
    judged_by uuid REFERENCES users (id),
    judged_at timestamptz,
    words text,
    PRIMARY KEY (check_id, place),
    UNIQUE (check_id, record_id),
    CHECK ((judged_by IS NULL) = (judged_at IS NULL)),
    CHECK (words IS NULL OR judged_by IS NOT NULL)
);
CREATE INDEX spot_check_items_by_record ON spot_check_items (record_id);

CREATE TABLE spot_check_findings (
    check_id uuid NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('personal', 'mismatch', 'must-not-be-public', 'past-term', 'missing', 'other')),
    outcome text CHECK (outcome IN ('corrected', 'not-upheld')),
    reason text,
    settled_by uuid REFERENCES users (id),
    settled_at timestamptz,
    PRIMARY KEY (check_id, place, kind),
    FOREIGN KEY (check_id, place) REFERENCES spot_check_items (check_id, place),
    CHECK ((outcome IS NULL) = (settled_by IS NULL) AND (outcome IS NULL) = (settled_at IS NULL)),
    CHECK ((reason IS NOT NULL) = (COALESCE(outcome, '') = 'not-upheld'))
);
CREATE INDEX spot_check_findings_open ON spot_check_findings (check_id, place) WHERE outcome IS NULL;
