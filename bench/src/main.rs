//! The measurements of `make bench`; `end2end/bench` runs them. [`USAGE`] lists the
//! commands.

mod admin_list;
mod applications;
mod audit_trail;
mod baseline;
mod cost;
mod load;
mod open_pages;
mod postgres;
mod result;

use std::{error::Error, process::ExitCode, str::FromStr};

/// Numbers are above 0.
const USAGE: &str = "\
bench baseline FILE                  serves the file's text at the printed address
bench load HOST:PORT PATH COOKIE TIMES CONNECTIONS [FORM]
                                     gets the page, or posts the form, TIMES times on concurrent connections
bench applications TIMES             completed applications per second, SQLite's own commits per second,
                                     CPU milliseconds and commits per application
bench applications-postgres PROGRAM TIMES ADDRESS
                                     the same on PostgreSQL, with one and with two servers
                                     (`applications::postgres::run` documents the lines)
bench open-pages PROGRAM APPLICANTS  the number of open status pages, bytes per page, and the latency of
                                     decisions (`open_pages::run` documents the order)
bench admin-list ROWS EVENTS         each page of the admin's list over ROWS rows with at least as many EVENTS; the
                                     last line is the slowest: relative to the baseline query and in milliseconds,
                                     and the slowest exact search in milliseconds
bench admin-list-postgres ROWS EVENTS ADDRESS
                                     the same on PostgreSQL
bench audit-trail PROGRAM ROWS       the seconds that `audit verify` takes on ROWS rows";

/// The server's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => print_error(&*error),
    }
}

async fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    match *arguments {
        ["baseline", file] => baseline::serve(file).await,
        [
            "load",
            address,
            path,
            cookie,
            times,
            connections,
            ref form @ ..,
        ] if form.len() < 2 => {
            let connections = number("CONNECTIONS", connections)?;
            let request = load::request(address, path, cookie, form.first().copied());
            load::run(address, &request, number("TIMES", times)?, connections)
        }
        ["applications", times] => applications::sqlite::run(number("TIMES", times)?).await,
        ["applications-postgres", program, times, address] => {
            applications::postgres::run(program, number("TIMES", times)?, address).await
        }
        ["open-pages", program, applicants] => {
            open_pages::run(program, number("APPLICANTS", applicants)?).await
        }
        ["admin-list", rows, events] => {
            admin_list::run(number("ROWS", rows)?, number("EVENTS", events)?).await
        }
        ["admin-list-postgres", rows, events, address] => {
            let (rows, events) = (number("ROWS", rows)?, number("EVENTS", events)?);
            admin_list::run_on_postgres(rows, events, address).await
        }
        ["audit-trail", program, rows] => audit_trail::run(program, number("ROWS", rows)?).await,
        _ => Err(format!("these arguments fit no command\n\n{USAGE}").into()),
    }
}

/// Reads a number that is not 0. `name` is the argument's name in [`USAGE`].
fn number<N: FromStr>(name: &str, text: &str) -> Result<N, Box<dyn Error>> {
    let message = || format!("{name} must be a whole number above 0, not {text:?}\n\n{USAGE}");
    text.parse().map_err(|_| message().into())
}

#[expect(
    clippy::print_stderr,
    reason = "a command-line program reports its error on stderr"
)]
fn print_error(error: &dyn Error) -> ExitCode {
    eprintln!("bench: {error}");
    ExitCode::FAILURE
}
