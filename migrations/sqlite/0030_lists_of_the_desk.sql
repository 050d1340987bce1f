-- The publisher's lists and their counts, each by an index instead of a pass over every record.
CREATE INDEX records_never_public ON records (created_at DESC, ref) WHERE version = 0;
CREATE INDEX records_revised ON records (created_at DESC, ref) WHERE revision > 1;
CREATE INDEX records_newest ON records (created_at DESC, ref);
