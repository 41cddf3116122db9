//! Command line: start the server, or run a task. The doc comments of [`Command`] and its groups
//! are the texts of `--help`, and `docs/configuration.md` has them as a table.

mod audit;
mod backup;
mod database_move;
mod erase;
mod evidence;
mod find;
mod health;
mod keys;
mod migrate;
mod parked;
mod referral;
mod staff;
mod webhook;

use crate::{
    Fallible, Server, Settings,
    config::{self, Fault, SETTINGS, SandboxAddress},
};
use clap::{CommandFactory, Parser, Subcommand};
use std::{error::Error, fmt::Write as _, io::Write, path::PathBuf, process::ExitCode};

/// Exit code of a task, or its error.
type TaskResult = Fallible<ExitCode>;

/// Identity verification for the people who open an account
#[derive(Parser)]
#[command(name = "vestibule", after_help = variables())]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server; this is the default. `--demo` lets the sandbox listen on a public address
    Serve {
        /// Let the sandbox in this process listen on a public address: it approves invented people
        #[arg(long)]
        demo: bool,
    },
    #[command(flatten)]
    Task(Task),
    /// Verify evidence files
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Print a shell's completion script
    Completions { shell: clap_complete::Shell },
}

/// Commands that read the settings and run to an end.
#[derive(Subcommand)]
enum Task {
    /// Exit with code 0 if the server at VESTIBULE_ADDR is ready
    Health,
    /// Verify the audit trail, sign a checkpoint
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Write a consistent backup into a new file; a running server is not interrupted
    Backup { file: PathBuf },
    /// Replace the database with a backup; no server may run; applicants erased since then are
    /// erased in it
    Restore { file: PathBuf },
    /// Erase an applicant's personal data for good; state, times and audit trail stay
    Erase { reference: String },
    /// Find applications by personal data from standard input
    #[command(subcommand)]
    Find(find::FindCommand),
    /// Rotate the key of the key file
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Make or migrate the database, and exit; servers of the version before may run meanwhile on
    /// PostgreSQL
    Migrate,
    /// Move the database from SQLite to a new one of PostgreSQL and verify it there; no server may run;
    /// run it again if interrupted. `--to` has the address; without it DATABASE_URL has
    Move(database_move::MoveArguments),
    /// List and release parked applications
    #[command(subcommand)]
    Parked(parked::ParkedCommand),
    /// List and add the firm's referral codes
    #[command(subcommand)]
    Referral(referral::ReferralCommand),
    /// Manage the admin's staff
    #[command(subcommand)]
    Reviewer(staff::ReviewerCommand),
    /// Register the webhook address, list and replay stored webhooks
    #[command(subcommand)]
    Webhook(webhook::WebhookCommand),
}

impl Task {
    async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::Health => health::run(settings).await,
            Self::Audit(command) => command.run(settings).await,
            Self::Backup { file } => backup::backup(settings, &file).await,
            Self::Restore { file } => backup::restore(settings, &file).await,
            Self::Erase { reference } => erase::erase(settings, &reference).await,
            Self::Find(command) => command.run(settings).await,
            Self::Keys(keys::KeysCommand::Rotate) => keys::rotate(settings).await,
            Self::Migrate => migrate::run(settings).await,
            Self::Move(arguments) => arguments.run(settings).await,
            Self::Parked(command) => command.run(settings).await,
            Self::Referral(command) => command.run(settings).await,
            Self::Reviewer(command) => command.run(settings).await,
            Self::Webhook(command) => command.run(settings).await,
        }
    }
}

/// Definition of the command line, for tests of the documentation.
#[must_use]
pub fn definition() -> clap::Command {
    CommandLine::command()
}

/// Runs what the command line asks for. `serve` runs the server.
pub async fn run(serve: impl AsyncFnOnce(Settings) -> ExitCode) -> ExitCode {
    let (task, sandbox) = match CommandLine::parse().command {
        None | Some(Command::Serve { demo: false }) => (None, SandboxAddress::Loopback),
        Some(Command::Serve { demo: true }) => (None, SandboxAddress::Any),
        // Only the server has a sandbox.
        Some(Command::Task(task)) => (Some(task), SandboxAddress::Any),
        Some(Command::Evidence(command)) => {
            return command.run().unwrap_or_else(|error| fail(&*error));
        }
        Some(Command::Completions { shell }) => {
            // `generate` panics if a pipe is closed; `say` does not.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut definition(), "vestibule", &mut script);
            say(&String::from_utf8_lossy(&script));
            return ExitCode::SUCCESS;
        }
    };
    match (settings(sandbox), task) {
        (Err(faults), _) => refuse(&faults),
        // The compiler nests the types of all futures below this one, 128 deep at most. A box ends the nesting.
        (Ok(settings), None) => Box::pin(serve(settings)).await,
        (Ok(settings), Some(task)) => match Box::pin(task.run(settings)).await {
            Ok(code) => code,
            Err(error) => fail(&*error),
        },
    }
}

/// Table of the environment variables, below the commands of `--help`.
fn variables() -> String {
    let mut words = String::from("Environment:");
    for setting in SETTINGS {
        let _ = write!(words, "\n  {}", setting.name);
        if !setting.default.is_empty() {
            let _ = write!(words, " [{}]", setting.default);
        }
        let _ = write!(words, "\n      {}", setting.meaning);
    }
    words
}

fn settings(sandbox: SandboxAddress) -> Result<Settings, Vec<Fault>> {
    #[cfg(debug_assertions)]
    arm()?;
    config::read_with(&variable, sandbox)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Arms the failpoint and sets the clock offset from the test variables.
#[cfg(debug_assertions)]
fn arm() -> Result<(), Vec<Fault>> {
    if let Some(file) = variable("VESTIBULE_CLOCK_OFFSET_FILE") {
        crate::system::clock_offset::read_from(file.into());
    }
    let name = "VESTIBULE_FAILPOINT";
    match variable(name) {
        Some(text) if !crate::failpoint::arm(&text) => Err(vec![Fault {
            name,
            wanted: "a point of src/failpoint.rs, such as after-submit or after-submit:2"
                .to_owned(),
        }]),
        _ => Ok(()),
    }
}

/// Prints the faults of the configuration to standard error.
fn refuse(faults: &[Fault]) -> ExitCode {
    let lines: String = faults.iter().map(|fault| format!("  {fault}\n")).collect();
    let _ = write!(
        std::io::stderr(),
        "The configuration cannot be used:\n{lines}`vestibule --help` lists every variable.\n"
    );
    ExitCode::from(2)
}

/// Prints the server's URL, the sandbox's test data and the first administrator's link.
pub fn welcome(running: &Server) {
    let mut words = format!("\nVestibule is open: {}\n", running.public_url());
    if let Some(table) = running.sandbox_table() {
        words.push_str(&table);
    }
    if let Some(link) = running.first_link() {
        words.push_str(&format!(
            "\nNo account can sign in to the admin yet. Within one hour, the first administrator\n\
             sets up an account here: {link}\n"
        ));
    }
    say(&words);
}

/// Prints to standard output; no other function does.
fn say(words: &str) {
    let _ = writeln!(std::io::stdout(), "{words}");
}

/// Prints a task's error with its causes to standard error.
fn fail(error: &dyn Error) -> ExitCode {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(words, ": {error}");
        cause = error.source();
    }
    let _ = writeln!(std::io::stderr(), "{words}");
    ExitCode::FAILURE
}
