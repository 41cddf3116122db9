-- What somebody at the desk writes about a case: notes, messages to the
-- applicant, reasons. Each belongs to a line of the case's trail, which has the
-- hash of the sealed text, and is sealed with the person's own key: when that is
-- erased nobody can read it, and the trail stays whole.
CREATE TABLE case_texts (
    application_id BLOB NOT NULL REFERENCES applications (id),
    -- The line.
    seq            INTEGER NOT NULL,
    -- 'note', 'message' or 'reason'.
    kind           TEXT NOT NULL,
    written_at     INTEGER NOT NULL,
    -- Empty once the person is erased.
    text_sealed    BLOB NOT NULL,
    PRIMARY KEY (application_id, seq)
) STRICT, WITHOUT ROWID;
