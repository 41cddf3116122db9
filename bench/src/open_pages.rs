//! Thousands of open status pages in one server process: the memory per page, and
//! the latency of decisions.

mod applicants;
mod decisions;
mod event_streams;
mod http_connection;
mod mock_provider;
mod pages;
mod server_process;

use crate::result::Fallible;
use http_connection::HttpConnection;
use mock_provider::MockProvider;
use pages::{CLIENTS, OpenPages, quoted_after};
use server_process::ServerProcess;
use std::{error::Error, io::Write, num::NonZeroUsize, sync::Arc};
use tokio::task::JoinSet;

/// Submits as many applications, opens an event stream for each, and prints:
///
/// 1. the number of open streams,
/// 2. the server's bytes per stream,
/// 3. milliseconds from one decision to its tick, as p50 and p99,
/// 4. milliseconds from one decision to its status update, as p50 and p99,
/// 5. seconds until all other decisions, made at once, have their updates,
/// 6. the number of those decisions.
///
/// # Errors
/// On the first unexpected answer. A stream that the machine cannot open is no
/// error: the number in the output is lower.
pub(crate) async fn run(program: &str, applicants: NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let figures = measure(program, applicants.get()).await;
    let figures = figures.map_err(|error| error.to_string())?;
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

async fn measure(program: &str, applicants: usize) -> Fallible<String> {
    let folder = tempfile::tempdir()?;
    let provider = MockProvider::default();
    let origin = provider.serve(applicants).await?;
    let mut server = ServerProcess::start(program, folder.path(), &origin)?;
    let sessions = applicants::apply(server.address, applicants).await?;
    server.stop()?;

    // A new process: the memory that the applications needed must not count.
    let mut server = ServerProcess::start(program, folder.path(), &origin)?;
    let address = server.address;
    let first = sessions.first().ok_or("no session")?;
    let page = HttpConnection::open(address)
        .await?
        .get("/status", &first.cookie)
        .await?;
    let seen = quoted_after(&page.body, "data-seen=\"").ok_or("no fingerprint")?;
    let pages = Arc::new(OpenPages {
        address,
        sessions,
        provider,
        seen,
    });
    warm_up(&pages).await?;
    let before = server.memory()?;
    let streams = event_streams::open_all(&pages).await?;
    let open = streams.len();
    let bytes_each = (server.memory()? - before) / open as f64;

    let mut ticks = event_streams::collect_ticks(streams);
    let (tick, update) = decisions::one_by_one(&pages, &mut ticks).await?;
    let (all, count) = decisions::all_at_once(&pages, &mut ticks, open).await?;
    server.stop()?;
    Ok(format!(
        "{open} {bytes_each:.0} {:.2} {:.2} {:.2} {:.2} {all:.2} {count}",
        tick.0, tick.1, update.0, update.1
    ))
}

/// Sends some polls, so connections and caches exist.
async fn warm_up(pages: &Arc<OpenPages>) -> Fallible<()> {
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS.min(pages.sessions.len()) {
        let pages = pages.clone();
        clients.spawn(async move {
            let mut connection = HttpConnection::open(pages.address).await?;
            for _ in 0..50 {
                pages.poll(&mut connection, number).await?;
            }
            Fallible::Ok(())
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    Ok(())
}
