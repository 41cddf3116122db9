//! What `make bench` measures against and with; `end2end/bench` runs it.
//!
//! ```text
//! bench bare FILE                                serves the file's text, says where
//! bench load HOST:PORT PATH COOKIE TIMES LINES   asks that often, on so many connections at once
//! bench load … LINES FORM                        sends that form so often
//! bench applications TIMES                       completed applications a second, SQLite's own commits a second,
//!                                                processor milliseconds and commits an application
//! bench crowd PROGRAM PEOPLE                     how many pages listen at once, bytes for each, and how soon decisions
//!                                                reach them (`crowd::run` says in which order)
//! bench desk ROWS EVENTS                         each page of the reviewers' list over so many rows; the last line is
//!                                                the dearest: in bare questions, and in milliseconds
//! bench trail PROGRAM ROWS                       the seconds that `audit verify` takes on so many rows
//! ```

mod applications;
mod bare;
mod cost;
mod crowd;
mod desk;
mod load;
mod trail;

use std::process::ExitCode;

/// As in the server itself.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["bare", file] => bare::serve(file).await,
        ["load", address, path, cookie, times, lines] => {
            load::run(address, path, cookie, times, lines, None)
        }
        ["load", address, path, cookie, times, lines, form] => {
            load::run(address, path, cookie, times, lines, Some(form))
        }
        ["crowd", program, people] => crowd::run(program, people).await,
        ["applications", times] => applications::run(times).await,
        ["desk", rows, events] => desk::run(rows, events).await,
        ["trail", program, rows] => trail::run(program, rows).await,
        _ => Err("see bench/src/main.rs for what to say".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say_why(&*error),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the one line for whoever ran it wrongly"
)]
fn say_why(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("bench: {error}");
    ExitCode::FAILURE
}
