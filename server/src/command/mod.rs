//! Command line: start the server, or run a task.

mod audit;
mod backup;
mod erase;
mod find;
mod health;
mod help;
mod keys;
mod parked;
mod referral;
mod staff;
mod task;
mod webhook;

pub use task::{TASKS, Task};

use crate::{
    Server, Settings,
    config::{self, Fault},
};
use std::{error::Error, fmt::Write as _, io::Write, process::ExitCode};

/// Exit code of a task, or its error.
type TaskResult = Result<ExitCode, Box<dyn Error + Send + Sync>>;

/// Parsed command line.
pub enum Command {
    /// Start the server.
    Serve(Box<Settings>),
    /// Print the help text.
    Help,
    /// Run a task of the table, with its operands.
    Task(&'static Task, Box<Settings>, Vec<String>),
    /// Unknown command.
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
/// All faults of the configuration.
pub fn read() -> Result<Command, Vec<Fault>> {
    #[cfg(debug_assertions)]
    arm()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let all: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match all[..] {
        [] | ["serve"] => Command::Serve(Box::new(config::read(&variable)?)),
        ["help" | "--help" | "-h"] => Command::Help,
        _ => match task::find(&all) {
            Some((task, operands)) => {
                let operands = operands.iter().map(|&word| word.to_owned()).collect();
                Command::Task(task, Box::new(config::read(&variable)?), operands)
            }
            None => Command::Unknown,
        },
    })
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

impl Command {
    /// Runs a task or prints the help text.
    pub async fn run(self) -> ExitCode {
        match self {
            Self::Task(task, settings, operands) => {
                let done = (task.run)(*settings, operands).await;
                done.unwrap_or_else(|error| fail(&*error))
            }
            Self::Help => {
                say(&help::text());
                ExitCode::SUCCESS
            }
            Self::Unknown | Self::Serve(_) => {
                say(&help::text());
                ExitCode::from(2)
            }
        }
    }
}

/// Prints the faults of the configuration to standard error.
#[must_use]
pub fn refuse(faults: &[Fault]) -> ExitCode {
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
