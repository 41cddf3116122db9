-- What somebody at the desk was let see of a person in full, and until when. Why
-- is the text of its line in the case's trail.
CREATE TABLE reveals (
    application_id BLOB NOT NULL REFERENCES applications (id),
    -- The line.
    seq            INTEGER NOT NULL,
    reviewer_id    BLOB NOT NULL REFERENCES reviewers (id),
    field          TEXT NOT NULL,
    at             INTEGER NOT NULL,
    until          INTEGER NOT NULL,
    PRIMARY KEY (application_id, seq),
    FOREIGN KEY (application_id, seq) REFERENCES case_texts (application_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX reveals_by_reviewer ON reveals (reviewer_id, at);

-- Who wanted to see more in a day than the firm allows, until an administrator
-- has looked at it.
CREATE TABLE reveal_alerts (
    reviewer_id    BLOB PRIMARY KEY REFERENCES reviewers (id),
    refused        INTEGER NOT NULL,
    first_at       INTEGER NOT NULL,
    last_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a reviewer wants overruled, and what a second one said to it; why is the
-- text of each one's line in the case's trail. The state of the application is the
-- upstream's and stays as it is.
CREATE TABLE overrules (
    application_id BLOB NOT NULL REFERENCES applications (id),
    -- From 1, within the case.
    number         INTEGER NOT NULL,
    outcome        TEXT NOT NULL,
    -- What the upstream's decision was: the request is void once it is another.
    decision       TEXT NOT NULL,
    asked_by       BLOB NOT NULL REFERENCES reviewers (id),
    asked_at       INTEGER NOT NULL,
    asked_seq      INTEGER NOT NULL,
    -- open, confirmed, turned_down, void
    standing       TEXT NOT NULL,
    answered_by    BLOB REFERENCES reviewers (id),
    answered_at    INTEGER,
    answered_seq   INTEGER,
    PRIMARY KEY (application_id, number),
    FOREIGN KEY (application_id, asked_seq) REFERENCES case_texts (application_id, seq),
    FOREIGN KEY (application_id, answered_seq) REFERENCES case_texts (application_id, seq),
    -- Two pairs of eyes.
    CHECK (answered_by IS NULL OR answered_by <> asked_by)
) STRICT, WITHOUT ROWID;

-- At most one waits for a second reviewer.
CREATE UNIQUE INDEX one_open_overrule ON overrules (application_id) WHERE standing = 'open';

-- Which checkpoint covers a line.
CREATE INDEX checkpoints_by_end ON checkpoints (upto);
