//! Pages of the list, timed next to the bare question.

use super::fill::STAFF;
use kyc::{
    desk::{
        ReviewerId,
        list::{
            Age, Cases, Cursor, Decision, Holder, Order, PAGE, Page, Place, Query, Sort, Sought,
        },
    },
    port::{Clock, StoreError},
    state::Label,
};
use server::world::SystemClock;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    error::Error,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};
use time::OffsetDateTime;

/// How far down the list goes for the page that is far down.
const FAR: u64 = 10_000;
/// How many pages in a row are timed; the figure is the one in the middle.
const PAGES: usize = 41;

/// The dearest page.
#[derive(Clone, Copy, Default)]
pub(super) struct Worst {
    /// In bare questions.
    pub(super) times: f64,
    /// In itself.
    pub(super) milliseconds: f64,
}

/// What any list by pages comes down to: times and numbers along one index,
/// from a place.
const BARE: &str = "SELECT opened_at, number FROM cases INDEXED BY cases_by_age \
    WHERE state = 'approved' AND (opened_at, number) < (?1, ?2) \
    ORDER BY opened_at DESC, number DESC LIMIT 51";

/// What is asked.
enum Asked {
    List(Query, Holder),
    Search(Sought),
}

impl Asked {
    async fn page(&self, cases: &dyn Cases, place: Place) -> Result<Page, StoreError> {
        match self {
            Self::List(query, holder) => {
                let now = SystemClock.now();
                cases.page(query, *holder, place, PAGE, now).await
            }
            Self::Search(sought) => cases.found(sought, place).await,
        }
    }

    /// The place of the page so far down, or of the last but some where the
    /// list is shorter: pages before it, and the place.
    async fn far(
        &self,
        database: &mut SqliteConnection,
        last: u64,
    ) -> Result<(u64, Place), Box<dyn Error>> {
        let (from, ends) = match self {
            Self::List(query, holder) => listed(query, *holder),
            Self::Search(_) => (
                "SELECT 0, number FROM blind_indexes WHERE kind = 'name' AND token = \
                 (SELECT token FROM blind_indexes WHERE kind = 'name' \
                 GROUP BY token ORDER BY COUNT(*) DESC LIMIT 1)"
                    .to_owned(),
                "ORDER BY number DESC".to_owned(),
            ),
        };
        let count = format!("SELECT COUNT(*) FROM ({from})");
        let row = sqlx::query(AssertSqlSafe(count))
            .fetch_one(&mut *database)
            .await?;
        let pages = row.get::<i64, _>(0).unsigned_abs() / u64::from(PAGE);
        let pages = pages.saturating_sub(PAGES as u64 + 1).min(last);
        let skip = pages * u64::from(PAGE);
        let sql = format!("{from} {ends} LIMIT 1 OFFSET {}", skip.saturating_sub(1));
        let row = sqlx::query(AssertSqlSafe(sql))
            .fetch_optional(database)
            .await?;
        Ok(match row {
            Some(row) if skip > 0 => {
                let (at, number) = (row.get(0), row.get(1));
                (pages, Place::After(Cursor { at, number }))
            }
            _ => (0, Place::Start),
        })
    }
}

/// A list as one would ask for it without care, to find a place far down.
fn listed(query: &Query, holder: Holder) -> (String, String) {
    let now = SystemClock.now();
    let (first, last) = query.stretch(now);
    let words: Vec<_> = query
        .labels()
        .iter()
        .map(|it| format!("'{}'", it.as_str()))
        .collect();
    let at = match query.sort() {
        Sort::Event => "event_at",
        Sort::Age => "opened_at",
    };
    let held = match holder {
        Holder::Anyone => String::new(),
        Holder::Nobody => "AND assignee = x''".to_owned(),
        Holder::Of(_) => "AND assignee = x'00000000000000000000000000000001'".to_owned(),
    };
    let way = match query.order {
        Order::Newest => "DESC",
        Order::Oldest => "ASC",
    };
    (
        format!(
            "SELECT {at}, number FROM cases WHERE state IN ({}) \
             AND opened_at BETWEEN {first} AND {last} {held}",
            words.join(", ")
        ),
        format!("ORDER BY {at} {way}, number {way}"),
    )
}

