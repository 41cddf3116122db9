//! Pseudorandom histories of applications.

use super::super::day;
use crate::{
    db::{
        DatabaseStore,
        commit_parts::append_one,
        driver::{Tx, params},
        head::ApplicationHead,
        millis,
        projections::{change_case, count_decision},
        rows::RowError,
    },
    test_support::TestInstallation,
};
use kyc::{
    admin::dashboard::{DateRange, Histogram, Stats},
    application::Application,
    audit::{Action, Actor, Event},
    flow::Step,
    form::Draft,
    id::{ApplicationId, Reference, SessionToken, UserId},
    state::{State, StateKind, UpdateLog},
};
use time::{Duration, OffsetDateTime, macros::datetime};

pub(super) const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

/// A deterministic pseudorandom generator.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % (most + 1)
    }
}

/// What the test knows of an application.
pub(super) struct Known {
    pub(super) id: ApplicationId,
    opened_at: OffsetDateTime,
    pub(super) state: StateKind,
    /// Count of completed steps.
    reached: usize,
    /// Time of the decision, and time from submission to decision.
    decided: Option<(OffsetDateTime, Duration)>,
}

fn new(n: u64, opened_at: OffsetDateTime) -> Application {
    let mut bytes = [7; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Application {
        id: ApplicationId::new(bytes),
        user_id: UserId::from_entropy(bytes),
        reference: Reference::from_entropy([0, 1, bytes[15], bytes[14], 7]),
        session_token: SessionToken::from_entropy([0; 16]),
        version: 0,
        created_at: opened_at,
        updated_at: opened_at,
        since: opened_at,
        submitted_at: None,
        external_id: None,
        draft: Draft::default(),
        state: State::NEW,
        update_log: UpdateLog::default(),
        attempts: 0,
        granted: 0,
        polled_at: None,
    }
}

fn answered(step: Step) -> Action {
    match step {
        Step::Consent => Action::Consented {
            version: "1".to_owned(),
        },
        Step::Check => Action::Submitted {
            attempt: 1,
            digest: String::new(),
        },
        _ => Action::Answered {
            step: step.as_str().to_owned(),
        },
    }
}

fn tell(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    action: Action,
    at: OffsetDateTime,
) -> Result<(), RowError> {
    let head = ApplicationHead::of(tx, id)?.ok_or(RowError::Id)?;
    let event = Event::still(Actor::Applicant, action, StateKind::Draft);
    append_one(tx, &head, millis(at), event, |_| {})
}

fn enter(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    state: StateKind,
    at: OffsetDateTime,
    sent: bool,
) -> Result<(), RowError> {
    let head = ApplicationHead::of(tx, id)?.ok_or(RowError::Id)?;
    let sql = "UPDATE applications SET state = ?1, since = ?2, updated_at = ?2, \
        submitted_at = CASE WHEN ?3 = 1 THEN COALESCE(submitted_at, ?2) ELSE submitted_at END \
        WHERE id = ?4";
    let bound = params![state.as_str(), millis(at), sent, id.as_bytes()];
    tx.execute(sql, bound)?;
    change_case(tx, id, head.case.as_ref(), |case| {
        state.as_str().clone_into(&mut case.state);
    })?;
    let sql = "SELECT submitted_at FROM applications WHERE id = ?";
    let submitted = tx.row(sql, params![id.as_bytes()], |row| {
        row.number("submitted_at")
    });
    count_decision(
        tx,
        id,
        (head.state, state),
        millis(at),
        submitted?.flatten(),
    )
}

/// Writes one history, from the opening event to a random end.
fn live(
    store: &DatabaseStore,
    tx: &mut Tx<'_>,
    n: u64,
    dice: &mut Dice,
) -> Result<Known, RowError> {
    let opened_at = NOW - Duration::minutes(dice.upto(120 * 1_440).cast_signed());
    let application = new(n, opened_at);
    let id = application.id;
    let opened = Event::still(Actor::Applicant, Action::Opened, StateKind::Draft);
    store.insert_rows(tx, &application, &[opened])?;
    let mut known = Known {
        id,
        opened_at,
        state: StateKind::Draft,
        reached: dice.upto(7) as usize,
        decided: None,
    };
    for step in Step::ALL.iter().take(known.reached) {
        // An old audit trail may have gaps: a later step implies the earlier ones.
        if step.number() == known.reached || dice.upto(9) > 0 {
            tell(tx, id, answered(*step), opened_at)?;
        }
        // An applicant sometimes changes an earlier step.
        let again = Step::ALL[dice.upto(6) as usize];
        if again < *step {
            tell(tx, id, answered(again), opened_at)?;
        }
        tell(tx, id, Action::LinkMade, opened_at)?;
    }
    if known.reached < Step::ALL.len() {
        return Ok(known);
    }
    let sent_at = opened_at + Duration::minutes(9);
    enter(tx, id, StateKind::Submitting, sent_at, true)?;
    known.state = StateKind::Submitting;
    let mut at = sent_at;
    for _ in 0..dice.upto(5) {
        at += Duration::milliseconds(1 << dice.upto(31));
        let state = StateKind::ALL[dice.upto(11) as usize];
        enter(tx, id, state, at, state == StateKind::Submitting)?;
        known.state = state;
        if state.is_final() {
            known.decided = Some((at, at - sent_at));
            break;
        }
    }
    Ok(known)
}

/// Writes `many` histories into an installation of their own.
pub(super) async fn lives(many: u64) -> (TestInstallation, DatabaseStore, Vec<Known>) {
    let installation = TestInstallation::new();
    let store = installation.open().await;
    let inserter = store.clone();
    let known = store.transact(move |tx| {
        let (mut known, mut dice) = (Vec::new(), Dice(many));
        for n in 0..many {
            known.push(live(&inserter, tx, n, &mut dice)?);
        }
        Ok::<_, RowError>(known)
    });
    let known = known.await.expect("lived");
    (installation, store, known)
}

/// The expected statistics, counted directly from the histories.
pub(super) fn plainly(known: &[Known], span: DateRange) -> Stats {
    let mut figures = Stats::new(span, NOW.date());
    figures.total = known.len() as u64;
    for one in known {
        let ago = day(NOW) - day(one.opened_at);
        figures.opened(one.state, ago, 1);
        if ago < i64::from(span.days()) {
            for place in 1..=one.reached {
                figures.reached(place, 1);
            }
        }
        if let Some((at, took)) = one.decided {
            let took = took.whole_milliseconds() as u64;
            let bucket = Histogram::bucket(took);
            figures.decided(day(NOW) - day(at), bucket, 1);
        }
    }
    figures
}
