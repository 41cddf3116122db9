-- Jobs that belong to nobody's application: one server at a time does each.
CREATE TABLE chores (
    name         TEXT PRIMARY KEY,
    due_at       INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    fence        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO chores (name, due_at, leased_until, fence) VALUES ('retention', 0, 0, 0);
