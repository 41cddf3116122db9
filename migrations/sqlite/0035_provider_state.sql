-- What the servers of one PostgreSQL database share about the provider: the used budget and the circuit.
-- A server on SQLite keeps it in memory. Times are microseconds since 1970.
CREATE TABLE provider_state (
    id         INTEGER PRIMARY KEY,
    next_slot  INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    down_until INTEGER,
    -- Length of the pause, in microseconds.
    down_span  INTEGER,
    trying     INTEGER NOT NULL
) STRICT;
