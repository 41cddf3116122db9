//! The command line: serve, or a small helper beside it.

use crate::{
    Running, Settings,
    config::{self, Fault, SETTINGS},
};
use std::{io::Write, net::SocketAddr, process::ExitCode, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What was asked for.
pub enum Command {
    /// Serve.
    Serve(Box<Settings>),
    /// Show how to use it.
    Help,
    /// Ask a running server whether it is ready (the container's health check).
    Health(SocketAddr),
    /// Something that is not understood.
    Unknown,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads command line and environment.
///
/// # Errors
/// Every fault of the configuration.
pub fn read() -> Result<Command, Vec<Fault>> {
    let mut arguments = std::env::args().skip(1);
    Ok(match (arguments.next().as_deref(), arguments.next()) {
        (None | Some("serve"), None) => Command::Serve(Box::new(config::read(&variable)?)),
        (Some("health"), None) => Command::Health(config::read(&variable)?.address),
        (Some("help" | "--help" | "-h"), None) => Command::Help,
        _ => Command::Unknown,
    })
}

impl Command {
    /// Runs a helper.
    pub async fn run(self) -> ExitCode {
        match self {
            Self::Health(address) if is_healthy(address).await => ExitCode::SUCCESS,
            Self::Help => {
                say(&help());
                ExitCode::SUCCESS
            }
            Self::Unknown | Self::Serve(_) => {
                say(&help());
                ExitCode::from(2)
            }
            Self::Health(_) => ExitCode::FAILURE,
        }
    }
}

/// Says what is wrong with the configuration.
#[must_use]
pub fn refuse(faults: &[Fault]) -> ExitCode {
    let lines: String = faults.iter().map(|fault| format!("  {fault}\n")).collect();
    let _ = write!(
        std::io::stderr(),
        "The configuration cannot be used:\n{lines}`vestibule --help` lists every variable.\n"
    );
    ExitCode::from(2)
}

/// Says where to click and which details give which outcome.
pub fn welcome(running: &Running) {
    let mut words = format!("\nVestibule is open: {}\n", running.public_url());
    if let Some(table) = running.sandbox_table() {
        words.push_str(&table);
    }
    say(&words);
}

/// The one place that writes to standard output.
fn say(words: &str) {
    let _ = writeln!(std::io::stdout(), "{words}");
}

fn help() -> String {
    let mut words = String::from(
        "vestibule: identity verification for the people who open an account\n\n\
         vestibule            serve\n\
         vestibule health     exit with 0 if the server at VESTIBULE_ADDR is ready\n\
         vestibule --help     this\n\n\
         Environment:\n",
    );
    for setting in SETTINGS {
        let default = if setting.default.is_empty() {
            String::new()
        } else {
            format!(" [{}]", setting.default)
        };
        words.push_str(&format!(
            "  {}{default}\n      {}\n",
            setting.name, setting.meaning
        ));
    }
    words
}

/// One plain request: a client library would be more than it needs.
async fn is_healthy(address: SocketAddr) -> bool {
    let address = SocketAddr::new(
        if address.ip().is_unspecified() {
            [127, 0, 0, 1].into()
        } else {
            address.ip()
        },
        address.port(),
    );
    let ask = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        stream
            .write_all(b"GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .await
            .ok()?;
        let mut answer = Vec::new();
        stream.take(64).read_to_end(&mut answer).await.ok()?;
        answer.get(9..12).map(|status| status == b"200")
    };
    tokio::time::timeout(Duration::from_secs(3), ask)
        .await
        .ok()
        .flatten()
        == Some(true)
}
