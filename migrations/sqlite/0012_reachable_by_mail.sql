-- Whether an envelope holds a mail address: the web process cannot look, and must queue no mail without one.
-- The fact says nothing that the length of the envelope does not.
ALTER TABLE sealed_contacts ADD COLUMN has_email INTEGER NOT NULL DEFAULT 0 CHECK (NOT has_email OR envelope = 'delivery');
