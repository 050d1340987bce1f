-- What waits at the desk asks for the running clocks of its records alone; the clocks that were met are the many.
-- (`met_on` stands first, though it is always NULL: without it SQLite walks the primary key instead.)
CREATE INDEX clocks_running_of ON clocks (met_on, subject_kind, subject_id, clock, due_on) WHERE met_on IS NULL;
