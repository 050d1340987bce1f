-- How few decisions of a unit are like one that waits (docs/masking.md): asked for whenever a waiting record is shown.
CREATE INDEX records_waiting_of_unit ON records (unit_id) WHERE version = 0;
