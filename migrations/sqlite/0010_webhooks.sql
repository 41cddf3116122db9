-- What the upstream sends by itself, signed: kept before it is acknowledged,
-- applied at most once, by whichever server claims it (security I7).
CREATE TABLE deliveries (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The sender's names for the message and for what it tells: a second one
    -- with either is the same once more.
    webhook_id   TEXT NOT NULL UNIQUE,
    event_id     TEXT UNIQUE,
    kind         TEXT NOT NULL,
    -- The upstream's id of whom it is about.
    about        TEXT,
    received_at  INTEGER NOT NULL,
    standing     TEXT NOT NULL,
    -- NULL: nothing is to be done about it.
    due_at       INTEGER,
    tries        INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    -- Grows with every claim: what is done under an older one is refused.
    fence        INTEGER NOT NULL,
    -- By a key of the installation: whose it is may not be known. Empty once the
    -- person is erased.
    body_sealed  BLOB NOT NULL
) STRICT;

CREATE INDEX deliveries_by_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_by_about ON deliveries (about) WHERE about IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (received_at);

-- From when on the upstream is to be asked once more, since somebody said so
-- while it was being asked. Claiming the job answers it.
ALTER TABLE jobs ADD COLUMN hint_at INTEGER;
