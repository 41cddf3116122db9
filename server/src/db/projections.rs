//! Rows that follow from an application and its events: its case, which the admin's list reads, and
//! the counters of the list and the dashboard. Each change of an application keeps them in its own
//! transaction. A counter has shards: a transaction adds to the shard of its application, and a read
//! sums them. Transactions of different applications thus seldom wait for each other's counters.

use super::{
    driver::{LockScope, Param, Tx, params},
    millis,
    rows::RowError,
    series::next_case_number,
};
use kyc::{
    admin::dashboard::Histogram,
    application::Application,
    audit::{Action, Event},
    id::ApplicationId,
    state::StateKind,
};

/// The `whose` of the counters over all cases. That of unassigned cases is empty.
const ALL_CASES: &[u8] = &[0];

/// The state of a case whose application is erased.
const ERASED: &str = "erased";

const DAY_MS: i64 = 86_400_000;

/// A case: the narrow row of an application that the list is filtered and sorted by.
#[derive(Clone)]
pub(super) struct CaseProjection {
    /// Counts the cases in the order in which they were opened, from 1.
    pub(super) number: i64,
    /// A state's word, or [`ERASED`].
    pub(super) state: String,
    /// The reviewer's id; empty for an unassigned case.
    pub(super) assignee: Vec<u8>,
    /// Milliseconds since 1970.
    pub(super) opened_at: i64,
    /// The word of the last event that the list names.
    pub(super) event: String,
    /// The time of the last event, in milliseconds since 1970.
    pub(super) event_at: i64,
    /// The count of completed steps of the wizard.
    pub(super) reached: i64,
    /// The sealed list preview. `None` until it is made after an upgrade, empty after an erasure.
    pub(super) preview: Option<Vec<u8>>,
}

impl CaseProjection {
    fn new(number: i64, a: &Application, preview: Vec<u8>) -> Self {
        let opened_at = millis(a.created_at);
        Self {
            number,
            state: a.state.kind().as_str().to_owned(),
            assignee: Vec::new(),
            opened_at,
            event: Action::Opened.as_str().to_owned(),
            event_at: opened_at,
            reached: 0,
            preview: Some(preview),
        }
    }

    /// Notes new events of the application and their time.
    pub(super) fn note(&mut self, events: &[Event], at: i64) {
        // The erasure of an SSN follows from the event before it and tells a reviewer nothing.
        let named = events.iter().map(|event| &event.action);
        for action in named.filter(|action| !matches!(action, Action::SsnErased)) {
            action.as_str().clone_into(&mut self.event);
            self.event_at = at;
            if let Some(step) = action.completed_step() {
                self.reached = self.reached.max(step.number() as i64);
            }
        }
    }

    /// Empties the case of an erased application. The dashboard goes on counting its last state.
    pub(super) fn erase(&mut self) {
        ERASED.clone_into(&mut self.state);
        self.preview = Some(Vec::new());
    }

    const fn day(&self) -> i64 {
        self.opened_at.div_euclid(DAY_MS)
    }
}

/// Opens the case of a new application. Returns its number.
pub(super) fn open_case(
    tx: &mut Tx<'_>,
    a: &Application,
    events: &[Event],
    preview: Vec<u8>,
) -> Result<i64, RowError> {
    let mut case = CaseProjection::new(next_case_number(tx)?, a, preview);
    case.note(events, millis(a.updated_at));
    tx.execute(
        "INSERT INTO cases (number, application_id, reference, state, opened_at, event, event_at, \
         assignee, reached, glance_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            case.number,
            a.id.as_bytes(),
            a.reference.as_str(),
            &case.state,
            case.opened_at,
            &case.event,
            case.event_at,
            &case.assignee,
            case.reached,
            case.preview.as_ref()
        ],
    )?;
    let mut counters = Counters::of(tx, a.id)?;
    counters.add_case(&case, 1)?;
    counters.add_steps(&case, 0)?;
    Ok(case.number)
}

/// Changes a case and its counters. A missing case stays missing: `audit verify` reports it.
pub(super) fn change_case(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    before: Option<&CaseProjection>,
    change: impl FnOnce(&mut CaseProjection),
) -> Result<(), RowError> {
    let Some(before) = before else {
        return Ok(());
    };
    let mut case = before.clone();
    change(&mut case);
    update(tx, before, &case)?;
    let (is_moved, is_given) = (case.state != before.state, case.assignee != before.assignee);
    if !is_moved && !is_given && case.reached == before.reached {
        return Ok(());
    }
    let mut counters = Counters::of(tx, id)?;
    if is_moved || is_given {
        counters.add_assigned(before, -1)?;
        counters.add_assigned(&case, 1)?;
    }
    if is_moved {
        counters.add_state(before, -1)?;
        counters.add_state(&case, 1)?;
    }
    if is_moved && case.state != ERASED {
        counters.add_day(before, -1)?;
        counters.add_day(&case, 1)?;
    }
    counters.add_steps(&case, before.reached)
}

