-- Saved searches with mail. The address is sealed in `sealed_contacts`; here stands a keyed digest of it, and of the link's
-- token. Who stops is deleted, and with the last subscription the search.

CREATE TABLE saved_searches (
    id BLOB PRIMARY KEY,
    -- The query of the page of results, in one writing for everything that means the same.
    query TEXT NOT NULL UNIQUE,
    -- What is searched, in words.
    words TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriptions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    address_hash BLOB NOT NULL,
    search_id BLOB NOT NULL REFERENCES saved_searches (id),
    pace TEXT NOT NULL CHECK (pace IN ('at-once', 'daily')),
    -- Letters that asked for confirmation, and the last of them.
    letters INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    confirmed_at TEXT,
    -- The last hit that a letter was made of.
    told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (address_hash, search_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptions_by_search ON subscriptions (search_id);
CREATE INDEX subscriptions_unconfirmed ON subscriptions (asked_at) WHERE confirmed_at IS NULL;

-- Records published for the first time that no saved search has looked at yet: one alone, or a released batch of which
-- the records up to `reached` are done. Empty while nobody subscribes.
CREATE TABLE newcomers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id BLOB REFERENCES records (id),
    batch_id BLOB REFERENCES import_batches (id),
    published_at TEXT NOT NULL,
    reached BLOB,
    CHECK ((record_id IS NULL) <> (batch_id IS NULL))
) STRICT;

-- What saved searches found, in order: until every subscription was told. `more` counts those found together with a hit
-- that are too many to be named.
CREATE TABLE search_hits (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    search_id BLOB NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    record_id BLOB NOT NULL REFERENCES records (id),
    published_at TEXT NOT NULL,
    more INTEGER NOT NULL,
    UNIQUE (search_id, record_id)
) STRICT;
CREATE INDEX search_hits_in_order ON search_hits (search_id, number);
