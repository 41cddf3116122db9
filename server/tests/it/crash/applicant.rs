//! An applicant of a server that may die: sends each form as a browser does, without rendering
//! pages. A lost connection is a result, not a panic.

use crate::{browser::Browser, page::Page, person::Person};
use reqwest::{Client, Method, RequestBuilder, StatusCode, header::ACCEPT};

/// The connection closed without an answer, or the server has lost its database. The effect of the
/// request is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ConnectionLost;

/// A form and the page that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) form: &'static str,
    pub(crate) next: &'static str,
}

const fn step(form: &'static str, next: &'static str) -> Step {
    Step { form, next }
}

/// The steps between opening and submitting an application.
pub(crate) const STEPS: [Step; 6] = [
    step("/api/consent", "/name"),
    step("/api/name", "/date-of-birth"),
    step("/api/date-of-birth", "/contact"),
    step("/api/contact", "/address"),
    step("/api/address", "/ssn"),
    step("/api/ssn", "/check"),
];
const BEGIN: Step = step("/api/begin", "/agreement");
pub(crate) const SUBMIT: Step = step("/api/submit", "/status");
pub(crate) const RENEW: Step = step("/api/renew", "/status");

#[derive(Clone)]
pub(crate) struct CrashApplicant {
    browser: Browser,
    csrf: String,
    /// Whether a page that says that the service is unavailable counts as a lost connection.
    database_may_die: bool,
}

impl CrashApplicant {
    pub(crate) fn new(http: Client, base: String) -> Self {
        Self {
            browser: Browser::through(http, base),
            csrf: String::new(),
            database_may_die: false,
        }
    }

    /// Takes a page that says that the service is unavailable for a lost connection.
    pub(crate) const fn with_mortal_database(mut self) -> Self {
        self.database_may_die = true;
        self
    }

    /// Opens a connection for each request.
    pub(crate) fn without_reuse(mut self) -> Self {
        self.browser = self.browser.habit("connection", "close");
        self
    }

    /// Switches to another server and keeps the cookies.
    pub(crate) fn moved_to(&mut self, http: Client, base: String) {
        let cookies = std::mem::take(&mut self.browser.cookies);
        self.browser = Browser::through(http, base);
        self.browser.cookies = cookies;
    }

    async fn send(&mut self, request: RequestBuilder) -> Result<Page, ConnectionLost> {
        let page = self.browser.try_send(request).await;
        self.browser.received.clear();
        let page = page.map_err(|_| ConnectionLost)?;
        let unavailable = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT];
        if self.database_may_die && unavailable.contains(&page.status) {
            return Err(ConnectionLost);
        }
        Ok(page)
    }

    /// Loads a page without following redirects.
    pub(crate) async fn get(&mut self, path: &str) -> Result<Page, ConnectionLost> {
        let request = self.browser.request(Method::GET, path);
        let request = request
            .header(ACCEPT, "text/html")
            .header("sec-fetch-site", "none");
        self.send(request).await
    }

    /// Submits a form.
    pub(crate) async fn post(&mut self, step: Step, p: &Person) -> Result<Page, ConnectionLost> {
        let mut fields = typed(step, p);
        fields.push(("csrf", &self.csrf));
        let fields: Vec<_> = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let request = self.browser.post(step.form, &fields);
        self.send(request).await
    }

    /// Opens an application.
    pub(crate) async fn begin(&mut self) -> Result<Page, ConnectionLost> {
        self.read_token("/").await?;
        let begun = self.post(BEGIN, &Person::JOHN).await?;
        // The application has a new session id, and with it a new form token.
        self.read_token(BEGIN.next).await?;
        Ok(begun)
    }

    /// Reads the form token of a page.
    async fn read_token(&mut self, path: &str) -> Result<(), ConnectionLost> {
        let page = self.get(path).await?;
        self.csrf = between(&page.text, "name=\"csrf\" value=\"", "\"")
            .unwrap_or_else(|| panic!("no form at {path}: {} {}", page.status, page.text))
            .to_owned();
        Ok(())
    }

    /// Answers every step up to the check page, on a server that stays up.
    pub(crate) async fn fill_in(&mut self, p: &Person) {
        let page = self.begin().await.expect("an answer");
        assert_eq!(leads_to(&page), Some(BEGIN.next), "{}", page.text);
        for step in STEPS {
            let page = self.post(step, p).await.expect("an answer");
            assert_eq!(leads_to(&page), Some(step.next), "{}", page.text);
        }
    }

    /// Presses "Send my details".
    pub(crate) async fn submit(&mut self) -> Result<Page, ConnectionLost> {
        self.post(SUBMIT, &Person::JOHN).await
    }

    /// The state on the status page; `None` if the page redirects.
    pub(crate) async fn label(&mut self) -> Result<Option<String>, ConnectionLost> {
        let page = self.get("/status").await?;
        Ok(between(&page.text, "data-label=\"", "\"").map(str::to_owned))
    }

    /// The path of the capture link on the status page, at the provider.
    pub(crate) async fn capture_path(&mut self) -> Result<Option<String>, ConnectionLost> {
        let page = self.get("/status").await?;
        let token = between(&page.text, "/capture/", "\"");
        Ok(token.map(|token| format!("/capture/{token}")))
    }
}

/// The target of a redirect.
pub(crate) fn leads_to(page: &Page) -> Option<&str> {
    page.status
        .is_redirection()
        .then(|| page.header("location"))
}

/// The fields of a form for this person.
fn typed(step: Step, p: &Person) -> Vec<(&'static str, &str)> {
    match step.form {
        "/api/consent" => vec![("agreed", "yes")],
        "/api/name" => vec![
            ("given", p.given),
            ("middle", p.middle),
            ("family", p.family),
        ],
        "/api/date-of-birth" => vec![
            ("year", &p.born[..4]),
            ("month", &p.born[5..7]),
            ("day", &p.born[8..]),
        ],
        "/api/contact" => vec![("email", p.email), ("phone", p.phone)],
        "/api/address" => vec![
            ("line1", p.line1),
            ("line2", p.line2),
            ("city", p.city),
            ("state", p.state),
            ("postal", p.postal),
        ],
        "/api/ssn" | "/api/renew" => vec![("ssn", p.ssn)],
        _ => Vec::new(),
    }
}

/// The text between two markers: cheaper than parsing the page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(inside, _)| inside)
}
