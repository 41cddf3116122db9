//! Times pages of the list next to the baseline query.

use super::{
    baseline::Baseline,
    fill::STAFF,
    queries::{PAGES, TimedQuery, lists, searches},
};
use kyc::admin::{
    ReviewerId,
    list::{Assignee, CaseList, PAGE, PagePosition},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    error::Error,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// The number of pages before the distant page.
const DISTANT_PAGE: u64 = 10_000;

/// The slowest page.
#[derive(Clone, Copy, Default)]
pub(super) struct SlowestPage {
    /// Its time relative to the baseline query.
    pub(super) ratio: f64,
    /// Its own time.
    pub(super) milliseconds: f64,
    /// The time of the slowest exact search in milliseconds.
    pub(super) exact_search: f64,
}

fn median_ms(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Reads consecutive pages from a position. Returns the median time and the number
/// of rows.
async fn time_pages(
    query: &TimedQuery,
    cases: &dyn CaseList,
    from: PagePosition,
) -> Result<(f64, usize), Box<dyn Error>> {
    let (mut position, mut times, mut rows) = (from.clone(), Vec::new(), 0);
    for _ in 0..PAGES {
        let begun = Instant::now();
        let page = query.page(cases, &position).await?;
        times.push(begun.elapsed());
        rows += page.rows.len();
        // A list of one page repeats that page.
        position = page.after.map_or_else(|| from.clone(), PagePosition::After);
    }
    Ok((median_ms(times), rows))
}

/// Times every list and search on the first page and on a distant one. `file` has the same rows as `cases`,
/// and the baseline query runs on the same engine.
///
/// # Errors
/// If a query fails, or an exact search does not find its row.
pub(super) async fn measure(
    file: &Path,
    cases: &dyn CaseList,
    mut baseline_query: Baseline,
    rows: u64,
) -> Result<SlowestPage, Box<dyn Error>> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let distant = DISTANT_PAGE.min(rows / u64::from(PAGE) / 2);
    let (mut lines, mut baseline, mut out) = (Vec::new(), Vec::new(), std::io::stdout());
    let mut slowest = SlowestPage::default();
    for (name, query) in lists().into_iter().chain(searches(rows)) {
        let exact = matches!(&query, TimedQuery::Search(term) if term.kind() != "name");
        let mut positions = vec![(0, PagePosition::Start)];
        if !exact {
            positions.push(query.distant_page(&mut database, distant).await?);
        }
        for (page, position) in positions {
            baseline.extend(baseline_query.time().await?);
            let (took, found) = time_pages(&query, cases, position).await?;
            if exact && found != PAGES {
                return Err(format!("{name}: found {found}").into());
            }
            let line = format!(
                "{name:<60} page {:>6}  {:>5} rows  {took:>7.3} ms",
                page + 1,
                found / PAGES
            );
            if exact {
                slowest.exact_search = slowest.exact_search.max(took);
            }
            lines.push((line, took));
        }
    }
    let baseline = median_ms(baseline);
    for (line, took) in lines {
        let ratio = took / baseline;
        writeln!(out, "{line}  {ratio:>5.1} ×")?;
        slowest.ratio = slowest.ratio.max(ratio);
        slowest.milliseconds = slowest.milliseconds.max(took);
    }
    writeln!(out, "the baseline query: {baseline:.3} ms")?;
    time_counts(cases, &mut out).await?;
    database.close().await?;
    baseline_query.close().await?;
    Ok(slowest)
}

/// Times the stored counts.
async fn time_counts(cases: &dyn CaseList, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
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
        median_ms(times)
    )?)
}