/// Writes the columns that differ. An update touches each index whose columns it names, so it names
/// no others: most changes move the case in two indexes of six.
fn update(tx: &mut Tx<'_>, before: &CaseProjection, case: &CaseProjection) -> Result<(), RowError> {
    let columns = [
        (
            "state",
            case.state != before.state,
            Param::from(&case.state),
        ),
        (
            "assignee",
            case.assignee != before.assignee,
            Param::from(&case.assignee),
        ),
        (
            "event",
            case.event != before.event,
            Param::from(&case.event),
        ),
        (
            "event_at",
            case.event_at != before.event_at,
            Param::from(case.event_at),
        ),
        (
            "reached",
            case.reached != before.reached,
            Param::from(case.reached),
        ),
        (
            "glance_sealed",
            case.preview != before.preview,
            Param::from(case.preview.as_ref()),
        ),
    ];
    let changed = columns.into_iter().filter(|(_, is_changed, _)| *is_changed);
    let (names, mut bound): (Vec<_>, Vec<_>) =
        changed.map(|(name, _, value)| (name, value)).unzip();
    if names.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE cases SET {} = ? WHERE number = ?",
        names.join(" = ?, ")
    );
    bound.push(Param::from(case.number));
    tx.execute(&sql, &bound)?;
    Ok(())
}

/// Counts a decision at the time `since`, if the change of state is one. The dashboard shows how long
/// it took since the submission. Times are milliseconds since 1970.
pub(super) fn count_decision(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    (from, to): (StateKind, StateKind),
    since: i64,
    submitted_at: Option<i64>,
) -> Result<(), RowError> {
    let Some(submitted_at) = submitted_at.filter(|_| to.is_final() && !from.is_final()) else {
        return Ok(());
    };
    let took = u64::try_from(since - submitted_at).unwrap_or_default();
    let bucket = Histogram::bucket(took) as i64;
    let mut counters = Counters::of(tx, id)?;
    let sql = "INSERT INTO decision_counts (day, bucket, shard, cases) VALUES (?, ?, ?, ?) \
               ON CONFLICT (day, bucket, shard) \
               DO UPDATE SET cases = decision_counts.cases + excluded.cases";
    counters.add(sql, &since.div_euclid(DAY_MS).into(), &bucket.into(), 1)
}

/// The counters of an application's shard, which this transaction has locked.
struct Counters<'a, 'c> {
    tx: &'a mut Tx<'c>,
    shard: u8,
}

impl<'a, 'c> Counters<'a, 'c> {
    /// Locks the shard. Two transactions that change several of its counters, in different orders,
    /// would wait for each other without the lock.
    fn of(tx: &'a mut Tx<'c>, id: ApplicationId) -> Result<Self, RowError> {
        let shard = id.as_bytes()[15] % tx.counter_shards();
        tx.lock(LockScope::Counters, &[shard])?;
        Ok(Self { tx, shard })
    }

    /// Adds to one counter, which has two key columns and its shard. It may not exist yet, or go
    /// below zero: only the sum of the shards counts.
    fn add(
        &mut self,
        sql: &str,
        one: &Param<'_>,
        other: &Param<'_>,
        by: i64,
    ) -> Result<(), RowError> {
        let shard = i64::from(self.shard);
        let bound = [*one, *other, Param::Int(shard), Param::Int(by)];
        self.tx.execute(sql, &bound)?;
        Ok(())
    }

    fn add_whose(&mut self, whose: &[u8], state: &str, by: i64) -> Result<(), RowError> {
        let sql = "INSERT INTO case_counts (whose, state, shard, cases) VALUES (?, ?, ?, ?) \
                   ON CONFLICT (whose, state, shard) \
                   DO UPDATE SET cases = case_counts.cases + excluded.cases";
        self.add(sql, &whose.into(), &state.into(), by)
    }

    /// The cases of an assignee, or those without one, in a state.
    fn add_assigned(&mut self, case: &CaseProjection, by: i64) -> Result<(), RowError> {
        self.add_whose(&case.assignee, &case.state, by)
    }

    /// All cases in a state.
    fn add_state(&mut self, case: &CaseProjection, by: i64) -> Result<(), RowError> {
        self.add_whose(ALL_CASES, &case.state, by)
    }

    /// The cases that were opened on a day and are in a state.
    fn add_day(&mut self, case: &CaseProjection, by: i64) -> Result<(), RowError> {
        let sql = "INSERT INTO day_counts (state, day, shard, cases) VALUES (?, ?, ?, ?) \
                   ON CONFLICT (state, day, shard) \
                   DO UPDATE SET cases = day_counts.cases + excluded.cases";
        self.add(sql, &(&case.state).into(), &case.day().into(), by)
    }

    fn add_case(&mut self, case: &CaseProjection, by: i64) -> Result<(), RowError> {
        self.add_assigned(case, by)?;
        self.add_state(case, by)?;
        self.add_day(case, by)
    }

    /// The steps that a case has completed since it had completed `before`. A skipped step counts as
    /// completed.
    fn add_steps(&mut self, case: &CaseProjection, before: i64) -> Result<(), RowError> {
        let sql = "INSERT INTO step_counts (day, place, shard, cases) VALUES (?, ?, ?, ?) \
                   ON CONFLICT (day, place, shard) \
                   DO UPDATE SET cases = step_counts.cases + excluded.cases";
        for place in before + 1..=case.reached {
            self.add(sql, &case.day().into(), &place.into(), 1)?;
        }
        Ok(())
    }
}
