//! Throughput of completed applications: the whole server without its socket, and a
//! provider that approves at once.
//!
//! For comparison, each engine's own commits on this disk are measured, too.

mod in_process;
mod journey;
pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::cost;
use axum::Router;
use std::{
    error::Error,
    num::NonZeroUsize,
    sync::{Arc, atomic::AtomicUsize},
    time::Instant,
};

/// The number of concurrent applicants.
const APPLICANTS: usize = 48;

/// The forms of an application in order: the page's path, the form's action, and
/// the fields.
pub(crate) const FORMS: [(&str, &str, &str); 7] = [
    ("/agreement", "/api/consent", "agreed=yes"),
    ("/name", "/api/name", "given=John&middle=Michael&family=Doe"),
    (
        "/date-of-birth",
        "/api/date-of-birth",
        "month=1&day=15&year=1990",
    ),
    (
        "/contact",
        "/api/contact",
        "email=john.doe%40example.com&phone=%2B15551234567&referral=REF123",
    ),
    (
        "/address",
        "/api/address",
        "line1=123+Main+Street&line2=Apt+4B&city=New+York&state=NY&postal=10001",
    ),
    ("/ssn", "/api/ssn", "ssn=123-45-6789"),
    ("/check", "/api/submit", ""),
];

/// What completed applications took.
struct Completed {
    /// Applications per second.
    per_second: f64,
    /// CPU milliseconds of this process per application.
    own_millis: f64,
    /// CPU milliseconds of the whole machine per application.
    all_millis: f64,
    /// The share of the machine's CPU time that was idle, 0 to 1.
    idle: f64,
}

/// Completes `times` applications, a few dozen concurrently, at the servers in turns.
///
/// # Errors
/// On the first application that is not approved.
async fn complete(servers: &[Router], times: NonZeroUsize) -> Result<Completed, Box<dyn Error>> {
    // The first parse loads the phone number tables: it must not count.
    tokio::task::spawn_blocking(|| kyc::value::Phone::parse("+12125551234").is_ok()).await?;
    let remaining = Arc::new(AtomicUsize::new(times.get()));
    let (own, all, begun) = (cost::cpu_millis()?, cost::machine()?, Instant::now());
    let applicants: Vec<_> = servers
        .iter()
        .cycle()
        .take(APPLICANTS)
        .map(|server| journey::apply_repeatedly(server.clone(), remaining.clone()))
        .map(tokio::spawn)
        .collect();
    for applicant in applicants {
        applicant.await?.map_err(|error| error.to_string())?;
    }
    let took = begun.elapsed().as_secs_f64();
    let (own, all) = (cost::cpu_millis()? - own, cost::machine()?.since(all));
    let times = times.get() as f64;
    Ok(Completed {
        per_second: times / took,
        own_millis: own / times,
        all_millis: all.busy / times,
        idle: all.idle / (all.idle + all.busy),
    })
}
