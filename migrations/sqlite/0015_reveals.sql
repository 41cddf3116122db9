-- What somebody at the desk was let see of a person in full, why, and until
-- when. The reason is sealed with the person's own key: it may say something
-- about them, and goes with them.
CREATE TABLE reveals (
    -- Never given twice: the reason is sealed for it.
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    reviewer_id    BLOB NOT NULL REFERENCES reviewers (id),
    application_id BLOB NOT NULL REFERENCES applications (id),
    field          TEXT NOT NULL,
    at             INTEGER NOT NULL,
    until          INTEGER NOT NULL,
    reason_sealed  BLOB NOT NULL
) STRICT;

CREATE INDEX reveals_by_reviewer ON reveals (reviewer_id, at);
CREATE INDEX reveals_by_case ON reveals (application_id, at);

-- Who wanted to see more in a day than the firm allows, until an administrator
-- has looked at it.
CREATE TABLE reveal_alerts (
    reviewer_id    BLOB PRIMARY KEY REFERENCES reviewers (id),
    refused        INTEGER NOT NULL,
    first_at       INTEGER NOT NULL,
    last_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a reviewer wants overruled, and what a second one said to it. The state
-- of the application is the upstream's and stays as it is.
CREATE TABLE overrules (
    application_id BLOB NOT NULL REFERENCES applications (id),
    -- From 1, within the case.
    number         INTEGER NOT NULL,
    outcome        TEXT NOT NULL,
    -- What the upstream's decision was: the request is void once it is another.
    decision       TEXT NOT NULL,
    asked_by       BLOB NOT NULL REFERENCES reviewers (id),
    asked_at       INTEGER NOT NULL,
    reason_sealed  BLOB NOT NULL,
    -- open, confirmed, turned_down, void
    standing       TEXT NOT NULL,
    answered_by    BLOB REFERENCES reviewers (id),
    answered_at    INTEGER,
    answer_sealed  BLOB,
    PRIMARY KEY (application_id, number),
    -- Two pairs of eyes.
    CHECK (answered_by IS NULL OR answered_by <> asked_by)
) STRICT, WITHOUT ROWID;

-- At most one waits for a second reviewer.
CREATE UNIQUE INDEX one_open_overrule ON overrules (application_id) WHERE standing = 'open';

-- Which checkpoint covers a line.
CREATE INDEX checkpoints_by_end ON checkpoints (upto);
