//! Many applications, with the expected values of each.

use crate::{
    db::{
        DatabaseStore,
        commit_parts::append_one,
        driver::{Tx, params},
        head::ApplicationHead,
        millis,
        projections::change_case,
        rows::{RowError, label},
    },
    test_support::TestInstallation,
};
use kyc::{
    admin::{
        ReviewerId,
        list::{Assignee, Decision, JOURNEY, ListFilter, Sort, SortOrder},
    },
    application::Application,
    audit::{Action, Actor, Event},
    form::Draft,
    id::{ApplicationId, Reference, SessionToken, UserId},
    state::{State, StateKind, UpdateLog},
};
use time::{Duration, OffsetDateTime, macros::datetime};

pub(super) const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

/// The reviewers.
pub(super) const STAFF: [ReviewerId; 3] = [
    ReviewerId::new([1; 16]),
    ReviewerId::new([2; 16]),
    ReviewerId::new([3; 16]),
];

/// The reviewers' names, in another order than their ids. The fourth reviewer has no case.
const NAMES: [&str; 4] = ["ann", "bob", "abe", "amy"];

/// The expected values of a case.
#[derive(Clone, Debug)]
pub(super) struct ExpectedCase {
    pub(super) number: i64,
    pub(super) reference: String,
    pub(super) state: StateKind,
    pub(super) opened_at: i64,
    pub(super) event_at: i64,
    pub(super) holder: Option<ReviewerId>,
}

/// The applications of a test.
pub(super) struct ListFixture {
    /// Keeps the temporary files until the fixture is dropped.
    installation: TestInstallation,
    pub(super) store: DatabaseStore,
    pub(super) cases: Vec<ExpectedCase>,
}

/// A deterministic choice by number and salt.
pub(super) fn pick(n: u64, salt: u64, of: u64) -> u64 {
    let mut x = n
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(salt.wrapping_mul(0xd1b5_4a32_d192_ed03));
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 32)) % of
}

fn application(n: u64) -> Application {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&pick(n, 1, u64::MAX).to_be_bytes());
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    let mut draft = Draft::default();
    draft.name.typed.given = ["Ann", "Bob", "José"][pick(n, 2, 3) as usize].to_owned();
    draft.name.typed.family = ["Doe", "O'Neil"][pick(n, 3, 2) as usize].to_owned();
    draft.contact.typed.email = format!("person{}@example.com", pick(n, 4, 40));
    // Whole hours, so that many applications share a time.
    let hours = pick(n, 5, 24 * 60) as i64;
    let opened_at = NOW - Duration::hours(hours);
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
        draft,
        state: State::NEW,
        update_log: UpdateLog::default(),
        attempts: 0,
        granted: 0,
        polled_at: None,
    }
}

const OPENED: Event = Event {
    actor: Actor::Applicant,
    action: Action::Opened,
    from: StateKind::Draft,
    to: StateKind::Draft,
};

/// Appends an event to a case.
pub(super) fn happens(
    tx: &mut Tx<'_>,
    id: &[u8],
    state: StateKind,
    at: i64,
) -> Result<(), RowError> {
    let app = ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
    let head = ApplicationHead::of(tx, app)?.ok_or(RowError::Id)?;
    let sql = "UPDATE applications SET state = ? WHERE id = ?";
    tx.execute(sql, params![state.as_str(), id])?;
    let event = Event::still(Actor::Applicant, Action::Retried, state);
    append_one(tx, &head, at, event, |case| {
        state.as_str().clone_into(&mut case.state);
    })
}

/// Assigns a case to a reviewer.
pub(super) fn give(tx: &mut Tx<'_>, id: &[u8], to: ReviewerId) -> Result<(), RowError> {
    let app = ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
    let head = ApplicationHead::of(tx, app)?.ok_or(RowError::Id)?;
    change_case(tx, app, head.case.as_ref(), |case| {
        case.assignee = to.as_bytes().to_vec();
    })
}

impl ListFixture {
    /// Inserts `many` applications in all states, ages and assignments.
    pub(super) async fn of(many: u64) -> Self {
        let installation = TestInstallation::new();
        let store = installation.open().await;
        let inserter = store.clone();
        let filled = store.transact(move |tx| fill(&inserter, tx, many));
        filled.await.expect("filled");
        let mut fixture = Self {
            installation,
            store,
            cases: Vec::new(),
        };
        fixture.reload().await;
        fixture
    }

