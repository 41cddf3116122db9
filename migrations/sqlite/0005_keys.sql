-- The installation's own keys, random, each sealed by a key of the key file. The
-- key that is named here is the one that seals new people's keys, too: read in
-- the transaction that writes one, so that a rotation under a running server
-- misses none. Sessions of before end: their key was another.
CREATE TABLE installation_keys (
    name       TEXT PRIMARY KEY,
    -- Which key of the key file sealed it.
    key_id     BLOB NOT NULL,
    key_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

DELETE FROM sessions;

-- Which key of the key file sealed it. NULL: from before there could be two.
ALTER TABLE subject_keys ADD COLUMN key_id BLOB;
