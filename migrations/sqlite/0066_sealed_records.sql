-- The public learns how many decisions are sealed: they are found without a pass over every record.

CREATE INDEX records_sealed ON records (id) WHERE ruling = 'sealed';
CREATE INDEX records_sealed_later ON records (id) WHERE withdrawn_code = 'sealed';
