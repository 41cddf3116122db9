-- The picture. What it shows is kept by triggers, within the transaction that
-- changes what is counted: a view reads a few rows a day, however many people
-- applied. Days are days since 1970 in UTC. Nothing here says who anybody is,
-- and erasing somebody changes nothing here.

-- How far each application has got: the place of the furthest step that was
-- answered soundly, once. 0: it was opened.
ALTER TABLE cases ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;

-- What the trail says when a step is answered.
CREATE TABLE form_steps (
    event TEXT NOT NULL,
    -- Empty for what does not name one.
    step  TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (event, step)
) STRICT, WITHOUT ROWID;

INSERT INTO form_steps (event, step, place) VALUES
    ('consented', '', 1),
    ('answered', 'name', 2),
    ('answered', 'birth_date', 3),
    ('answered', 'contact', 4),
    ('answered', 'address', 5),
    ('answered', 'ssn', 6),
    ('submitted', '', 7);

UPDATE cases SET reached = COALESCE((
    SELECT MAX(s.place) FROM events e
    JOIN form_steps s ON s.event = e.action AND s.step = COALESCE(e.detail ->> '$.step', '')
    WHERE e.application_id = cases.application_id), 0);

-- In the update that there was before: one more for each answer would cost more.
DROP TRIGGER cases_follow_the_trail;
CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events
BEGIN
    UPDATE cases SET event = new.action, reached = CASE
        WHEN new.action IN ('consented', 'answered', 'submitted') THEN MAX(reached, COALESCE((
            SELECT place FROM form_steps
            WHERE event = new.action AND step = COALESCE(new.detail ->> '$.step', '')), 0))
        ELSE reached END
    WHERE application_id = new.application_id;
    UPDATE cases SET event_at = new.at
    WHERE application_id = new.application_id AND event_at <> new.at;
END;

-- How many that were opened on a day got at least as far.
CREATE TABLE step_counts (
    day   INTEGER NOT NULL,
    place INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (day, place)
) STRICT, WITHOUT ROWID;

INSERT INTO step_counts
SELECT c.opened_at / 86400000, s.place, COUNT(*)
FROM form_steps s JOIN cases c ON c.reached >= s.place
GROUP BY 1, 2;

CREATE TRIGGER steps_are_counted AFTER UPDATE OF reached ON cases
WHEN new.reached = old.reached + 1
BEGIN
    INSERT INTO step_counts VALUES (new.opened_at / 86400000, new.reached, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- Whoever skips steps did them, too.
CREATE TRIGGER skipped_steps_are_counted AFTER UPDATE OF reached ON cases
WHEN new.reached > old.reached + 1
BEGIN
    INSERT INTO step_counts
    SELECT new.opened_at / 86400000, place, 1 FROM form_steps
    WHERE place > old.reached AND place <= new.reached
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- How many that were opened on a day are in a state now.
CREATE TABLE day_counts (
    state TEXT NOT NULL,
    day   INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (state, day)
) STRICT, WITHOUT ROWID;

INSERT INTO day_counts
SELECT state, opened_at / 86400000, COUNT(*) FROM cases GROUP BY 1, 2;

CREATE TRIGGER days_are_counted AFTER INSERT ON cases
BEGIN
    INSERT INTO day_counts VALUES (new.state, new.opened_at / 86400000, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

CREATE TRIGGER days_are_counted_anew AFTER UPDATE OF state ON cases
WHEN new.state <> old.state
BEGIN
    UPDATE day_counts SET cases = cases - 1
    WHERE state = old.state AND day = old.opened_at / 86400000;
    INSERT INTO day_counts VALUES (new.state, new.opened_at / 86400000, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- From how many milliseconds on a time falls into a bucket: four to each
-- doubling from a second up, so that the next is never a fifth longer. The first
-- one holds what took less, the last one all that took longer.
CREATE TABLE time_buckets (
    from_ms INTEGER PRIMARY KEY,
    bucket  INTEGER NOT NULL
) STRICT;

INSERT INTO time_buckets VALUES (0, 0);
WITH RECURSIVE doublings (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM doublings WHERE n < 23),
quarters (n, factor) AS (VALUES (0, 1000), (1, 1189), (2, 1414), (3, 1682))
INSERT INTO time_buckets
SELECT q.factor << d.n, 4 * d.n + q.n + 1 FROM doublings d CROSS JOIN quarters q;

-- How many were decided on a day after such a time since they were handed in.
CREATE TABLE decision_counts (
    day    INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    cases  INTEGER NOT NULL,
    PRIMARY KEY (day, bucket)
) STRICT, WITHOUT ROWID;

INSERT INTO decision_counts
SELECT since / 86400000, (
    SELECT bucket FROM time_buckets WHERE from_ms <= MAX(since - submitted_at, 0)
    ORDER BY from_ms DESC LIMIT 1), COUNT(*)
FROM applications
WHERE state IN ('approved', 'denied') AND submitted_at IS NOT NULL
GROUP BY 1, 2;

CREATE TRIGGER decisions_are_counted AFTER UPDATE OF state ON applications
WHEN new.state IN ('approved', 'denied') AND old.state NOT IN ('approved', 'denied')
    AND new.submitted_at IS NOT NULL
BEGIN
    INSERT INTO decision_counts
    SELECT new.since / 86400000, bucket, 1 FROM (
        SELECT bucket FROM time_buckets WHERE from_ms <= MAX(new.since - new.submitted_at, 0)
        ORDER BY from_ms DESC LIMIT 1)
    WHERE TRUE
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;
