-- What people chose about single passages of a record, beside the rules of masking: a list of passage, act, reason, who
-- and when. It belongs to the record, not to one original, so that it outlives an import.

ALTER TABLE records ADD COLUMN maskings TEXT NOT NULL DEFAULT '[]';
