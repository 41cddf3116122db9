-- What a staff member typed about a case when the session was about to end by inactivity,
-- for after the next sign-in. Sealed; at most one each.
CREATE TABLE kept_inputs (
    reviewer_id  BLOB PRIMARY KEY REFERENCES reviewers (id),
    -- The hash of the session in which it was typed. That session still shows it.
    session      BLOB NOT NULL,
    -- The case: an erasure deletes the text, too.
    reference    TEXT NOT NULL,
    input_sealed BLOB NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
