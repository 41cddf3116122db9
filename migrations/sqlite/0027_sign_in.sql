-- Second factors that were counted in this session, before they were verified.
ALTER TABLE desk_sessions ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

-- Passwords and codes of an account that failed since its last sign-in. 100 lock it until it is
-- reset.
CREATE TABLE sign_in_failures (
    reviewer_id     BLOB PRIMARY KEY REFERENCES reviewers (id),
    in_a_row        INTEGER NOT NULL,
    locked_at       INTEGER
) STRICT, WITHOUT ROWID;

-- Refused sign-ins of an hour. The first one of each row is in the trail; after the hour the
-- others follow there as one event, and the row goes.
CREATE TABLE sign_in_refusals (
    hour            INTEGER NOT NULL,
    actor           TEXT NOT NULL,
    -- Empty for an unknown account.
    about           BLOB NOT NULL,
    -- The event, with the keyed hash of the address.
    detail          TEXT NOT NULL,
    times           INTEGER NOT NULL,
    PRIMARY KEY (hour, actor, about, detail)
) STRICT, WITHOUT ROWID;

-- What its owner calls a passkey.
ALTER TABLE desk_passkeys ADD COLUMN name_sealed BLOB;

-- Staff members see a lock among the changes of the staff.
DROP INDEX desk_trail_changes;
CREATE INDEX desk_trail_changes ON desk_trail (pos) WHERE deed IN ('added', 'reset',
    'role_changed', 'disabled', 'enabled', 'change_requested', 'change_rejected',
    'change_withdrawn', 'locked');
