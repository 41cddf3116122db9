//! The sandbox as a program: `cargo run -p sandbox`.
//!
//! Environment variables override [`Options::demo`]:
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `SANDBOX_ADDR` | address and port to listen on; port 0 means any free port | `127.0.0.1:3001` |
//! | `SANDBOX_DIALECT` | the version of the API: `a`, `b` or `c` | `a` |
//! | `SANDBOX_TOKEN` | the bearer token that callers must send | `sandbox-token` |
//! | `SANDBOX_CLIENT_ID` | the client that gets tokens at `/oauth/token`; needs the next variable | none |
//! | `SANDBOX_CLIENT_KEY` | the file with its public RSA key, in PEM | none |
//! | `SANDBOX_TOKEN_SECONDS` | the lifetime of its tokens, in seconds | `180` |
//! | `SANDBOX_PUBLIC_ORIGIN` | the origin of capture links | the address |
//! | `SANDBOX_LEDGER` | a file that gets a line per request, on disk before the answer | none |
//! | `SANDBOX_REVIEW` | the duration of the document review, in seconds; or `by-hand`: only `/control` decides | `20` |
//! | `SANDBOX_PROVISIONING` | an approved applicant's wait for an account, in seconds | `0` |
//! | `SANDBOX_FAULTS` | faults from the start, as JSON: `[{"on": "start", "kind": "drop-after", "times": 2}]` | none |
//!
//! `/control` offers faults, decisions and the other controls at run time.
//! `RUST_LOG` filters the log.

use std::error::Error;
use std::io::{self, Write as _};
use std::time::Duration;

use sandbox::{ClientRegistration, Dialect, Fault, Options, Review, Sandbox};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(io::stderr)
        .init();

    let faults = faults()?;
    let sandbox = Sandbox::start(options()?).await?;
    for fault in faults {
        sandbox.fault(fault);
    }
    writeln!(io::stdout(), "{}", sandbox.introduction())?;
    shutdown_signal().await?;
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
    if let Some(dialect) = variable("SANDBOX_DIALECT") {
        options.dialect = Dialect::parse(&dialect).ok_or("SANDBOX_DIALECT must be a, b or c")?;
    }
    if let Some(token) = variable("SANDBOX_TOKEN") {
        options.token = token;
    }
    if let Some(review) = variable("SANDBOX_REVIEW") {
        options.review = match review.as_str() {
            "by-hand" => Review::ByHand,
            seconds => {
                Review::After(Duration::from_secs(seconds.parse().map_err(
                    |_| "SANDBOX_REVIEW must be a number of seconds, or by-hand",
                )?))
            }
        };
    }
    if let Some(seconds) = variable("SANDBOX_PROVISIONING") {
        options.provisioning = Duration::from_secs(
            seconds
                .parse()
                .map_err(|_| "SANDBOX_PROVISIONING must be a number of seconds")?,
        );
    }
    options.client = client()?;
    options.ledger = variable("SANDBOX_LEDGER").map(Into::into);
    options.public_origin = variable("SANDBOX_PUBLIC_ORIGIN");
    Ok(options)
}

fn client() -> Result<Option<ClientRegistration>, Box<dyn Error>> {
    let (id, file) = match (
        variable("SANDBOX_CLIENT_ID"),
        variable("SANDBOX_CLIENT_KEY"),
    ) {
        (None, None) => return Ok(None),
        (Some(id), Some(file)) => (id, file),
        _ => return Err("SANDBOX_CLIENT_ID and SANDBOX_CLIENT_KEY belong together".into()),
    };
    let key = std::fs::read_to_string(file)
        .map_err(|error| format!("SANDBOX_CLIENT_KEY cannot be read: {error}"))?;
    let mut client = ClientRegistration::new(id, key);
    if let Some(seconds) = variable("SANDBOX_TOKEN_SECONDS") {
        let seconds = seconds
            .parse()
            .map_err(|_| "SANDBOX_TOKEN_SECONDS must be a number of seconds")?;
        client.token_life = Duration::from_secs(seconds);
    }
    Ok(Some(client))
}

fn faults() -> Result<Vec<Fault>, Box<dyn Error>> {
    let Some(text) = variable("SANDBOX_FAULTS") else {
        return Ok(Vec::new());
    };
    let faults: Vec<Fault> = serde_json::from_str(&text)
        .map_err(|error| format!("SANDBOX_FAULTS must be a list of faults in JSON: {error}"))?;
    if let Some(fault) = faults.iter().find(|fault| !fault.is_valid()) {
        return Err(format!("SANDBOX_FAULTS: the status does not fit {:?}", fault.kind).into());
    }
    Ok(faults)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox reads its environment only here"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns on SIGINT or SIGTERM.
async fn shutdown_signal() -> io::Result<()> {
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
