-- Blind indexes: keyed hashes, cut to 16 bytes, of what somebody may be searched
-- by exactly. Without the installation's key they say nothing, not even to a
-- guess; they go when the person is erased.
CREATE TABLE blind_indexes (
    application_id BLOB NOT NULL,
    -- 'email' or 'name'.
    kind           TEXT NOT NULL,
    token          BLOB NOT NULL,
    PRIMARY KEY (application_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX blind_indexes_by_token ON blind_indexes (kind, token);

-- Whether it was indexed since there are indexes.
ALTER TABLE applications ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX applications_unindexed ON applications (id) WHERE indexed = 0;
