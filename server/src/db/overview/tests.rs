//! What is kept is what counting would find: after any life, after erasing
//! people, and after the migration of a database from before.

use super::{DECIDED, EVER, OPENED, REACHED, TOLD, WAITING, day};
use crate::{
    db::{Cause, SqliteStore, basis::Basis, batch::Batch, changes::append, millis, rows::RowError},
    testing::House,
};
use kyc::{
    application::Application,
    audit::{Action, Actor, Event},
    desk::overview::{Figures, Overview, Span},
    flow::Step,
    form::Draft,
    id::{ApplicationId, Reference, SessionToken, UserId},
    state::{Label, State, Timeline},
};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % (most + 1)
    }
}

/// What a test knows of one.
struct Known {
    id: ApplicationId,
    opened_at: OffsetDateTime,
    state: Label,
    /// How many steps, from the first.
    reached: usize,
    /// When it was decided, and how long after it was sent.
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
        heard: Timeline::default(),
        attempts: 0,
        granted: 0,
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

async fn tell(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    action: Action,
    at: OffsetDateTime,
) -> Result<(), RowError> {
    let basis = Basis::of(tx, id).await?.ok_or(RowError::Id)?;
    let mut batch = Batch::new();
    let event = Event::still(Actor::Applicant, action, Label::Draft);
    append(&mut batch, id, basis.end()?, millis(at), &[event])?;
    Ok(batch.write(tx).await?)
}

async fn enter(
    tx: &mut SqliteConnection,
    id: ApplicationId,
    state: Label,
    at: OffsetDateTime,
    sent: bool,
) -> Result<(), RowError> {
    let sql = "UPDATE applications SET state = ?1, since = ?2, updated_at = ?2, \
        submitted_at = CASE WHEN ?3 THEN COALESCE(submitted_at, ?2) ELSE submitted_at END \
        WHERE id = ?4";
    let query = sqlx::query(sql).bind(state.as_str()).bind(millis(at));
    let query = query.bind(sent).bind(id.as_bytes().to_vec());
    query.execute(tx).await?;
    Ok(())
}

/// One life, from opening to wherever it leads.
async fn live(
    store: &SqliteStore,
    tx: &mut SqliteConnection,
    n: u64,
    dice: &mut Dice,
) -> Result<Known, RowError> {
    let opened_at = NOW - Duration::minutes(dice.upto(120 * 1_440).cast_signed());
    let application = new(n, opened_at);
    let id = application.id;
    let opened = Event::still(Actor::Applicant, Action::Opened, Label::Draft);
    store.insert_rows(tx, &application, &[opened]).await?;
    let mut known = Known {
        id,
        opened_at,
        state: Label::Draft,
        reached: dice.upto(7) as usize,
        decided: None,
    };
    for step in Step::ALL.iter().take(known.reached) {
        tell(tx, id, answered(*step), opened_at).await?;
        // What was answered before is changed now and then, or nothing is.
        let again = Step::ALL[dice.upto(6) as usize];
        if again < *step {
            tell(tx, id, answered(again), opened_at).await?;
        }
        tell(tx, id, Action::LinkMade, opened_at).await?;
    }
    if known.reached < Step::ALL.len() {
        return Ok(known);
    }
    let sent_at = opened_at + Duration::minutes(9);
    enter(tx, id, Label::Submitting, sent_at, true).await?;
    known.state = Label::Submitting;
    let mut at = sent_at;
    for _ in 0..dice.upto(5) {
        at += Duration::milliseconds(1 << dice.upto(31));
        let state = Label::ALL[dice.upto(11) as usize];
        enter(tx, id, state, at, state == Label::Submitting).await?;
        known.state = state;
        if state.is_final() {
            known.decided = Some((at, at - sent_at));
            break;
        }
    }
    Ok(known)
}

/// So many lives in a house of their own.
async fn lives(many: u64) -> (House, SqliteStore, Vec<Known>) {
    let house = House::new();
    let store = house.open().await;
    let inserter = store.clone();
    let known: Result<Vec<Known>, RowError> = store
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut known, mut dice) = (Vec::new(), Dice(many));
                for n in 0..many {
                    known.push(live(&inserter, tx, n, &mut dice).await?);
                }
                Ok(known)
            })
        })
        .await;
    let known = known.expect("lived");
    (house, store, known)
}

/// The figures as anybody would make them who had all of it in their hands.
fn plainly(known: &[Known], span: Span) -> Figures {
    let mut figures = Figures::new(span, NOW.date());
    figures.ever = known.len() as u64;
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
            let bucket = kyc::desk::overview::Histogram::bucket(took);
            figures.decided(day(NOW) - day(at), bucket, 1);
        }
    }
    figures
}

