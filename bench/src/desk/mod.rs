//! The reviewers' list over very many applications: each list, filter and
//! search, at its beginning and far down, next to the bare question of the same
//! run that any list by pages is made of.

mod asked;
mod export;
mod fill;
mod measure;
mod people;
mod plans;

use server::{Settings, bench_api as inside};
use std::{collections::BTreeMap, error::Error, fs, io::Write, path::Path, time::Instant};

/// Makes a database of so many applications and events, in a folder that goes
/// afterwards, and measures; the last line is for the budget: the worst page in
/// bare questions, and in milliseconds.
///
/// # Errors
/// When a plan looks through a table, or anything else is not as it should be.
pub(crate) async fn run(rows: &str, events: &str) -> Result<(), Box<dyn Error>> {
    let (rows, events): (u64, u64) = (rows.parse()?, events.parse()?);
    let folder = tempfile::tempdir()?;
    let settings = settings(folder.path())?;
    let wrong = |error: Box<dyn Error + Send + Sync>| error.to_string();
    let begun = Instant::now();
    let database = inside::open(&settings).await.map_err(wrong)?;
    let sealer = database.sealer().await.map_err(wrong)?;
    database.close().await;
    fill::fill(&settings.database, &sealer, rows, events / rows.max(1)).await?;
    let megabytes = fs::metadata(&settings.database)?.len() / 1_000_000;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{rows} applications, {events} events: {megabytes} MB in {} s",
        begun.elapsed().as_secs()
    )?;
    let plans = plans::examine(&settings.database).await?;
    writeln!(
        out,
        "{plans} statements, none of which looks through a table or sorts"
    )?;
    let database = inside::open(&settings).await.map_err(wrong)?;
    let worst = measure::measure(&settings.database, database.cases(), rows).await?;
    export::export(&database, rows).await?;
    database.close().await;
    writeln!(out, "{:.2} {:.3}", worst.times, worst.milliseconds)?;
    Ok(())
}

fn settings(folder: &Path) -> Result<Settings, Box<dyn Error>> {
    let data = folder.to_str().ok_or("the folder's name is no text")?;
    let vars = BTreeMap::from([("VESTIBULE_DATA", data.to_owned())]);
    let settings = server::config::read(&|name| vars.get(name).cloned());
    settings.map_err(|faults| format!("{faults:?}").into())
}
