-- The desk's time to send on what it verified has a name of its own; it went by that of a target for cases.

UPDATE clocks SET clock = 'send-on' WHERE subject_kind = 'follow-up' AND clock = 'local-target';
