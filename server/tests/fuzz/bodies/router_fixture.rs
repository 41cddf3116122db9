//! The real router in this process, without a socket. Its database is in a scratch folder, and its
//! provider answers every call at once.

use super::provider::InstantProvider;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use kyc::ports::OptionalLookups;
use server::system::{SystemClock, SystemEntropy};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError},
};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// An answer with its whole body; the body of an event stream stays empty.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    /// The target of a redirect, if any.
    pub(super) fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }
}

/// An applicant with a session and an application.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) cookie: String,
    pub(super) csrf: String,
}

/// A valid answer to every step, in order.
const SOUND: [(&str, &str); 6] = [
    ("/api/consent", "agreed=yes"),
    ("/api/name", "given=John&middle=Michael&family=Doe"),
    ("/api/date-of-birth", "month=1&day=15&year=1990"),
    (
        "/api/contact",
        "email=john.doe%40example.com&phone=%2B15551234567&referral=REF123",
    ),
    (
        "/api/address",
        "line1=123+Main+Street&line2=Apt+4B&city=New+York&state=NY&postal=10001",
    ),
    ("/api/ssn", "ssn=123-45-6789"),
];

/// The router, and its applicants.
pub(super) struct RouterFixture {
    runtime: Runtime,
    router: Router,
    /// An applicant who has answered every step.
    ready: Mutex<Option<Person>>,
    /// An applicant who has submitted.
    waiting: OnceLock<Person>,
}

static FIXTURE: LazyLock<RouterFixture> = LazyLock::new(RouterFixture::open);

/// The one fixture of this process: opening it takes long.
pub(super) fn fixture() -> &'static RouterFixture {
    &FIXTURE
}

/// A scratch folder: of the test, or of this process.
fn scratch() -> PathBuf {
    let folder = match option_env!("CARGO_TARGET_TMPDIR") {
        Some(folder) => Path::new(folder).join("fuzz"),
        None => std::env::temp_dir().join(format!("vestibule-fuzz-{}", std::process::id())),
    };
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("site/pkg")).expect("a folder");
    fs::write(folder.join("site/hash.txt"), "js: a\nwasm: b\ncss: c\n").expect("written");
    folder
}

impl RouterFixture {
    fn open() -> Self {
        let folder = scratch();
        let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
        let settings = server::config::read(&|name| match name {
            "VESTIBULE_DATA" => Some(path("data")),
            "VESTIBULE_SITE" => Some(path("site")),
            "VESTIBULE_RATE_PER_MINUTE" => Some("100000".to_owned()),
            "KYC_PREFILL" => Some("on".to_owned()),
            "VESTIBULE_TRUSTED_PROXIES" => Some("127.0.0.0/8".to_owned()),
            _ => None,
        });
        let settings = settings.expect("sound settings");
        let runtime = Runtime::new().expect("a runtime");
        let clock = Arc::new(SystemClock);
        let helpers = OptionalLookups {
            prefill: Some(Arc::new(InstantProvider)),
            referrals: Some(Arc::new(InstantProvider)),
        };
        let opened = server::server::in_process(
            settings,
            (Arc::new(InstantProvider), helpers),
            clock,
            Arc::new(SystemEntropy),
        );
        let router = runtime.block_on(opened).expect("a router");
        Self {
            runtime,
            router,
            ready: Mutex::new(None),
            waiting: OnceLock::new(),
        }
    }

    /// Sends a request.
    ///
    /// # Panics
    /// On a 5xx answer, and on one without exactly one content security policy.
    pub(super) fn send(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::from(([127, 0, 0, 1], 4100));
        request.extensions_mut().insert(ConnectInfo(peer));
        let what = format!("{} {}", request.method(), request.uri());
        let answer = self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await;
            let (parts, body) = answer.expect("no error leaves the router").into_parts();
            // An event stream never ends: another target may have submitted the application that
            // this request watches.
            let streams = parts.headers.get(header::CONTENT_TYPE);
            let body = if streams.is_some_and(|kind| kind == "text/event-stream") {
                Bytes::new()
            } else {
                body.collect().await.expect("a body").to_bytes()
            };
            Answer {
                status: parts.status,
                headers: parts.headers,
                body,
            }
        });
        assert!(
            !answer.status.is_server_error(),
            "{} for {what}",
            answer.status
        );
        let policies = answer.headers.get_all(header::CONTENT_SECURITY_POLICY);
        assert_eq!(policies.iter().count(), 1, "one policy for {what}");
        answer
    }

    /// An applicant who has answered every step and not submitted.
    pub(super) fn ready(&self) -> Person {
        let mut ready = self.lock_ready();
        ready.get_or_insert_with(|| self.apply()).clone()
    }

    /// Replaces the applicant after a submission.
    pub(super) fn discard_ready(&self) {
        *self.lock_ready() = None;
    }

    /// An applicant who has submitted, and must provide documents again.
    pub(super) fn waiting(&self) -> &Person {
        self.waiting.get_or_init(|| {
            let person = self.apply();
            let answer = self.send(person.post("/api/submit", ""));
            assert_eq!(answer.location(), Some("/status"));
            person
        })
    }

    /// Answers a step with valid values again, so that the next form finds it open.
    pub(super) fn restore_step(&self, person: &Person, route: &str) {
        let asks_both = |known: &str| {
            route == "/api/fill-in" && matches!(known, "/api/date-of-birth" | "/api/contact")
        };
        for (known, fields) in SOUND {
            if known == route || asks_both(known) {
                self.send(person.post(known, fields));
            }
        }
    }

    fn lock_ready(&self) -> MutexGuard<'_, Option<Person>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply(&self) -> Person {
        let person = self.begin();
        for (route, fields) in SOUND {
            let answer = self.send(person.post(route, fields));
            assert_ne!(answer.location(), Some("/"), "{route} found no application");
        }
        person
    }

    /// Opens the start page and presses its button.
    fn begin(&self) -> Person {
        let first = self.send(get("/", ""));
        let csrf = token(&first.body).expect("a token");
        let stranger = Person {
            cookie: cookie(&first.headers).expect("a session"),
            csrf,
        };
        let begun = self.send(stranger.post("/api/begin", ""));
        let cookie = cookie(&begun.headers).expect("a session of a new id");
        // The new session id has its own form token.
        let page = self.send(get("/agreement", &cookie));
        let csrf = token(&page.body).expect("a token");
        Person { cookie, csrf }
    }
}

impl Person {
    /// A form as a browser sends it from our pages, with a valid CSRF token.
    pub(super) fn post(&self, path: &str, fields: &str) -> Request<Body> {
        Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("csrf={}&{fields}", self.csrf)))
            .expect("a request")
    }
}

/// A page request as a browser sends it.
pub(super) fn get(path: &str, cookie: &str) -> Request<Body> {
    let request = Request::builder()
        .uri(path)
        .header(header::ACCEPT, "text/html");
    let request = if cookie.is_empty() {
        request
    } else {
        request.header(header::COOKIE, cookie)
    };
    request.body(Body::empty()).expect("a request")
}

/// The CSRF token of a page.
fn token(html: &[u8]) -> Option<String> {
    let html = std::str::from_utf8(html).ok()?;
    let (_, rest) = html.split_once("name=\"csrf\" value=\"")?;
    rest.split_once('"').map(|(token, _)| token.to_owned())
}

/// The session cookie that an answer sets.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let set = headers.get(header::SET_COOKIE)?.to_str().ok()?;
    set.split(';').next().map(str::to_owned)
}
