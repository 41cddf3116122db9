//! Completed applications on PostgreSQL with one and with two servers, beside the transactions of `pgbench`
//! on the same cluster.

use super::{complete, in_process};
use crate::postgres::Cluster;
use sqlx::{Connection, PgConnection, Row};
use std::{
    error::Error,
    io::Write,
    num::NonZeroUsize,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinHandle, time::sleep};

/// Seconds of the measurement of the cluster alone.
const PGBENCH_SECONDS: &str = "8";
/// Connections of `pgbench`: as many as one server has.
const PGBENCH_CONNECTIONS: &str = "16";
/// How often the connections are looked at.
const SAMPLE: Duration = Duration::from_millis(20);

/// Completes `times` applications with one server and with two, and prints a line for each:
///
/// 1. count of servers,
/// 2. approved applications per second,
/// 3. writing transactions per application,
/// 4. CPU milliseconds of the servers per application,
/// 5. CPU milliseconds of the whole machine per application,
/// 6. the idle share of the machine, 0 to 1,
/// 7. the share of busy connections that waited for a lock, 0 to 1,
/// 8. bytes of the write-ahead log per application,
/// 9. bytes of the database per application,
/// 10. transactions of `pgbench -N` per second on the same cluster.
///
/// One more line has the audit events that `program`, which is `vestibule`, gives a position per second, and the
/// events per application.
///
/// # Errors
/// On the first application that is not approved, and if a program or the cluster fails.
pub(crate) async fn run(
    program: &str,
    times: NonZeroUsize,
    address: &str,
) -> Result<(), Box<dyn Error>> {
    let cluster = Cluster { address };
    let alone = pgbench(&cluster.new_database("alone").await?)?;
    let mut last = None;
    for servers in [1, 2] {
        let database = cluster.new_database(&format!("servers_{servers}")).await?;
        let folder = tempfile::tempdir()?;
        let figures = measure(servers, times, (folder.path(), &database)).await?;
        writeln!(std::io::stdout(), "{servers} {figures} {alone:.0}")?;
        last = Some((folder, database));
    }
    let (folder, database) = last.ok_or("no run")?;
    let (events, seconds) = give_positions(program, folder.path(), &database).await?;
    let each = events / times.get() as f64;
    Ok(writeln!(
        std::io::stdout(),
        "{:.0} {each:.1}",
        events / seconds
    )?)
}

/// One run: the figures of its line in order, without those of `pgbench`.
async fn measure(
    servers: usize,
    times: NonZeroUsize,
    (folder, address): (&Path, &str),
) -> Result<String, Box<dyn Error>> {
    let mut routers = Vec::new();
    for _ in 0..servers {
        let router = in_process::router(folder, Some(address)).await;
        routers.push(router.map_err(|error| error.to_string())?);
    }
    let database = Cluster { address };
    let before = database.written().await?;
    let (over, waits) = sample_waits(address).await?;
    let completed = complete(&routers, times).await?;
    over.store(true, Ordering::Relaxed);
    let waits = waits.await??;
    let written = database.written().await?.since(before);
    let each = |count: i64| count as f64 / times.get() as f64;
    Ok(format!(
        "{:.0} {:.2} {:.2} {:.2} {:.3} {waits:.4} {:.0} {:.0}",
        completed.per_second,
        each(written.transactions),
        completed.own_millis,
        completed.all_millis,
        completed.idle,
        each(written.log_bytes),
        each(written.database_bytes),
    ))
}

/// Gives all audit events a position, and makes a checkpoint over them. Returns their number, and the seconds.
async fn give_positions(
    program: &str,
    folder: &Path,
    address: &str,
) -> Result<(f64, f64), Box<dyn Error>> {
    let waiting = "SELECT count(*) FROM unpositioned_events";
    let mut database = PgConnection::connect(address).await?;
    let row = sqlx::query(waiting).fetch_one(&mut database).await?;
    let (events, begun): (i64, _) = (row.get(0), Instant::now());
    let done = Command::new(program)
        .args(["audit", "checkpoint"])
        .env_clear()
        .env("VESTIBULE_DATA", folder.join("data"))
        .env("DATABASE_URL", address)
        .output()?;
    let took = begun.elapsed().as_secs_f64();
    let row = sqlx::query(waiting).fetch_one(&mut database).await?;
    database.close().await?;
    let left: i64 = row.get(0);
    if !done.status.success() || left > 0 {
        let message = String::from_utf8_lossy(&done.stderr);
        return Err(format!("{left} events have no position: {message}").into());
    }
    Ok((events as f64, took))
}

/// Transactions per second of `pgbench -N`: three statements, of which two write, and a commit.
fn pgbench(address: &str) -> Result<f64, Box<dyn Error>> {
    run_pgbench(&["--initialize", "--quiet", "--scale=10", address])?;
    let connections = [
        "--skip-some-updates",
        "--no-vacuum",
        "--protocol=prepared",
        "--jobs=2",
        "--client",
        PGBENCH_CONNECTIONS,
        "--time",
        PGBENCH_SECONDS,
        address,
    ];
    let output = run_pgbench(&connections)?;
    let rate = output.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split(' ').next());
    Ok(rate.ok_or("pgbench has printed no rate")?.parse()?)
}

fn run_pgbench(words: &[&str]) -> Result<String, Box<dyn Error>> {
    let done = Command::new("pgbench").args(words).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

type Waits = JoinHandle<Result<f64, sqlx::Error>>;

/// Looks at the database's busy connections until told to end. The task returns the share that waited for a
/// lock.
async fn sample_waits(address: &str) -> Result<(Arc<AtomicBool>, Waits), sqlx::Error> {
    let busy = "SELECT count(*), count(*) FILTER (WHERE wait_event_type = 'Lock') \
                FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' \
                AND pid <> pg_backend_pid()";
    let mut connection = PgConnection::connect(address).await?;
    let over = Arc::new(AtomicBool::new(false));
    let ends = over.clone();
    let waits = tokio::spawn(async move {
        let (mut all, mut waiting) = (0.0, 0.0);
        while !ends.load(Ordering::Relaxed) {
            let row = sqlx::query(busy).fetch_one(&mut connection).await?;
            all += row.get::<i64, _>(0) as f64;
            waiting += row.get::<i64, _>(1) as f64;
            sleep(SAMPLE).await;
        }
        connection.close().await?;
        Ok(waiting / f64::max(all, 1.0))
    });
    Ok((over, waits))
}
