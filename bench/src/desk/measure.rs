//! Pages of the list, timed next to the bare question.

use super::{
    asked::{Asked, lists, searches},
    fill::STAFF,
};
use kyc::admin::{
    ReviewerId,
    list::{Assignee, CaseList, PAGE, PagePosition},
};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    error::Error,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// How far down the list goes for the page that is far down.
const FAR: u64 = 10_000;
/// How many pages in a row are timed; the figure is the one in the middle.
pub(super) const PAGES: usize = 41;

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
    cases: &dyn CaseList,
    from: PagePosition,
) -> Result<(f64, usize), Box<dyn Error>> {
    let (mut place, mut times, mut rows) = (from.clone(), Vec::new(), 0);
    for _ in 0..PAGES {
        let begun = Instant::now();
        let page = asked.page(cases, &place).await?;
        times.push(begun.elapsed());
        rows += page.rows.len();
        // A list of one page is asked for again.
        place = page.after.map_or_else(|| from.clone(), PagePosition::After);
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
    cases: &dyn CaseList,
    rows: u64,
) -> Result<Worst, Box<dyn Error>> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let far = FAR.min(rows / u64::from(PAGE) / 2);
    let (mut taken, mut limits, mut out) = (Vec::new(), Vec::new(), std::io::stdout());
    for (name, asked) in lists().into_iter().chain(searches(rows)) {
        let exact = matches!(&asked, Asked::Search(sought) if sought.kind() != "name");
        let mut places = vec![(0, PagePosition::Start)];
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
async fn counts(cases: &dyn CaseList, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    for n in 0..PAGES {
        let mut id = [0; 16];
        id[15] = 1 + (n % usize::from(STAFF)) as u8;
        let begun = Instant::now();
        cases.counts(Assignee::Of(ReviewerId::new(id))).await?;
        times.push(begun.elapsed());
    }
    Ok(writeln!(
        out,
        "{:<60} {:>26.3} ms",
        "counts",
        middle(times)
    )?)
}
