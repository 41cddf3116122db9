//! Rows that follow from an application and its events: its case, which the admin's list reads, and
//! the counters of the list and the dashboard. Each change of an application keeps them in its own
//! transaction. A counter has shards: a transaction adds to the shard of its application, and a read
//! sums them. Transactions of different applications thus seldom wait for each other's counters.

use super::{
    driver::{Param, Tx, params},
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
use std::collections::BTreeMap;

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
    let mut counters = Counters::default();
    counters.add_case(&case, 1);
    counters.add_steps(&case, 0);
    counters.write(tx, a.id)?;
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
    let mut counters = Counters::default();
    if is_moved || is_given {
        counters.add_assigned(before, -1);
        counters.add_assigned(&case, 1);
    }
    if is_moved {
        counters.add_state(before, -1);
        counters.add_state(&case, 1);
    }
    if is_moved && case.state != ERASED {
        counters.add_day(before, -1);
        counters.add_day(&case, 1);
    }
    counters.add_steps(&case, before.reached);
    counters.write(tx, id)
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
    let decided = (since.div_euclid(DAY_MS).into(), bucket.into(), 1);
    let columns = ["decision_counts", "day", "bucket"];
    add(tx, id, columns, [decided].into_iter())
}

/// Changes of counters, by their two key columns. Each table takes them in one statement.
#[derive(Default)]
struct Counters {
    /// Cases by assignee and state.
    whose: BTreeMap<(Vec<u8>, String), i64>,
    /// Cases by state and the day when they were opened.
    days: BTreeMap<(String, i64), i64>,
    /// Completed steps by the day when the case was opened and the step's number.
    steps: BTreeMap<(i64, i64), i64>,
}

impl Counters {
    /// The cases of an assignee, or those without one, in a state.
    fn add_assigned(&mut self, case: &CaseProjection, by: i64) {
        let key = (case.assignee.clone(), case.state.clone());
        *self.whose.entry(key).or_default() += by;
    }

    /// All cases in a state.
    fn add_state(&mut self, case: &CaseProjection, by: i64) {
        let key = (ALL_CASES.to_vec(), case.state.clone());
        *self.whose.entry(key).or_default() += by;
    }

    /// The cases that were opened on a day and are in a state.
    fn add_day(&mut self, case: &CaseProjection, by: i64) {
        let key = (case.state.clone(), case.day());
        *self.days.entry(key).or_default() += by;
    }

    fn add_case(&mut self, case: &CaseProjection, by: i64) {
        self.add_assigned(case, by);
        self.add_state(case, by);
        self.add_day(case, by);
    }

    /// The steps that a case has completed since it had completed `before`. A skipped step counts as
    /// completed.
    fn add_steps(&mut self, case: &CaseProjection, before: i64) {
        for place in before + 1..=case.reached {
            *self.steps.entry((case.day(), place)).or_default() += 1;
        }
    }

    /// Writes them into the application's shard. Each transaction takes the tables and the keys in the same
    /// order, so that no two wait for each other.
    fn write(&self, tx: &mut Tx<'_>, id: ApplicationId) -> Result<(), RowError> {
        let whose = self.whose.iter();
        let whose = whose.map(|((whose, state), by)| (whose.as_slice().into(), state.into(), *by));
        add(tx, id, ["case_counts", "whose", "state"], whose)?;
        let days = self.days.iter();
        let days = days.map(|((state, day), by)| (state.into(), (*day).into(), *by));
        add(tx, id, ["day_counts", "state", "day"], days)?;
        let steps = self.steps.iter();
        let steps = steps.map(|((day, place), by)| ((*day).into(), (*place).into(), *by));
        add(tx, id, ["step_counts", "day", "place"], steps)
    }
}

/// Adds to counters of a table with two key columns. A counter may not exist yet, or go below zero: only
/// the sum of the shards counts.
fn add<'a>(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    [table, one, other]: [&str; 3],
    changes: impl Iterator<Item = (Param<'a>, Param<'a>, i64)>,
) -> Result<(), RowError> {
    let shard = i64::from(id.as_bytes()[15] % tx.counter_shards());
    let changes: Vec<_> = changes.filter(|(_, _, by)| *by != 0).collect();
    if changes.is_empty() {
        return Ok(());
    }
    let rows = vec!["(?, ?, ?, ?)"; changes.len()].join(", ");
    let sql = format!(
        "INSERT INTO {table} ({one}, {other}, shard, cases) VALUES {rows} \
         ON CONFLICT ({one}, {other}, shard) DO UPDATE SET cases = {table}.cases + excluded.cases"
    );
    let bound = changes.into_iter();
    let bound = bound.flat_map(|(one, other, by)| [one, other, shard.into(), by.into()]);
    tx.execute(&sql, &bound.collect::<Vec<_>>())?;
    Ok(())
}
