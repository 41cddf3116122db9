-- A page of the list is read from the narrow rows alone, fifty of them, not from
-- fifty applications: each holds what is shown of its person, first letters and
-- the upstream's last words, sealed with the person's own key.
ALTER TABLE cases ADD COLUMN reference TEXT NOT NULL DEFAULT '';
-- NULL: to be made, by whoever opens the database. Empty once the person is erased.
ALTER TABLE cases ADD COLUMN glance_sealed BLOB;

UPDATE cases
SET (reference, glance_sealed) = (
    SELECT reference, CASE WHEN erased_at IS NULL THEN NULL ELSE x'' END
    FROM applications WHERE id = cases.application_id);

CREATE INDEX cases_without_glance ON cases (number) WHERE glance_sealed IS NULL;

-- Whoever opens an application writes its glance in the same transaction; until
-- then there is one that nobody can open.
DROP TRIGGER cases_are_opened;
CREATE TRIGGER cases_are_opened AFTER INSERT ON applications
BEGIN
    INSERT INTO cases (number, application_id, reference, state, opened_at, event, event_at,
                       glance_sealed)
    SELECT COALESCE(MAX(number), 0) + 1, new.id, new.reference, new.state, new.created_at,
           'opened', new.created_at, x'00'
    FROM cases;
END;
