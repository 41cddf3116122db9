//! The export of the whole list: its speed and memory.

use futures_util::StreamExt;
use kyc::admin::list::{Columns, ListFilter};
use server::bench_api::BenchStore;
use std::{error::Error, fs, io::Write, pin::pin, time::Instant};

/// The most memory that an export may add, in megabytes.
const MAX_EXTRA_MEMORY: f64 = 16.0;

/// Exports every row with its personal data.
///
/// # Errors
/// If rows are missing, or if memory grows with their number.
pub(super) async fn export(database: &BenchStore, rows: u64) -> Result<(), Box<dyn Error>> {
    let file = database.export(ListFilter::default(), Columns::Personal);
    let mut file = pin!(file);
    let begun = Instant::now();
    let (mut lines, mut bytes, mut extra) = (0, 0, 0.0_f64);
    let mut before = None;
    while let Some(chunk) = file.next().await {
        let chunk = chunk?;
        lines += chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
        bytes += chunk.len();
        let now = resident_megabytes()?;
        // The first chunk includes what the export opens once.
        extra = extra.max(now - *before.get_or_insert(now));
    }
    if lines != rows + 1 || extra > MAX_EXTRA_MEMORY {
        return Err(format!("an export of {lines} lines took {extra:.1} MB more").into());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    let rate = lines as f64 / seconds;
    Ok(writeln!(
        std::io::stdout(),
        "export of {lines} lines, {megabytes:.0} MB: {rate:.0} lines a second, {extra:.1} MB of memory more"
    )?)
}

/// The resident memory of this process, in megabytes.
fn resident_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kib.ok_or("no VmRSS")?.trim().parse::<f64>()? * 1024.0 / 1e6)
}