#[tokio::test]
async fn what_is_kept_is_what_counting_would_find_and_erasing_changes_nothing() {
    let (_house, store, known) = lives(400).await;
    for erased in [false, true] {
        for span in Span::ALL {
            let kept = store.figures(span, NOW).await.expect("figures");
            assert_eq!(kept, plainly(&known, span), "{span:?}, erased: {erased}");
            assert!(kept.decisions().total() > 0 || span == Span::Week);
        }
        for one in known.iter().filter(|one| one.state != Label::Submitting) {
            let note = || Ok::<_, RowError>(());
            let done = store.erase(one.id, Cause::Request, NOW, note).await;
            done.expect("erased");
        }
    }
}

/// Every row that is kept, but for those that count nobody.
async fn kept(store: &SqliteStore) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (table, columns) in [
        ("day_counts", "state || ' ' || day || ' ' || cases"),
        ("step_counts", "day || ' ' || place || ' ' || cases"),
        ("decision_counts", "day || ' ' || bucket || ' ' || cases"),
        ("cases", "number || ' ' || reached"),
    ] {
        let but = if table == "cases" {
            ""
        } else {
            "WHERE cases > 0"
        };
        let sql = format!("SELECT {columns} FROM {table} {but} ORDER BY 1");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&store.write)
            .await;
        let rows = rows.expect("rows");
        all.push(rows.iter().map(|row| row.get(0)).collect());
    }
    all
}

#[tokio::test]
async fn a_database_from_before_is_counted_when_it_is_migrated() {
    let (_house, store, _) = lives(200).await;
    let before = kept(&store).await;
    assert!(before.iter().all(|table| !table.is_empty()));
    for part in [
        "TRIGGER cases_get_further",
        "TRIGGER steps_are_counted",
        "TRIGGER days_are_counted",
        "TRIGGER days_are_counted_anew",
        "TRIGGER decisions_are_counted",
        "TABLE form_steps",
        "TABLE step_counts",
        "TABLE day_counts",
        "TABLE time_buckets",
        "TABLE decision_counts",
    ] {
        let dropped = sqlx::query(AssertSqlSafe(format!("DROP {part}")));
        dropped.execute(&store.write).await.expect(part);
    }
    let column = sqlx::query("ALTER TABLE cases DROP COLUMN reached");
    column.execute(&store.write).await.expect("dropped");
    let migration = include_str!("../../../../migrations/sqlite/0016_overview.sql");
    let migrated = sqlx::raw_sql(migration).execute(&store.write).await;
    migrated.expect("migrated");
    assert_eq!(kept(&store).await, before);
}

#[tokio::test]
async fn the_database_knows_the_same_steps_and_buckets_as_we_do() {
    use kyc::desk::overview::Histogram;
    let (_house, store, _) = lives(0).await;
    let rows = sqlx::query("SELECT from_ms, bucket FROM time_buckets ORDER BY bucket");
    let rows = rows.fetch_all(&store.write).await.expect("rows");
    assert_eq!(rows.len(), Histogram::BUCKETS);
    for (n, row) in rows.iter().enumerate() {
        let (from, bucket): (i64, i64) = (row.get(0), row.get(1));
        assert_eq!((from as u64, bucket as usize), (Histogram::begin(n), n));
    }
    let rows = sqlx::query("SELECT event, step, place FROM form_steps ORDER BY place");
    let rows = rows.fetch_all(&store.write).await.expect("rows");
    assert_eq!(rows.len(), Step::ALL.len());
    for (step, row) in Step::ALL.iter().zip(rows) {
        let (event, named, place): (String, String, i64) = (row.get(0), row.get(1), row.get(2));
        let action = answered(*step);
        assert_eq!(event, action.as_str());
        assert_eq!(place as usize, step.number());
        let name = if event == "answered" {
            step.as_str()
        } else {
            ""
        };
        assert_eq!(named, name);
    }
}

#[tokio::test]
async fn a_view_reads_as_few_rows_of_many_as_of_few() {
    let mut read = Vec::new();
    for many in [300, 1_200] {
        let (_house, store, _) = lives(many).await;
        let mut rows = 0;
        for sql in [OPENED, WAITING, REACHED, DECIDED] {
            let query = sqlx::query(sql).bind(day(NOW) - 89);
            let found = query.fetch_all(&store.write).await.expect("rows").len();
            let states = Label::ALL.len();
            let most = 90 * states.max(kyc::desk::overview::Histogram::BUCKETS);
            assert!(found <= most, "{sql}: {found}");
            rows += found;
        }
        read.push(rows);
        for sql in [OPENED, WAITING, REACHED, DECIDED, EVER, TOLD] {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let plan = sqlx::query(explain).fetch_all(&store.write).await;
            for step in plan.expect("a plan") {
                let step: String = step.get("detail");
                assert!(!step.starts_with("SCAN"), "{sql}: {step}");
                for table in ["applications", "events", " cases "] {
                    assert!(!step.contains(table), "{sql}: {step}");
                }
            }
        }
    }
    // Four times as many people: days and states fill up, no more.
    assert!(read[1] < 2 * read[0], "{read:?}");
}
