//! A running sandbox with an HTTP client, and the requests that tests send.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use sandbox::{Dialect, Options, Sandbox};
use serde_json::Value;

pub(crate) use crate::applicants::{applicant, applicant_c, applicant_in, born, born_in};

pub(crate) struct TestSandbox {
    pub(crate) sandbox: Sandbox,
    http: Client,
}

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the answer is JSON")
    }

    /// The three words of the status object.
    #[track_caller]
    pub(crate) fn words(&self) -> [String; 3] {
        ["decision", "status", "subStatus"].map(|word| self.at(&format!("/status/{word}")))
    }

    #[track_caller]
    pub(crate) fn external_id(&self) -> String {
        self.at("/status/externalId")
    }

    /// The text at a JSON pointer.
    #[track_caller]
    pub(crate) fn at(&self, pointer: &str) -> String {
        let json = self.json();
        let text = json.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text at {pointer}"))
            .to_owned()
    }
}

impl TestSandbox {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn in_dialect(dialect: Dialect) -> Self {
        Self::with(Options {
            dialect,
            ..Options::default()
        })
        .await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the only client of these tests: without a proxy, and without following redirects"
    )]
    pub(crate) async fn with(options: Options) -> Self {
        let http = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let sandbox = Sandbox::start(options).await.expect("a sandbox");
        Self { sandbox, http }
    }

    /// A request to the API, without a token.
    pub(crate) fn api(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.sandbox.api_url()))
    }

    /// A request to any URL.
    pub(crate) fn request_to(&self, method: Method, url: &str) -> RequestBuilder {
        self.http.request(method, url)
    }

    /// A request to the pages or the controls.
    pub(crate) fn page(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.sandbox.base_url()))
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).await.expect("an answer")
    }

    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> reqwest::Result<Answer> {
        let token = &self.sandbox.options().token;
        read(self.api(Method::POST, path).bearer_auth(token).json(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let token = &self.sandbox.options().token;
        read(self.api(Method::GET, path).bearer_auth(token))
            .await
            .expect("an answer")
    }

    pub(crate) async fn start(&self, applicant: &Value) -> Answer {
        self.post("/start", applicant).await
    }

    pub(crate) async fn status(&self, external_id: &str) -> Answer {
        let name = match self.sandbox.options().dialect {
            Dialect::A | Dialect::B => "externalId",
            Dialect::C => "external_id",
        };
        self.get(&format!("/status?{name}={external_id}")).await
    }

    /// Submits a form of a page.
    pub(crate) async fn submit(&self, path: &str, form: &'static str) -> Answer {
        let request = self
            .page(Method::POST, path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        read(request).await.expect("an answer")
    }

    pub(crate) async fn open(&self, path: &str) -> Answer {
        read(self.page(Method::GET, path)).await.expect("an answer")
    }

    pub(crate) async fn post_control(&self, path: &str, body: &Value) -> Answer {
        read(self.page(Method::POST, path).json(body))
            .await
            .expect("an answer")
    }
}

pub(crate) async fn read(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    Ok(Answer {
        status: response.status(),
        headers: response.headers().clone(),
        text: response.text().await?,
    })
}

/// The three words of a status object.
pub(crate) fn words(decision: &str, status: &str, sub_status: &str) -> [String; 3] {
    [decision, status, sub_status].map(str::to_owned)
}

pub(crate) fn approved() -> [String; 3] {
    words("approved", "complete", "")
}

pub(crate) fn denied() -> [String; 3] {
    words("denied", "complete", "")
}

pub(crate) fn manual_review() -> [String; 3] {
    words("pending", "in_review", "")
}

pub(crate) fn documents_required() -> [String; 3] {
    words("pending", "in_review", "document_required")
}

pub(crate) fn documents_under_review() -> [String; 3] {
    words("pending", "document_review", "awaiting_review")
}
