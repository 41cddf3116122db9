//! The admin's list over a million applications: each list, filter and search, on the first page
//! and on a distant one.
//!
//! Each time is relative to a baseline query of the same run: the least that a
//! paginated list needs.

mod baseline;
mod export;
mod fill;
mod measure;
mod queries;
mod query_plans;
mod sample_applications;

use crate::postgres::Cluster;
use baseline::Baseline;
use measure::SlowestPage;
use server::{Settings, bench_api as inside};
use std::{
    collections::BTreeMap, error::Error, fs, io::Write, num::NonZeroU64, path::Path, time::Instant,
};

/// Fills a database in a temporary folder and measures. The last line is for the
/// budget: the slowest page relative to the baseline query and in milliseconds, and the slowest exact search in
/// milliseconds.
///
/// # Errors
/// If there are fewer events than rows, a query plan scans a table, or a result is not as expected.
pub(crate) async fn run(rows: NonZeroU64, events: NonZeroU64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let settings = settings(folder.path(), None)?;
    let database_file = settings.database.sqlite_file()?;
    fill(&settings, rows, events).await?;
    let plans = query_plans::check(database_file).await?;
    writeln!(
        std::io::stdout(),
        "{plans} statements, none of which scans a table or sorts"
    )?;
    let baseline = Baseline::sqlite(database_file).await?;
    print(time(&settings, database_file, baseline, rows).await?)
}

/// The same on PostgreSQL. The rows are filled into a file of SQLite and copied from there; the file then finds the
/// positions of the distant pages.
///
/// # Errors
/// As [`run`], or if a table of the list was scanned.
pub(crate) async fn run_on_postgres(
    rows: NonZeroU64,
    events: NonZeroU64,
    address: &str,
) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let source = settings(folder.path(), None)?;
    let database_file = source.database.sqlite_file()?;
    fill(&source, rows, events).await?;
    let cluster = Cluster { address };
    let address = cluster.new_database("admin_list").await?;
    let target = settings(folder.path(), Some(&address))?;
    let begun = Instant::now();
    let copied = inside::copy_rows(database_file, &target).await;
    copied.map_err(to_text)?;
    writeln!(
        std::io::stdout(),
        "copied to PostgreSQL in {} s",
        begun.elapsed().as_secs()
    )?;
    let database = Cluster { address: &address };
    let before = database.scanned_rows().await?;
    let baseline = Baseline::postgres(&address).await?;
    let slowest = time(&target, database_file, baseline, rows).await?;
    let scanned = database.scanned_rows().await? - before;
    if scanned > 0 {
        return Err(format!("scans have read {scanned} rows").into());
    }
    print(slowest)
}

/// Fills a file of SQLite.
async fn fill(
    settings: &Settings,
    rows: NonZeroU64,
    events: NonZeroU64,
) -> Result<(), Box<dyn Error>> {
    let (rows, events) = (rows.get(), events.get());
    if events < rows {
        return Err("EVENTS must not be below ROWS: each application has an event".into());
    }
    let database_file = settings.database.sqlite_file()?;
    let begun = Instant::now();
    let database = inside::open(settings).await.map_err(to_text)?;
    let sealer = database.sealer().await.map_err(to_text)?;
    database.close().await;
    fill::fill(database_file, &sealer, rows, events / rows).await?;
    let megabytes = fs::metadata(database_file)?.len() / 1_000_000;
    Ok(writeln!(
        std::io::stdout(),
        "{rows} applications, {events} events: {megabytes} MB in {} s",
        begun.elapsed().as_secs()
    )?)
}

/// Times the pages and the export. `same_rows` is a file of SQLite with the rows of the database.
async fn time(
    settings: &Settings,
    same_rows: &Path,
    baseline: Baseline,
    rows: NonZeroU64,
) -> Result<SlowestPage, Box<dyn Error>> {
    let database = inside::open(settings).await.map_err(to_text)?;
    let slowest = measure::measure(same_rows, database.cases(), baseline, rows.get()).await?;
    export::export(&database, rows.get()).await?;
    database.close().await;
    Ok(slowest)
}

/// Prints the last line, which is for the budget.
fn print(slowest: SlowestPage) -> Result<(), Box<dyn Error>> {
    let SlowestPage {
        ratio,
        milliseconds,
        exact_search,
    } = slowest;
    Ok(writeln!(
        std::io::stdout(),
        "{ratio:.2} {milliseconds:.3} {exact_search:.3}"
    )?)
}

fn to_text(error: Box<dyn Error + Send + Sync>) -> String {
    error.to_string()
}

fn settings(folder: &Path, database: Option<&str>) -> Result<Settings, Box<dyn Error>> {
    let data = folder.to_str().ok_or("the folder's name is not UTF-8")?;
    let mut vars = BTreeMap::from([("VESTIBULE_DATA", data.to_owned())]);
    vars.extend(database.map(|address| ("DATABASE_URL", address.to_owned())));
    let settings = server::config::read(&|name| vars.get(name).cloned());
    settings.map_err(|faults| format!("{faults:?}").into())
}
