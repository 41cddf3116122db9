-- The reviewers' desk. What is sealed here is sealed with a key of the
-- installation, bound to row and column; a stolen copy opens nothing.
CREATE TABLE reviewers (
    id              BLOB PRIMARY KEY,
    -- What they sign in with and are known by.
    name            TEXT NOT NULL UNIQUE,
    role            TEXT NOT NULL,
    version         INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    disabled_at     INTEGER,
    -- argon2id, peppered with the same key.
    password_hash   TEXT,
    totp_sealed     BLOB,
    -- The step of the last code that was taken: no code counts twice.
    totp_step       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_passkeys (
    credential      BLOB PRIMARY KEY,
    reviewer_id     BLOB NOT NULL REFERENCES reviewers (id),
    -- Public key and counter, as the library writes them.
    key_sealed      BLOB NOT NULL,
    created_at      INTEGER NOT NULL,
    used_at         INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_passkeys_by_reviewer ON desk_passkeys (reviewer_id, created_at);

CREATE TABLE desk_recovery (
    reviewer_id     BLOB NOT NULL REFERENCES reviewers (id),
    code_hash       BLOB NOT NULL,
    PRIMARY KEY (reviewer_id, code_hash)
) STRICT, WITHOUT ROWID;

-- One link each to enrol by.
CREATE TABLE desk_links (
    reviewer_id     BLOB PRIMARY KEY REFERENCES reviewers (id),
    secret_hash     BLOB NOT NULL UNIQUE,
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_sessions (
    id_hash         BLOB PRIMARY KEY,
    stage           TEXT NOT NULL,
    -- NULL for a stranger.
    reviewer_id     BLOB REFERENCES reviewers (id),
    began_at        INTEGER NOT NULL,
    seen_at         INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    -- Until when a second factor counts as just shown.
    fresh_until     INTEGER,
    memory_sealed   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_sessions_by_reviewer ON desk_sessions (reviewer_id, began_at)
    WHERE reviewer_id IS NOT NULL;
CREATE INDEX desk_sessions_by_end ON desk_sessions (ends_at);

-- Tries that were not followed by a success, by keyed hashes of account and
-- address; and the addresses that an account is known to come from.
CREATE TABLE desk_tries (
    key             BLOB PRIMARY KEY,
    failures        INTEGER NOT NULL,
    last_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_tries_by_age ON desk_tries (last_at);

CREATE TABLE desk_known (
    key             BLOB PRIMARY KEY,
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_known_by_expiry ON desk_known (expires_at);

-- The trail of the staff: appended, never changed, each row hashed over the one
-- before it. No names, no addresses.
CREATE TABLE desk_trail (
    pos             INTEGER PRIMARY KEY AUTOINCREMENT,
    at              INTEGER NOT NULL,
    actor           TEXT NOT NULL,
    about           BLOB,
    deed            TEXT NOT NULL,
    detail          TEXT NOT NULL,
    hash            BLOB NOT NULL
) STRICT;

CREATE INDEX desk_trail_by_about ON desk_trail (about, pos) WHERE about IS NOT NULL;

CREATE TRIGGER desk_trail_is_not_changed BEFORE UPDATE ON desk_trail
BEGIN
    SELECT RAISE(ABORT, 'the staff''s trail is never changed');
END;

CREATE TRIGGER desk_trail_is_not_deleted BEFORE DELETE ON desk_trail
BEGIN
    SELECT RAISE(ABORT, 'the staff''s trail is never deleted');
END;
