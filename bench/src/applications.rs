//! Throughput of completed applications: the whole server without its socket, and a
//! provider that approves at once.
//!
//! For comparison, it also measures SQLite's own commits on this disk.

use crate::{cost, result::Fallible};
use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header},
};
use http_body_util::BodyExt;
use kyc::{
    application::SerializedRequest,
    id::ExternalId,
    ports::{Clock, OptionalLookups, Verifier, VerifierError},
    provider::{Approval, ProviderOutcome, ProviderStatus, ProviderUpdate, Source},
    request::StartRequest,
};
use server::system::{SystemClock, SystemEntropy};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    error::Error,
    fs,
    io::Write,
    net::SocketAddr,
    num::NonZeroUsize,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tower::ServiceExt;

/// The number of concurrent applicants.
const APPLICANTS: usize = 48;
/// The duration of the measurement of SQLite alone.
const SQLITE_DURATION: Duration = Duration::from_secs(3);

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

/// Completes `times` applications, a few dozen concurrently, and prints:
///
/// 1. approved applications per second,
/// 2. commits of two statements per second by SQLite alone, equally durable,
/// 3. CPU milliseconds per application,
/// 4. commits per application.
///
/// # Errors
/// On the first application that is not approved.
pub(crate) async fn run(times: NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let times = times.get();
    let folder = tempfile::tempdir()?;
    let sqlite_rate = sqlite_commit_rate(&folder.path().join("alone.db")).await?;
    let router = router(folder.path())
        .await
        .map_err(|error| error.to_string())?;
    let remaining = Arc::new(AtomicUsize::new(times));
    // The first parse loads the phone number tables: it must not count.
    tokio::task::spawn_blocking(|| kyc::value::Phone::parse("+12125551234").is_ok()).await?;
    cost::count_commits()?;
    let (cpu_before, begun) = (cost::cpu_millis()?, Instant::now());
    let applicants: Vec<_> = (0..APPLICANTS)
        .map(|_| tokio::spawn(apply_repeatedly(router.clone(), remaining.clone())))
        .collect();
    for applicant in applicants {
        applicant.await?.map_err(|error| error.to_string())?;
    }
    let (times, took) = (times as f64, begun.elapsed().as_secs_f64());
    let rate = times / took;
    let cpu = (cost::cpu_millis()? - cpu_before) / times;
    let commits = cost::commits() / times;
    writeln!(
        std::io::stdout(),
        "{rate:.0} {sqlite_rate:.0} {cpu:.2} {commits:.2}"
    )?;
    Ok(())
}

/// Transactions of two statements per second, each on disk before the next.
async fn sqlite_commit_rate(file: &Path) -> Result<f64, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut database = SqliteConnection::connect_with(&options).await?;
    for sql in [
        "CREATE TABLE a (n INTEGER PRIMARY KEY, b BLOB)",
        "CREATE TABLE b (n INTEGER PRIMARY KEY, b BLOB)",
    ] {
        sqlx::query(sql).execute(&mut database).await?;
    }
    let (begun, mut done) = (Instant::now(), 0.0);
    while begun.elapsed() < SQLITE_DURATION {
        let mut tx = database.begin_with("BEGIN IMMEDIATE").await?;
        for sql in [
            "INSERT INTO a (b) VALUES (zeroblob(1000))",
            "INSERT INTO b (b) VALUES (zeroblob(200))",
        ] {
            sqlx::query(sql).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        done += 1.0;
    }
    Ok(done / begun.elapsed().as_secs_f64())
}

/// A provider that approves every application at once.
struct ApprovingVerifier;

#[async_trait]
impl Verifier for ApprovingVerifier {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        SerializedRequest::new(request.user_id.as_str().into())
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let name = String::from_utf8_lossy(request.expose());
        let approval = Approval::new("firms/p/users/u", "firms/f/accounts/a");
        Ok(ProviderUpdate {
            source: Source::Start,
            requested_at: SystemClock.now(),
            external_id: ExternalId::parse(&format!("ext_{name}")).ok(),
            status: ProviderStatus::default(),
            outcome: approval.map_or(ProviderOutcome::Denied, ProviderOutcome::Approved),
            recognised: true,
        })
    }

    async fn status(&self, _: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        Err(VerifierError::Unauthorized { status: 404 })
    }
}

