//! HTTP client of the provider: timeouts, no redirects, responses of limited size. It makes one
//! attempt; the job retries (kyc's `service/send_attempt.rs`).

use super::{
    ReadError, Reader,
    auth::{Auth, Bearer},
    capture::CaptureHosts,
    response::{body, late_or, retry_after, unavailable},
};
use crate::{
    config::{ProviderSettings, Waits},
    failpoint::{Point, reach},
};
use async_trait::async_trait;
use kyc::{
    application::SerializedRequest,
    id::{ExternalId, UserId},
    ports::{Clock, Entropy, Verifier, VerifierError},
    provider::{ProviderUpdate, Source},
    request::StartRequest,
};
use reqwest::{
    Method, StatusCode, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
    redirect,
};
use std::{sync::Arc, time::Duration};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Errors of the client's construction.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    #[error("the HTTP client cannot be made")]
    Http(#[source] reqwest::Error),
    #[error("the provider's token cannot be a header")]
    Token,
}

/// HTTP client of the provider.
pub(crate) struct Client {
    http: reqwest::Client,
    auth: Auth,
    pub(super) provider: ProviderSettings,
    hosts: CaptureHosts,
    capture_life: time::Duration,
    pub(super) waits: Waits,
    clock: Arc<dyn Clock>,
}

/// Parameters of an API call.
pub(super) struct ApiCall<'a> {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// Path segment that must not be logged.
    pub(super) segment: Option<&'a str>,
    pub(super) query: &'a [(&'static str, &'a str)],
    pub(super) body: Option<&'a SerializedRequest>,
}

impl<'a> ApiCall<'a> {
    /// Call that reads.
    pub(super) const fn get(path: &'static str, query: &'a [(&'static str, &'a str)]) -> Self {
        Self {
            method: Method::GET,
            path,
            segment: None,
            query,
            body: None,
        }
    }

    /// Call that changes something.
    pub(super) const fn post(path: &'static str, body: &'a SerializedRequest) -> Self {
        Self {
            method: Method::POST,
            path,
            segment: None,
            query: &[],
            body: Some(body),
        }
    }
}

