-- An erased application leaves the list. Its case gets a state of its own, so that every
-- page of the list stays one walk along an index, and the counts by state follow.
CREATE TRIGGER erased_cases_leave_the_list AFTER UPDATE OF erased_at ON applications
WHEN new.erased_at IS NOT NULL AND old.erased_at IS NULL
BEGIN
    UPDATE cases SET state = 'erased' WHERE application_id = new.id;
END;

-- The dashboard keeps counting an erased application under its last state.
DROP TRIGGER days_are_counted_anew;
CREATE TRIGGER days_are_counted_anew AFTER UPDATE OF state ON cases
WHEN new.state <> old.state AND new.state <> 'erased'
BEGIN
    UPDATE day_counts SET cases = cases - 1
    WHERE state = old.state AND day = old.opened_at / 86400000;
    INSERT INTO day_counts VALUES (new.state, new.opened_at / 86400000, 1)
    ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

UPDATE cases SET state = 'erased'
WHERE application_id IN (SELECT id FROM applications WHERE erased_at IS NOT NULL);
