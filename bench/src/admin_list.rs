//! The admin's list over a million applications: each list, filter and search, on the first page
//! and on a distant one.
//!
//! Each time is relative to a baseline query of the same run: the least that a
//! paginated list needs.

mod export;
mod fill;
mod measure;
mod queries;
mod query_plans;
mod sample_applications;

use server::{Settings, bench_api as inside};
use std::{
    collections::BTreeMap, error::Error, fs, io::Write, num::NonZeroU64, path::Path, time::Instant,
};

/// Fills a database in a temporary folder and measures. The last line is for the
/// budget: the slowest page relative to the baseline query, and in milliseconds.
///
/// # Errors
/// If there are fewer events than rows, a query plan scans a table, or a result is not as expected.
pub(crate) async fn run(rows: NonZeroU64, events: NonZeroU64) -> Result<(), Box<dyn Error>> {
    let (rows, events) = (rows.get(), events.get());
    if events < rows {
        return Err("EVENTS must not be below ROWS: each application has an event".into());
    }
    let folder = tempfile::tempdir()?;
    let settings = settings(folder.path())?;
    let database_file = settings.database.sqlite_file()?;
    let to_text = |error: Box<dyn Error + Send + Sync>| error.to_string();
    let begun = Instant::now();
    let database = inside::open(&settings).await.map_err(to_text)?;
    let sealer = database.sealer().await.map_err(to_text)?;
    database.close().await;
    fill::fill(database_file, &sealer, rows, events / rows).await?;
    let megabytes = fs::metadata(database_file)?.len() / 1_000_000;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{rows} applications, {events} events: {megabytes} MB in {} s",
        begun.elapsed().as_secs()
    )?;
    let plans = query_plans::check(database_file).await?;
    writeln!(
        out,
        "{plans} statements, none of which scans a table or sorts"
    )?;
    let database = inside::open(&settings).await.map_err(to_text)?;
    let slowest = measure::measure(database_file, database.cases(), rows).await?;
    export::export(&database, rows).await?;
    database.close().await;
    writeln!(out, "{:.2} {:.3}", slowest.ratio, slowest.milliseconds)?;
    Ok(())
}

fn settings(folder: &Path) -> Result<Settings, Box<dyn Error>> {
    let data = folder.to_str().ok_or("the folder's name is not UTF-8")?;
    let vars = BTreeMap::from([("VESTIBULE_DATA", data.to_owned())]);
    let settings = server::config::read(&|name| vars.get(name).cloned());
    settings.map_err(|faults| format!("{faults:?}").into())
}