    /// Closes the database and opens it again.
    pub(super) async fn opened_again(self) -> Self {
        let Self {
            installation,
            store,
            cases,
        } = self;
        store.close().await;
        drop(store);
        Self {
            store: installation.open().await,
            installation,
            cases,
        }
    }

    /// Reads the expected values from the applications' own tables.
    pub(super) async fn reload(&mut self) {
        let sql = "SELECT c.number, a.reference, a.state, a.created_at, c.assignee, \
                   (SELECT MAX(at) FROM events e WHERE e.application_id = a.id) AS event_at \
                   FROM applications a JOIN cases c ON c.application_id = a.id";
        let cases = self.store.scan(move |tx| {
            tx.rows(sql, &[], |row| {
                let holder = row.required_bytes("assignee")?;
                Ok(ExpectedCase {
                    number: row.required_int("number")?,
                    reference: row.required_text("reference")?.to_owned(),
                    state: label(row.required_text("state")?)?,
                    opened_at: row.required_int("created_at")?,
                    event_at: row.required_int("event_at")?,
                    holder: holder.try_into().ok().map(ReviewerId::new),
                })
            })
        });
        self.cases = cases.await.expect("rows");
    }

    /// The references of a list, filtered and sorted in memory.
    pub(super) fn expected_references(&self, query: &ListFilter, holder: Assignee) -> Vec<String> {
        let (first, last) = query.time_range(NOW);
        let mut fits: Vec<_> = self
            .cases
            .iter()
            .filter(|case| query.states.is_empty() || query.states.contains(&case.state))
            .filter(|case| {
                query
                    .decision
                    .is_none_or(|it| it == Decision::of(case.state))
            })
            .filter(|case| match holder {
                Assignee::Anyone => true,
                Assignee::Unassigned => case.holder.is_none(),
                Assignee::Of(them) => case.holder == Some(them),
            })
            .filter(|case| (first..=last).contains(&case.opened_at) || query.age.is_none())
            .collect();
        // Sorts by time first and by the main criterion afterwards; the sort is stable.
        fits.sort_by_key(|case| {
            let at = match query.sort() {
                Sort::Age => case.opened_at,
                Sort::State | Sort::Assignee if query.age.is_some() => case.opened_at,
                Sort::Event | Sort::Reference | Sort::State | Sort::Assignee => case.event_at,
            };
            std::cmp::Reverse((at, case.number))
        });
        let above = |case: &&ExpectedCase| match query.sort() {
            Sort::Event | Sort::Age => String::new(),
            Sort::Reference => case.reference.clone(),
            Sort::State => {
                let mut journey = JOURNEY.iter();
                format!(
                    "{:02}",
                    journey.position(|it| *it == case.state).expect("one")
                )
            }
            Sort::Assignee => {
                let staff = STAFF.iter().position(|it| Some(*it) == case.holder);
                staff.map_or("nobody", |n| NAMES[n]).to_owned()
            }
        };
        match (query.sort(), query.order) {
            (Sort::Event | Sort::Age, SortOrder::Default) => {}
            (Sort::Event | Sort::Age, SortOrder::Reversed) => fits.reverse(),
            (_, SortOrder::Default) => fits.sort_by_key(above),
            (_, SortOrder::Reversed) => fits.sort_by_key(|case| std::cmp::Reverse(above(case))),
        }
        fits.iter().map(|case| case.reference.clone()).collect()
    }
}

fn fill(store: &DatabaseStore, tx: &mut Tx<'_>, many: u64) -> Result<(), RowError> {
    let amy = ReviewerId::new([0; 16]);
    for (id, name) in STAFF.iter().chain([&amy]).zip(NAMES) {
        tx.execute(
            "INSERT INTO reviewers (id, name, role, version, created_at) \
             VALUES (?, ?, 'reviewer', 0, 0)",
            params![id.as_bytes(), name],
        )?;
    }
    for n in 0..many {
        let new = application(n);
        store.insert_rows(tx, &new, &[OPENED])?;
        let state = StateKind::ALL[pick(n, 6, StateKind::ALL.len() as u64) as usize];
        let at = millis(new.created_at + Duration::hours(pick(n, 7, 48) as i64));
        happens(tx, &new.id.as_bytes()[..], state, at)?;
        if pick(n, 8, 3) == 0 {
            let to = STAFF[pick(n, 9, 3) as usize];
            give(tx, &new.id.as_bytes()[..], to)?;
        }
    }
    Ok(())
}