impl Client {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one client, with time-outs and no redirects"
    )]
    pub(crate) fn new(
        provider: ProviderSettings,
        hosts: CaptureHosts,
        capture_life: time::Duration,
        waits: Waits,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ClientError> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(10))
            // No redirects: they would forward the token, the assertion and the SSN to another
            // host.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("vestibule/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(ClientError::Http)?;
        let auth = Auth::new(&provider.credentials, &http, clock.clone(), entropy);
        Ok(Self {
            auth: auth.ok_or(ClientError::Token)?,
            http,
            provider,
            hosts,
            capture_life,
            waits,
            clock,
        })
    }

    fn url(&self, call: &ApiCall<'_>) -> Url {
        let mut url = self.provider.base.clone();
        url.set_path(&format!("{}{}", self.provider.prefix, call.path));
        // The call cannot fail: HTTP URLs always have path segments.
        if let (Some(segment), Ok(mut path)) = (call.segment, url.path_segments_mut()) {
            path.push(segment);
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
            // The form encoding writes a space as a plus sign, which some servers read literally.
            let query = url.query().map(|query| query.replace('+', "%20"));
            url.set_query(query.as_deref());
        }
        url
    }

    /// Calls the provider and returns the body of a 2xx response. A rejected token is replaced
    /// once. That retry is safe, because the provider has not processed the request.
    pub(super) async fn call(
        &self,
        call: &ApiCall<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, VerifierError> {
        let bearer = self.auth.bearer().await?;
        let mut answer = self.send(call, &bearer).await;
        if let Err(VerifierError::Unauthorized { status: 401 }) = answer
            && let Some(another) = self.auth.instead_of(&bearer).await
        {
            answer = self.send(call, &another?).await;
        }
        if let Err(error) = &answer
            && let VerifierError::Unauthorized { status }
            | VerifierError::UnexpectedStatus { status } = error
        {
            tracing::error!(path = call.path, status, "{error}");
        }
        answer
    }

    /// Sends the request once.
    async fn send(
        &self,
        call: &ApiCall<'_>,
        bearer: &Bearer,
    ) -> Result<Zeroizing<Vec<u8>>, VerifierError> {
        let mut request = self
            .http
            .request(call.method.clone(), self.url(call))
            .header(AUTHORIZATION, bearer.header())
            .header(ACCEPT, "application/json");
        if let Some(body) = call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(outgoing(body));
        }
        let sent = request.send().await;
        if call.body.is_some() && sent.is_ok() {
            reach(Point::AfterBody);
        }
        let answer = sent.map_err(|error| {
            let cause = if error.is_connect() {
                VerifierError::NOT_CONNECTED
            } else {
                late_or(&error, "timeout", "transport")
            };
            unavailable(cause, None)
        })?;
        let status = answer.status();
        match status {
            _ if status.is_success() => body(answer).await,
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                Err(VerifierError::Malformed)
            }
            StatusCode::CONFLICT => Err(VerifierError::AlreadyApproved),
            StatusCode::TOO_MANY_REQUESTS => Err(unavailable("rate_limited", retry_after(&answer))),
            _ if status.is_server_error() => Err(unavailable("server_error", retry_after(&answer))),
            StatusCode::REQUEST_TIMEOUT => Err(unavailable("timeout", retry_after(&answer))),
            StatusCode::TOO_EARLY => Err(unavailable("too_early", retry_after(&answer))),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
                Err(VerifierError::Unauthorized {
                    status: status.as_u16(),
                })
            }
            _ => Err(VerifierError::UnexpectedStatus {
                status: status.as_u16(),
            }),
        }
    }

    /// Calls the provider and parses the response in the dialect. Logs hold no personal data.
    async fn request_update(
        &self,
        call: ApiCall<'_>,
        via: Source,
    ) -> Result<ProviderUpdate, VerifierError> {
        let requested_at = self.clock.now();
        let answer = self
            .call(&call)
            .await
            .and_then(|body| self.read(&body, via, requested_at));
        if let Err(VerifierError::Unavailable { cause, .. }) = &answer {
            tracing::warn!(path = call.path, cause, "the provider did not answer");
        }
        answer
    }

    fn read(
        &self,
        body: &[u8],
        via: Source,
        requested_at: OffsetDateTime,
    ) -> Result<ProviderUpdate, VerifierError> {
        let reader = Reader {
            dialect: self.provider.dialect,
            hosts: &self.hosts,
            requested_at,
            now: self.clock.now(),
            capture_life: self.capture_life,
        };
        let evidence = reader.read(body, via);
        let evidence = evidence.map_err(|error| match error {
            ReadError::Unreadable(_) => unavailable("unreadable", None),
            ReadError::UnusableId => {
                tracing::error!(?via, %error, "the provider's answer cannot be used");
                VerifierError::UnusableId
            }
        })?;
        tracing::info!(
            ?via,
            decision = evidence.status.decision,
            status = evidence.status.status,
            sub_status = evidence.status.sub_status,
            external_id = evidence.external_id.as_ref().map(ExternalId::as_str),
            documents = matches!(
                evidence.outcome,
                kyc::provider::ProviderOutcome::DocumentsRequired(Some(_))
            ),
            "the provider answered"
        );
        if !evidence.recognised {
            tracing::warn!(?via, words = ?evidence.status, "the provider used an unknown status");
        }
        Ok(evidence)
    }
}

/// Request body; in debug builds it may stop at a failpoint.
fn outgoing(body: &SerializedRequest) -> reqwest::Body {
    #[cfg(debug_assertions)]
    if let Some(failpoint_body) = super::failpoint_body::FailpointBody::of(body.expose()) {
        return failpoint_body;
    }
    body.expose().to_vec().into()
}

#[async_trait]
impl Verifier for Client {
    fn serialize_start(&self, request: &StartRequest<'_>) -> SerializedRequest {
        let ProviderSettings {
            dialect, documents, ..
        } = self.provider;
        dialect.serialize_start(request, documents)
    }

    fn client_assigned_id(&self, user: &UserId) -> Option<ExternalId> {
        self.provider.dialect.client_assigned_id(user)
    }

    async fn start(&self, request: &SerializedRequest) -> Result<ProviderUpdate, VerifierError> {
        let call = ApiCall::post("/start", request);
        let answer = in_time(
            self.waits.start_request,
            self.request_update(call, Source::Start),
        )
        .await;
        reach(Point::AfterAnswer);
        answer
    }

    async fn status(&self, id: &ExternalId) -> Result<ProviderUpdate, VerifierError> {
        let query = [(self.provider.dialect.status_query(), id.as_str())];
        let call = ApiCall::get("/status", &query);
        // A page waits for this call and polls again later, so the timeout is short.
        in_time(
            self.waits.provider_call,
            self.request_update(call, Source::Status),
        )
        .await
    }
}

/// Result of a call, or a timeout error after `patience`.
pub(super) async fn in_time<T>(
    patience: Duration,
    asking: impl Future<Output = Result<T, VerifierError>>,
) -> Result<T, VerifierError> {
    let answer = tokio::time::timeout(patience, asking).await;
    answer.unwrap_or_else(|_| Err(unavailable("timeout", None)))
}
