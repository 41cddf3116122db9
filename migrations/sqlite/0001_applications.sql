-- Times are milliseconds since 1970, UTC. Whatever is named *_sealed is
-- encrypted with the subject's own key and bound to its row and column.

-- One key a person, itself sealed with the installation's key: deleting the
-- row makes everything sealed with it unreadable.
CREATE TABLE subject_keys (
    application_id BLOB PRIMARY KEY,
    key_sealed     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
    id             BLOB PRIMARY KEY,
    user_id        TEXT NOT NULL UNIQUE,
    reference      TEXT NOT NULL UNIQUE,
    external_id    TEXT,
    version        INTEGER NOT NULL,
    state          TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    submitted_at   INTEGER,
    -- When the upstream was last asked about it, by whichever server.
    asked_at       INTEGER,
    attempts       INTEGER NOT NULL,
    draft_sealed   BLOB NOT NULL,
    state_sealed   BLOB NOT NULL,
    -- Only until the upstream has accepted it.
    ssn_sealed     BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX applications_by_state ON applications (state, updated_at);
CREATE INDEX applications_by_external_id ON applications (external_id) WHERE external_id IS NOT NULL;

-- Each request upstream, numbered. The bytes go once it is settled, the digest
-- stays.
CREATE TABLE attempts (
    application_id BLOB NOT NULL REFERENCES applications (id),
    number         INTEGER NOT NULL,
    request_sealed BLOB,
    digest         TEXT NOT NULL,
    opened_at      INTEGER NOT NULL,
    settled_at     INTEGER,
    PRIMARY KEY (application_id, number)
) STRICT, WITHOUT ROWID;

-- At most one is on its way at any time.
CREATE UNIQUE INDEX one_open_attempt ON attempts (application_id) WHERE settled_at IS NULL;

-- The trail: appended, never changed, each row hashed over the one before it.
CREATE TABLE events (
    application_id BLOB NOT NULL,
    seq            INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    action         TEXT NOT NULL,
    from_state     TEXT NOT NULL,
    to_state       TEXT NOT NULL,
    detail         TEXT NOT NULL,
    hash           BLOB NOT NULL,
    PRIMARY KEY (application_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;
