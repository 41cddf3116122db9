//! The sandbox as a program: `cargo run -p sandbox`.
//!
//! `SANDBOX_ADDR`, `SANDBOX_TOKEN`, `SANDBOX_LEDGER` and
//! `SANDBOX_PUBLIC_ORIGIN` change what [`Options::demo`] says.

use std::error::Error;
use std::io::{self, Write as _};

use sandbox::{Options, Sandbox};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(io::stderr)
        .init();

    let sandbox = Sandbox::start(options()?).await?;
    writeln!(io::stdout(), "{}", sandbox.introduction())?;
    end_asked_for().await?;
    sandbox.shutdown().await;
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options::demo();
    if let Some(address) = variable("SANDBOX_ADDR") {
        options.address = address
            .parse()
            .map_err(|_| "SANDBOX_ADDR must be an address and a port, such as 127.0.0.1:3001")?;
    }
    if let Some(token) = variable("SANDBOX_TOKEN") {
        options.token = token;
    }
    options.ledger = variable("SANDBOX_LEDGER").map(Into::into);
    options.public_origin = variable("SANDBOX_PUBLIC_ORIGIN");
    Ok(options)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the sandbox reads its environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns when the process is asked to end, by a person or by its supervisor.
async fn end_asked_for() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
