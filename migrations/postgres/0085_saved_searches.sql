-- Saved searches with mail. The address is sealed in `sealed_contacts`; here stands a keyed digest of it, and of the link's
-- token. Who stops is deleted, and with the last subscription the search.

CREATE TABLE saved_searches (
    id uuid PRIMARY KEY,
    -- The query of the page of results, in one writing for everything that means the same.
    query text NOT NULL UNIQUE,
    -- What is searched, in words.
    words text NOT NULL
);

CREATE TABLE subscriptions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    address_hash bytea NOT NULL,
    search_id uuid NOT NULL REFERENCES saved_searches (id),
    pace text NOT NULL CHECK (pace IN ('at-once', 'daily')),
    -- Letters that asked for confirmation, and the last of them.
    letters integer NOT NULL,
    asked_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- The last hit that a letter was made of.
    told bigint NOT NULL DEFAULT 0,
    UNIQUE (address_hash, search_id)
);
CREATE INDEX subscriptions_by_search ON subscriptions (search_id);
CREATE INDEX subscriptions_unconfirmed ON subscriptions (asked_at) WHERE confirmed_at IS NULL;

-- Records published for the first time that no saved search has looked at yet: one alone, or a released batch of which
-- the records up to `reached` are done. Empty while nobody subscribes.
CREATE TABLE newcomers (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id uuid REFERENCES records (id),
    batch_id uuid REFERENCES import_batches (id),
    published_at timestamptz NOT NULL,
    reached uuid,
    CHECK ((record_id IS NULL) <> (batch_id IS NULL))
);

-- What saved searches found, in order: until every subscription was told. `more` counts those found together with a hit
-- that are too many to be named.
CREATE TABLE search_hits (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    search_id uuid NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    record_id uuid NOT NULL REFERENCES records (id),
    published_at timestamptz NOT NULL,
    more bigint NOT NULL,
    UNIQUE (search_id, record_id)
);
CREATE INDEX search_hits_in_order ON search_hits (search_id, number);
