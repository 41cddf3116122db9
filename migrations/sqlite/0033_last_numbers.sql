-- The last number of each series: the positions of both trails, and the cases. The server gives each
-- number once, also if its row is gone. Both engines count this way; sqlite_sequence was SQLite's own.
CREATE TABLE last_numbers (
    series TEXT PRIMARY KEY,
    last   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO last_numbers (series, last) VALUES
    ('events', COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)),
    ('desk_trail', COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'desk_trail'), 0)),
    ('cases', COALESCE((SELECT MAX(number) FROM cases), 0));
