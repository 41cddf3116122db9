-- The list by reference. A reference never changes: these two are written where a
-- row is opened, changes its state or changes hands, and with no other step.
CREATE INDEX cases_by_reference ON cases (state, reference);
CREATE INDEX cases_of_by_reference ON cases (assignee, state, reference);