/// Every list that is timed, with its name.
fn lists() -> Vec<(String, Asked)> {
    let plain = Query::default();
    let of = |states: &[Label]| Query {
        states: states.to_vec(),
        ..Query::default()
    };
    let mut narrowed = vec![
        ("all", plain.clone()),
        ("one state", of(&[Label::Approved])),
        ("parked", of(&[Label::Parked])),
        ("seven states", of(&Label::ALL[1..8])),
        ("all but drafts", of(&Label::ALL[1..])),
    ];
    for decision in [Decision::Review, Decision::Documents] {
        let query = Query {
            decision: Some(decision),
            ..plain.clone()
        };
        narrowed.push(("decision", query));
    }
    for age in Age::ALL {
        let query = Query {
            age: Some(*age),
            ..plain.clone()
        };
        narrowed.push(("age", query));
    }
    let mut me = [0; 16];
    me[15] = 1;
    let holders = [
        ("", Holder::Anyone),
        (", mine", Holder::Of(ReviewerId::new(me))),
        (", nobody's", Holder::Nobody),
    ];
    let mut lists = Vec::new();
    for (name, query) in narrowed {
        for (whose, holder) in holders {
            for sorted_by in Sort::ALL {
                for order in Order::ALL {
                    let query = Query {
                        sorted_by: *sorted_by,
                        order: *order,
                        ..query.clone()
                    };
                    let name = format!("{name}{whose}: {}", query.text());
                    lists.push((name, Asked::List(query, holder)));
                }
            }
        }
    }
    lists
}

fn searches(rows: u64) -> Vec<(String, Asked)> {
    let some = rows / 3;
    let id = super::people::application(some, rows, OffsetDateTime::UNIX_EPOCH);
    let typed = [
        ("reference", id.reference.as_str().to_owned()),
        ("our id", id.user_id.as_str().to_owned()),
        ("the upstream's id", format!("ext_{some:016x}")),
        ("e-mail", format!("person.{some}@example.com")),
        ("a name that half of all have", "John Doe".to_owned()),
    ];
    let read = typed.into_iter().filter_map(|(name, typed)| {
        let sought = Sought::read(&typed)?;
        Some((format!("search by {name}"), Asked::Search(sought)))
    });
    read.collect()
}

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Pages in a row from a place: the time of the one in the middle, and how many
/// rows came.
async fn pages(
    asked: &Asked,
    cases: &dyn Cases,
    from: Place,
) -> Result<(f64, usize), Box<dyn Error>> {
    let (mut place, mut times, mut rows) = (from, Vec::new(), 0);
    for _ in 0..PAGES {
        let begun = Instant::now();
        let page = asked.page(cases, place).await?;
        times.push(begun.elapsed());
        rows += page.rows.len();
        // A list of one page is asked for again.
        place = page.after.map_or(from, Place::After);
    }
    Ok((middle(times), rows))
}

/// The bare question, asked between the pages so that it bears the same hour of
/// the machine: its figure is the one in the middle of the whole run, since of
/// so short a time a single handful is chance.
async fn bare(database: &mut SqliteConnection) -> Result<Vec<Duration>, sqlx::Error> {
    let (mut at, mut number, mut times) = (i64::MAX, i64::MAX, Vec::new());
    for _ in 0..PAGES {
        let begun = Instant::now();
        let rows = sqlx::query(BARE).bind(at).bind(number);
        let rows = rows.fetch_all(&mut *database).await?;
        times.push(begun.elapsed());
        if let Some(last) = rows.last() {
            (at, number) = (last.get(0), last.get(1));
        }
    }
    Ok(times)
}

/// Times every list and search at its beginning and far down.
///
/// # Errors
/// When one cannot be asked, or finds nothing where there is something.
pub(super) async fn measure(
    file: &Path,
    cases: &dyn Cases,
    rows: u64,
) -> Result<Worst, Box<dyn Error>> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let far = FAR.min(rows / u64::from(PAGE) / 2);
    let (mut taken, mut limits, mut out) = (Vec::new(), Vec::new(), std::io::stdout());
    for (name, asked) in lists().into_iter().chain(searches(rows)) {
        let exact = matches!(&asked, Asked::Search(sought) if sought.kind() != "name");
        let mut places = vec![(0, Place::Start)];
        if !exact {
            places.push(asked.far(&mut database, far).await?);
        }
        for (page, place) in places {
            limits.extend(bare(&mut database).await?);
            let (took, found) = pages(&asked, cases, place).await?;
            if exact && found != PAGES {
                return Err(format!("{name}: found {found}").into());
            }
            let line = format!(
                "{name:<60} page {:>6}  {:>5} rows  {took:>7.3} ms",
                page + 1,
                found / PAGES
            );
            taken.push((line, took));
        }
    }
    let limit = middle(limits);
    let mut worst = Worst::default();
    for (line, took) in taken {
        let times = took / limit;
        writeln!(out, "{line}  {times:>5.1} ×")?;
        worst.times = worst.times.max(times);
        worst.milliseconds = worst.milliseconds.max(took);
    }
    writeln!(out, "the bare question: {limit:.3} ms")?;
    counts(cases, &mut out).await?;
    database.close().await?;
    Ok(worst)
}

/// The counts, which are kept.
async fn counts(cases: &dyn Cases, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    for n in 0..PAGES {
        let mut id = [0; 16];
        id[15] = 1 + (n % usize::from(STAFF)) as u8;
        let begun = Instant::now();
        cases.counts(Holder::Of(ReviewerId::new(id))).await?;
        times.push(begun.elapsed());
    }
    Ok(writeln!(
        out,
        "{:<60} {:>26.3} ms",
        "counts",
        middle(times)
    )?)
}
