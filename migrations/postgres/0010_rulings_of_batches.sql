-- The batch whose import ruled on a draft: when the batch is dropped, the draft is unruled again.
ALTER TABLE records ADD COLUMN ruling_batch_id UUID REFERENCES import_batches (id);
CREATE INDEX records_by_ruling_batch ON records (ruling_batch_id) WHERE ruling_batch_id IS NOT NULL;
