-- Who made the account or reset it last. NULL: the operator at the command line.
ALTER TABLE reviewers ADD COLUMN made_by BLOB;
-- The second administrator, who received its enrolment link.
ALTER TABLE reviewers ADD COLUMN confirmed_by BLOB;
-- When another staff member took this account's access as an administrator.
ALTER TABLE reviewers ADD COLUMN administrator_until INTEGER;
-- The last change of the staff that this account dismissed: `desk_trail.pos`.
ALTER TABLE reviewers ADD COLUMN staff_seen INTEGER NOT NULL DEFAULT 0;

-- No account begins with years of old changes.
UPDATE reviewers SET staff_seen = COALESCE((SELECT MAX(pos) FROM desk_trail), 0);

-- Changes of the staff that wait for a second administrator, or were answered.
CREATE TABLE staff_requests (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    -- add, reset, enable, set_role
    change          TEXT NOT NULL,
    -- No reference: an account that is to be added has no row yet.
    account         BLOB NOT NULL,
    name            TEXT,
    role            TEXT,
    asked_by        BLOB NOT NULL REFERENCES reviewers (id),
    asked_at        INTEGER NOT NULL,
    -- open, confirmed, rejected, withdrawn
    status          TEXT NOT NULL,
    answered_by     BLOB REFERENCES reviewers (id),
    answered_at     INTEGER,
    CHECK ((status = 'open') = (answered_by IS NULL)),
    -- Two people.
    CHECK (answered_by IS NULL OR (answered_by = asked_by) = (status = 'withdrawn'))
) STRICT;

CREATE UNIQUE INDEX one_open_request_an_account ON staff_requests (account)
    WHERE status = 'open';
CREATE UNIQUE INDEX one_open_request_a_name ON staff_requests (name)
    WHERE status = 'open' AND name IS NOT NULL;

-- The changes that each staff member sees until they dismiss them.
CREATE INDEX desk_trail_changes ON desk_trail (pos) WHERE deed IN ('added', 'reset',
    'role_changed', 'disabled', 'enabled', 'change_requested', 'change_rejected',
    'change_withdrawn');
CREATE INDEX desk_trail_by_actor ON desk_trail (actor, pos);
CREATE INDEX desk_trail_by_deed ON desk_trail (deed, pos);
