-- The application that a session has open: a resume ends the application’s other
-- sessions. A session from before this migration gets its value with its next activity.
ALTER TABLE sessions ADD COLUMN application_id BLOB;

CREATE INDEX sessions_by_application ON sessions (application_id)
    WHERE application_id IS NOT NULL;
