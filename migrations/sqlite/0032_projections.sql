-- The server keeps cases and counters in the transaction of each change (server/src/db/projections.rs).
-- Both engines then share the rules, and the database keeps only the guards of what is append-only.
DROP TRIGGER IF EXISTS cases_are_opened;
DROP TRIGGER IF EXISTS cases_follow_the_state;
DROP TRIGGER IF EXISTS cases_follow_the_trail;
DROP TRIGGER IF EXISTS cases_are_counted;
DROP TRIGGER IF EXISTS cases_are_counted_anew;
DROP TRIGGER IF EXISTS blind_indexes_are_numbered;
DROP TRIGGER IF EXISTS steps_are_counted;
DROP TRIGGER IF EXISTS skipped_steps_are_counted;
DROP TRIGGER IF EXISTS days_are_counted;
DROP TRIGGER IF EXISTS days_are_counted_anew;
DROP TRIGGER IF EXISTS decisions_are_counted;
DROP TRIGGER IF EXISTS erased_cases_leave_the_list;

-- What these tables say stands in the domain: the steps in kyc/src/flow.rs, the buckets in
-- kyc/src/admin/dashboard/histogram.rs.
DROP TABLE IF EXISTS form_steps;
DROP TABLE IF EXISTS time_buckets;
