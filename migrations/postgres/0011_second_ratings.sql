-- A second rating may open a follow-up of its own, but nobody is asked a third time: its round is kept, and the
-- table refuses to wait for another answer. What is looked into is kept apart from who looks into it, because
-- 督察 also handles what concerns the bureau itself. An escalated follow-up says who settles it.

ALTER TABLE follow_ups ADD COLUMN matter TEXT NOT NULL DEFAULT 'handling' CHECK (matter IN ('handling', 'conduct'));
UPDATE follow_ups SET matter = 'conduct' WHERE queue = 'inspection';
UPDATE follow_ups SET state = 'escalated-county' WHERE state = 'escalated';
ALTER TABLE follow_ups ADD COLUMN round INTEGER NOT NULL DEFAULT 1
    CHECK (round = 1 OR (round = 2 AND state <> 'calling-back' AND state NOT LIKE 'escalated-%'));
UPDATE follow_ups SET round = (SELECT r.round FROM ratings r WHERE r.id = follow_ups.rating_id);