async fn router(folder: &Path) -> Fallible<Router> {
    fs::create_dir_all(folder.join("site/pkg"))?;
    fs::write(folder.join("site/hash.txt"), "js: a\nwasm: b\ncss: c\n")?;
    let path = |name: &str| folder.join(name).to_str().map(str::to_owned);
    let settings = server::config::read(&|name| match name {
        "VESTIBULE_DATA" => path("data"),
        "VESTIBULE_SITE" => path("site"),
        "VESTIBULE_RATE_PER_MINUTE" => Some("100000".to_owned()),
        _ => None,
    });
    let settings = settings.map_err(|_| "the settings are invalid")?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let provider = (
        Arc::new(ApprovingVerifier) as Arc<dyn Verifier>,
        OptionalLookups::default(),
    );
    server::server::in_process(settings, provider, clock, entropy).await
}

async fn apply_repeatedly(router: Router, remaining: Arc<AtomicUsize>) -> Fallible<()> {
    let take = |remaining: usize| remaining.checked_sub(1);
    while remaining
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        .is_ok()
    {
        apply(&router).await?;
    }
    Ok(())
}

/// Completes one application: loads each page and sends each form.
async fn apply(router: &Router) -> Fallible<()> {
    let (headers, page) = send(router, get("/", "")?).await?;
    let (cookie, csrf) = (cookie(&headers)?, csrf_token(&page)?);
    let (headers, _) = send(router, post("/api/begin", &cookie, &csrf, "")?).await?;
    let cookie = self::cookie(&headers)?;
    for (path, action, fields) in FORMS {
        let (_, page) = send(router, get(path, &cookie)?).await?;
        send(router, post(action, &cookie, &csrf_token(&page)?, fields)?).await?;
    }
    let (_, page) = send(router, get("/status", &cookie)?).await?;
    if page.windows(8).any(|text| text == b"approved") {
        Ok(())
    } else {
        Err("an application was not approved".into())
    }
}

async fn send(router: &Router, request: Request<Body>) -> Fallible<(HeaderMap, Bytes)> {
    let answer = router.clone().oneshot(request).await?;
    let (parts, body) = answer.into_parts();
    if parts.status.is_client_error() || parts.status.is_server_error() {
        return Err(format!("{}", parts.status).into());
    }
    Ok((parts.headers, body.collect().await?.to_bytes()))
}

fn request(path: &str, cookie: &str) -> axum::http::request::Builder {
    let peer = SocketAddr::from(([127, 0, 0, 1], 4100));
    Request::builder()
        .uri(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .extension(ConnectInfo(peer))
}

fn get(path: &str, cookie: &str) -> Result<Request<Body>, axum::http::Error> {
    request(path, cookie).body(Body::empty())
}

fn post(
    path: &str,
    cookie: &str,
    csrf: &str,
    fields: &str,
) -> Result<Request<Body>, axum::http::Error> {
    request(path, cookie)
        .method("POST")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("csrf={csrf}&{fields}")))
}

/// The session cookie in an answer's headers.
fn cookie(headers: &HeaderMap) -> Fallible<String> {
    let set = headers
        .get(header::SET_COOKIE)
        .ok_or("no cookie")?
        .to_str()?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}

/// The CSRF token of a page's form.
fn csrf_token(page: &[u8]) -> Fallible<String> {
    let page = std::str::from_utf8(page)?;
    let (_, rest) = page
        .split_once("name=\"csrf\" value=\"")
        .ok_or("no token")?;
    let (token, _) = rest.split_once('"').ok_or("no token")?;
    Ok(token.to_owned())
}
