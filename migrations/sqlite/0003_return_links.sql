-- The links that bring people back on another device. The secret itself is
-- nowhere: a stolen copy of this table opens nothing.
CREATE TABLE return_links (
    secret_hash    BLOB PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES applications (id),
    -- Wrong dates of birth that it still bears.
    tries_left     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX return_links_by_application ON return_links (application_id, expires_at);
CREATE INDEX return_links_by_expiry ON return_links (expires_at);
