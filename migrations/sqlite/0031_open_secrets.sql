-- The hashes of what is open for an account: the sessions in which it is signed in, and its
-- enrolment link. The account's MAC covers them, so that an ended session or link whose row was put
-- back opens nothing. NULL: the account has not changed since the version that has no such list.
ALTER TABLE reviewers ADD COLUMN open_secrets TEXT;

-- No list names them: the staff sign in again.
DELETE FROM desk_sessions;
