-- What is owed to an application without anybody asking: at most one job each.
CREATE TABLE jobs (
    application_id BLOB PRIMARY KEY REFERENCES applications (id),
    duty           TEXT NOT NULL,
    -- NULL: nothing is owed now. The row stays, so that the fence never goes back.
    due_at         INTEGER,
    -- How often it was claimed since it was set.
    tries          INTEGER NOT NULL,
    -- Whoever claimed it has it until then.
    leased_until   INTEGER NOT NULL,
    -- Grows with every claim: what is done under an older one is refused.
    fence          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_by_due ON jobs (due_at) WHERE due_at IS NOT NULL;

-- When it came into its state.
ALTER TABLE applications ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE applications SET since = updated_at;

INSERT INTO jobs (application_id, duty, due_at, tries, leased_until, fence)
SELECT id, CASE state WHEN 'submitting' THEN 'submit' ELSE 'poll' END, updated_at, 0, 0, 0
FROM applications
WHERE state IN ('submitting', 'processing', 'documents_required', 'documents_under_review',
                'manual_review', 'provisioning', 'resubmit', 'expired');
