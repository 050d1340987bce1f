-- Letters in a row that the mailbox did not take, of any of its subscriptions.
ALTER TABLE subscriptions ADD COLUMN undelivered INTEGER NOT NULL DEFAULT 0;
