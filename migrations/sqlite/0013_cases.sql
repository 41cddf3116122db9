-- The reviewers' list. A narrow row for each application holds what the list is
-- filtered and sorted by, so that each page is one short walk along an index.
-- Triggers keep it: whatever changes an application cannot go past them.
-- Without a rowid: only so do the indexes compare time and number as one place.
CREATE TABLE cases (
    -- In the order in which they were opened; it breaks every tie of the list.
    number         INTEGER NOT NULL PRIMARY KEY,
    application_id BLOB NOT NULL UNIQUE REFERENCES applications (id),
    state          TEXT NOT NULL,
    opened_at      INTEGER NOT NULL,
    -- The last line of its trail.
    event          TEXT NOT NULL,
    event_at       INTEGER NOT NULL,
    -- The reviewer whose it is. Empty: nobody's.
    assignee       BLOB NOT NULL DEFAULT x''
) STRICT, WITHOUT ROWID;

INSERT INTO cases (number, application_id, state, opened_at, event, event_at)
SELECT row_number() OVER (ORDER BY a.created_at, a.id), a.id, a.state, a.created_at,
       COALESCE(e.action, 'opened'), COALESCE(e.at, a.created_at)
FROM applications a
LEFT JOIN events e ON e.application_id = a.id
    AND e.seq = (SELECT MAX(seq) FROM events WHERE application_id = a.id);

-- One for each order of the list, with and without whose they are. Several
-- states are several walks, merged.
CREATE INDEX cases_by_age ON cases (state, opened_at);
CREATE INDEX cases_by_event ON cases (state, event_at);
CREATE INDEX cases_of_by_age ON cases (assignee, state, opened_at);
CREATE INDEX cases_of_by_event ON cases (assignee, state, event_at);

-- `applications_unerased` serves whoever asked this one.
DROP INDEX applications_by_state;

CREATE TRIGGER cases_are_opened AFTER INSERT ON applications
BEGIN
    INSERT INTO cases (number, application_id, state, opened_at, event, event_at)
    SELECT COALESCE(MAX(number), 0) + 1, new.id, new.state, new.created_at, 'opened', new.created_at
    FROM cases;
END;

CREATE TRIGGER cases_follow_the_state AFTER UPDATE OF state ON applications
WHEN new.state <> old.state
BEGIN
    UPDATE cases SET state = new.state WHERE application_id = new.id;
END;

-- Two updates, so that the indexes are touched only where the time is another.
CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events
BEGIN
    UPDATE cases SET event = new.action WHERE application_id = new.application_id;
    UPDATE cases SET event_at = new.at
    WHERE application_id = new.application_id AND event_at <> new.at;
END;

-- How many there are, kept and never counted: by whose they are (x'00' for all
-- of them, empty for nobody's) and by state.
CREATE TABLE case_counts (
    whose BLOB NOT NULL,
    state TEXT NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (whose, state)
) STRICT, WITHOUT ROWID;

INSERT INTO case_counts SELECT x'', state, COUNT(*) FROM cases GROUP BY state;
INSERT INTO case_counts SELECT x'00', state, COUNT(*) FROM cases GROUP BY state;

CREATE TRIGGER cases_are_counted AFTER INSERT ON cases
BEGIN
    INSERT INTO case_counts VALUES (x'00', new.state, 1), (new.assignee, new.state, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

CREATE TRIGGER cases_are_counted_anew AFTER UPDATE OF state, assignee ON cases
WHEN new.state <> old.state OR new.assignee <> old.assignee
BEGIN
    UPDATE case_counts SET cases = cases - 1
    WHERE whose IN (x'00', old.assignee) AND state = old.state;
    INSERT INTO case_counts VALUES (x'00', new.state, 1), (new.assignee, new.state, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- Whoever is searched for is found the latest first.
ALTER TABLE blind_indexes ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE blind_indexes
SET number = (SELECT number FROM cases WHERE cases.application_id = blind_indexes.application_id);
DROP INDEX blind_indexes_by_token;
CREATE INDEX blind_indexes_by_token ON blind_indexes (kind, token, number);

CREATE TRIGGER blind_indexes_are_numbered AFTER INSERT ON blind_indexes
BEGIN
    UPDATE blind_indexes
    SET number = (SELECT number FROM cases WHERE application_id = new.application_id)
    WHERE application_id = new.application_id AND kind = new.kind;
END;

-- What somebody at the desk searched for, so that the address of what they
-- found says nothing about anybody.
CREATE TABLE desk_searches (
    id            BLOB PRIMARY KEY,
    reviewer_id   BLOB NOT NULL REFERENCES reviewers (id),
    sought_sealed BLOB NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_searches_by_expiry ON desk_searches (expires_at);
