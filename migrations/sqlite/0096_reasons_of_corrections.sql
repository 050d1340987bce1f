-- Why a text was corrected, in words that the public reads beside it: of factual corrections alone. It is submitted with
-- the correction, stands with the text that was replaced, and is deleted with it.

ALTER TABLE record_rounds ADD COLUMN reason TEXT CHECK (reason IS NULL OR correction = 'factual');
ALTER TABLE record_versions ADD COLUMN reason TEXT;
