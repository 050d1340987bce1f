-- A tombstone tells the kind and the number that the public had read, whatever an original says that nobody reviewed. Only
-- records that leave a tombstone keep them. Those withdrawn before tell what they told until now.
ALTER TABLE records ADD COLUMN told_kind TEXT;
ALTER TABLE records ADD COLUMN told_number TEXT;
UPDATE records SET told_number = document_number, told_kind = (SELECT o.content ->> 'kind' FROM record_originals o
    WHERE o.record_id = records.id AND o.revision = records.revision)
WHERE withdrawn_code IN ('revoked', 'changed', 'unlawful', 'void', 'published-in-error');
