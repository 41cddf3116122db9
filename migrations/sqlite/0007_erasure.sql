-- When the person was made unreadable: the key is gone, what was sealed with it
-- is empty; status, times and trail stay.
ALTER TABLE applications ADD COLUMN erased_at INTEGER;

-- What is looked through for those whose time is over.
CREATE INDEX applications_unerased ON applications (state, updated_at) WHERE erased_at IS NULL;
