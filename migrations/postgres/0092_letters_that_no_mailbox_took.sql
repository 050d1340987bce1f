-- Days on which the mailbox took no letter, of any of its subscriptions, with none between on which it took one; and the
-- last of them.
ALTER TABLE subscriptions ADD COLUMN undelivered integer NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN undelivered_on date;
