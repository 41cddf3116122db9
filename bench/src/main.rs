//! The measurements of `make bench`; `end2end/bench` runs them.
//!
//! ```text
//! bench bare FILE                                serves the file's text at the printed address
//! bench load HOST:PORT PATH COOKIE TIMES LINES   sends TIMES requests on LINES concurrent connections
//! bench load … LINES FORM                        sends that form TIMES times
//! bench applications TIMES                       completed applications per second, SQLite's own commits per second,
//!                                                CPU milliseconds and commits per application
//! bench crowd PROGRAM PEOPLE                     the number of open status pages, bytes per page, and the latency of
//!                                                decisions (`open_pages::run` documents the order)
//! bench desk ROWS EVENTS                         each page of the admin's list over ROWS rows; the last line is the
//!                                                slowest: relative to the baseline query, and in milliseconds
//! bench trail PROGRAM ROWS                       the seconds that `audit verify` takes on ROWS rows
//! ```

mod admin_list;
mod applications;
mod audit_trail;
mod baseline;
mod cost;
mod load;
mod open_pages;
mod result;

use std::process::ExitCode;

/// The server's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["bare", file] => baseline::serve(file).await,
        ["load", address, path, cookie, times, lines] => {
            load::run(address, path, cookie, times, lines, None)
        }
        ["load", address, path, cookie, times, lines, form] => {
            load::run(address, path, cookie, times, lines, Some(form))
        }
        ["crowd", program, people] => open_pages::run(program, people).await,
        ["applications", times] => applications::run(times).await,
        ["desk", rows, events] => admin_list::run(rows, events).await,
        ["trail", program, rows] => audit_trail::run(program, rows).await,
        _ => Err("see bench/src/main.rs for the commands".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => print_error(&*error),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a command-line program reports its error on stderr"
)]
fn print_error(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("bench: {error}");
    ExitCode::FAILURE
}
