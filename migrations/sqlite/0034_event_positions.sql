-- Positions in the audit trail have a table of their own. The checkpointer gives them to committed
-- events, so that an event of one application never waits for another application's.
-- The insertion number of an event says nothing: it may have gaps.
ALTER TABLE events RENAME COLUMN pos TO id;

CREATE TABLE event_positions (
    pos      INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL UNIQUE
) STRICT;

INSERT INTO event_positions (pos, event_id) SELECT id, id FROM events ORDER BY id;

CREATE TRIGGER event_positions_are_not_changed BEFORE UPDATE ON event_positions
BEGIN
    SELECT RAISE(ABORT, 'positions of events are never changed');
END;

CREATE TRIGGER event_positions_are_not_deleted BEFORE DELETE ON event_positions
BEGIN
    SELECT RAISE(ABORT, 'positions of events are never deleted');
END;

CREATE TRIGGER event_positions_are_not_replaced BEFORE INSERT ON event_positions
WHEN EXISTS (SELECT 1 FROM event_positions WHERE pos = new.pos OR event_id = new.event_id)
BEGIN
    SELECT RAISE(ABORT, 'positions of events are never replaced');
END;

-- Events that the checkpointer has not given a position yet.
CREATE TABLE unpositioned_events (
    event_id INTEGER PRIMARY KEY
) STRICT;

-- Counters have shards, so that changes of different applications do not wait for one row. A count
-- is the sum of its shards. A shard may be below zero. SQLite, with its one writer, uses shard 0.
CREATE TABLE case_counts_in_shards (
    whose BLOB NOT NULL,
    state TEXT NOT NULL,
    shard INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (whose, state, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO case_counts_in_shards SELECT whose, state, 0, cases FROM case_counts;
DROP TABLE case_counts;
ALTER TABLE case_counts_in_shards RENAME TO case_counts;

CREATE TABLE day_counts_in_shards (
    state TEXT NOT NULL,
    day   INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (state, day, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO day_counts_in_shards SELECT state, day, 0, cases FROM day_counts;
DROP TABLE day_counts;
ALTER TABLE day_counts_in_shards RENAME TO day_counts;

CREATE TABLE step_counts_in_shards (
    day   INTEGER NOT NULL,
    place INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (day, place, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO step_counts_in_shards SELECT day, place, 0, cases FROM step_counts;
DROP TABLE step_counts;
ALTER TABLE step_counts_in_shards RENAME TO step_counts;

CREATE TABLE decision_counts_in_shards (
    day    INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    shard  INTEGER NOT NULL,
    cases  INTEGER NOT NULL,
    PRIMARY KEY (day, bucket, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO decision_counts_in_shards SELECT day, bucket, 0, cases FROM decision_counts;
DROP TABLE decision_counts;
ALTER TABLE decision_counts_in_shards RENAME TO decision_counts;
