-- The trail gets positions: one order over all applications, without gaps, so
-- that a checkpoint can cover all rows between two of them.
CREATE TABLE positioned (
    -- Never given twice, even if the last row should vanish.
    pos            INTEGER PRIMARY KEY AUTOINCREMENT,
    -- How it is hashed: 1 without its position, as all rows of before, 2 with it.
    rule           INTEGER NOT NULL,
    application_id BLOB NOT NULL,
    seq            INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    actor          TEXT NOT NULL,
    action         TEXT NOT NULL,
    from_state     TEXT NOT NULL,
    to_state       TEXT NOT NULL,
    detail         TEXT NOT NULL,
    hash           BLOB NOT NULL,
    UNIQUE (application_id, seq)
) STRICT;

INSERT INTO positioned
SELECT row_number() OVER (ORDER BY application_id, seq), 1, application_id, seq, at, actor, action,
       from_state, to_state, detail, hash
FROM events;

DROP TABLE events;
ALTER TABLE positioned RENAME TO events;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;

-- Signed by the installation: each covers the rows after the one before it, up
-- to and with `upto`.
CREATE TABLE checkpoints (
    number    INTEGER PRIMARY KEY,
    upto      INTEGER NOT NULL,
    count     INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    -- Over the checkpoint before, the columns above, and position and hash of
    -- each row it covers.
    hash      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE TRIGGER checkpoints_are_not_changed BEFORE UPDATE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are never changed');
END;

CREATE TRIGGER checkpoints_are_not_deleted BEFORE DELETE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are never deleted');
END;
