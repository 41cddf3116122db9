-- As migrations/sqlite/0035_provider_state.sql. The row says nothing after a crash, so no commit waits for
-- it to be on disk.
CREATE UNLOGGED TABLE provider_state (
    id         BIGINT PRIMARY KEY,
    next_slot  BIGINT NOT NULL,
    failures   BIGINT NOT NULL,
    down_until BIGINT,
    down_span  BIGINT,
    trying     BIGINT NOT NULL
);
