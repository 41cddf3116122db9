-- A stolen copy of this table opens nothing: the id is hashed, the data sealed.
CREATE TABLE sessions (
    id_hash     BLOB PRIMARY KEY,
    data_sealed BLOB NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);
