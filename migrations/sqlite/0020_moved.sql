-- What the list shows as the last event is what moved a case. The number is
-- deleted in the transaction that hears the upstream, and the trail says so after
-- that: upkeep, at the same time, which the list passes over.
DROP TRIGGER cases_follow_the_trail;
CREATE TRIGGER cases_follow_the_trail AFTER INSERT ON events
WHEN new.action <> 'shredded'
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

UPDATE cases
SET event = COALESCE((
    SELECT action FROM events
    WHERE application_id = cases.application_id AND action <> 'shredded'
    ORDER BY seq DESC LIMIT 1), event)
WHERE event = 'shredded';

-- REPLACE deletes without a trigger for deletions, unless the connection wants it
-- (recursive_triggers): what stands in a trail is not replaced from any.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE application_id = new.application_id AND seq = new.seq)
    OR EXISTS (SELECT 1 FROM events WHERE pos = new.pos)
BEGIN
    SELECT RAISE(ABORT, 'events are never replaced');
END;

CREATE TRIGGER desk_trail_is_not_replaced BEFORE INSERT ON desk_trail
WHEN EXISTS (SELECT 1 FROM desk_trail WHERE pos = new.pos)
BEGIN
    SELECT RAISE(ABORT, 'the staff''s trail is never replaced');
END;

-- Two may sign at once: the second one's is passed over, as it asks to be.
CREATE TRIGGER checkpoints_are_not_replaced BEFORE INSERT ON checkpoints
WHEN EXISTS (SELECT 1 FROM checkpoints WHERE number = new.number)
BEGIN
    SELECT RAISE(IGNORE);
END;
