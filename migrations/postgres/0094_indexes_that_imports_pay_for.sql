-- Every index whose keys come in any order costs an import a page for every record. A reference is looked up among all
-- records, `records.ref`; nothing reads the public ones by day of decision alone; and of one day of publication the last
-- stored stands first.
DROP INDEX record_public_by_ref;
DROP INDEX record_public_newest;
DROP INDEX record_public_latest;
CREATE INDEX record_public_latest ON record_public (published_on, record_id);
