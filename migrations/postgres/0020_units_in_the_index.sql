-- A unit renamed or moved: the index looks at each of its records again.
ALTER TABLE index_changes ADD COLUMN unit_id uuid;
