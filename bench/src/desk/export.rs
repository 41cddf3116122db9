//! Taking the whole list away: how fast, and how much memory it wants.

use futures_util::StreamExt;
use kyc::admin::list::{Columns, ListFilter};
use server::bench_api::BenchStore;
use std::{error::Error, fs, io::Write, pin::pin, time::Instant};

/// What an export may take at most beside what is taken anyway, in megabytes.
const MOST: f64 = 16.0;

/// Exports everything with the people in it.
///
/// # Errors
/// When rows are missing, or it grows with their number.
pub(super) async fn export(database: &BenchStore, rows: u64) -> Result<(), Box<dyn Error>> {
    let file = database.export(ListFilter::default(), Columns::Personal);
    let mut file = pin!(file);
    let begun = Instant::now();
    let (mut lines, mut bytes, mut most) = (0, 0, 0.0_f64);
    let mut before = None;
    while let Some(piece) = file.next().await {
        let piece = piece?;
        lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
        bytes += piece.len();
        let now = resident()?;
        // The first piece has opened what is open from then on.
        most = most.max(now - *before.get_or_insert(now));
    }
    if lines != rows + 1 || most > MOST {
        return Err(format!("an export of {lines} lines took {most:.1} MB more").into());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    let rate = lines as f64 / seconds;
    Ok(writeln!(
        std::io::stdout(),
        "export of {lines} lines, {megabytes:.0} MB: {rate:.0} lines a second, {most:.1} MB of memory more"
    )?)
}

/// Resident memory of this process, in megabytes.
fn resident() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kib.ok_or("no VmRSS")?.trim().parse::<f64>()? * 1024.0 / 1e6)
}
