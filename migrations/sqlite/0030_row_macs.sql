-- What decides about a staff member's access carries a MAC under the installation's admin key. A
-- row that was written by hand opens nothing. The migration seals the rows that exist.
ALTER TABLE reviewers ADD COLUMN mac BLOB;
ALTER TABLE desk_links ADD COLUMN mac BLOB;
ALTER TABLE staff_requests ADD COLUMN mac BLOB;
-- Of the last activity alone: it changes with most requests.
ALTER TABLE desk_sessions ADD COLUMN seen_mac BLOB;

-- The version of the account that an event is about. An older row that was put back whole has a
-- sound MAC and a lower version.
ALTER TABLE desk_trail ADD COLUMN account_version INTEGER;
CREATE INDEX desk_trail_versions ON desk_trail (about, account_version)
    WHERE account_version IS NOT NULL;

-- Their sealed data did not cover stage, account and times: the staff sign in again.
DELETE FROM desk_sessions;
