-- Provider calls that cost money, counted for each day (UTC). A key is a keyed hash: of an SSN, or of
-- the kind of call. Rows of past days are deleted with the first call of a new day.
CREATE TABLE paid_calls (
    day             INTEGER NOT NULL,
    key             BLOB NOT NULL,
    used            INTEGER NOT NULL,
    PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;
