//! A running sandbox and the methods that control it.

mod webhooks;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::endpoint::Endpoint;
use crate::fault::{Fault, Faults};
use crate::ledger::{Ledger, LedgerEntry};
use crate::net;
use crate::oauth::token_server::{self, TokenServer, TokenServerError};
use crate::options::Options;
use crate::registry::Registry;
use crate::registry::controls::{ControlError, InquiryView};
use crate::registry::rules::{DEFAULT_PLAN, Decision, RULES};
use crate::router::router;
use crate::state::SandboxState;
use crate::webhook::sender::WebhookSender;
use crate::webhook::worker;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Listening on the address failed.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// Opening the ledger file failed.
    #[error("cannot open the ledger")]
    Ledger(#[source] io::Error),
    /// The prefix has other than plain path segments.
    #[error("the prefix must look like /v1/kyc")]
    Prefix,
    /// The client's key is not a public RSA key in PEM.
    #[error("the registered client's key cannot be read")]
    Key,
    /// The operating system gave no randomness.
    #[error("no randomness to be had: {0}")]
    Randomness(getrandom::Error),
    /// Building the HTTP client for webhooks failed.
    #[error("cannot make a client for webhooks")]
    Client(#[source] reqwest::Error),
}

/// A running sandbox. Dropping it stops it; [`Sandbox::shutdown`] also waits.
pub struct Sandbox {
    address: SocketAddr,
    base_url: String,
    state: Arc<SandboxState>,
    /// The number of open connections.
    connections: watch::Receiver<usize>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Binds the address and serves in a task of the current runtime. The sandbox
    /// answers requests as soon as this returns.
    pub async fn start(options: Options) -> Result<Self, Error> {
        if !options.has_valid_prefix() {
            return Err(Error::Prefix);
        }
        let requested = options.address;
        let listener = TcpListener::bind(requested)
            .await
            .map_err(|error| Error::Listen(requested, error))?;
        let address = listener
            .local_addr()
            .map_err(|error| Error::Listen(requested, error))?;

        let base_url = format!("http://{address}");
        let origin = options
            .public_origin
            .clone()
            .unwrap_or_else(|| base_url.clone());
        let token_server = options
            .client
            .clone()
            .map(|client| TokenServer::new(client, &origin))
            .transpose()
            .map_err(|error| match error {
                TokenServerError::Key => Error::Key,
                TokenServerError::Randomness(error) => Error::Randomness(error),
            })?;
        let state = Arc::new(SandboxState {
            token_server,
            origin,
            registry: Registry::new(options.clone()).map_err(Error::Randomness)?,
            faults: Faults::default(),
            ledger: Ledger::open(options.ledger.as_deref()).map_err(Error::Ledger)?,
            webhooks: WebhookSender::new().map_err(Error::Client)?,
            options,
        });
        let (stop, stopped) = oneshot::channel();
        let open = watch::Sender::new(0);
        let connections = open.subscribe();
        let serving = net::serve(listener, router(Arc::clone(&state)), stopped, open);
        let webhook_worker = tokio::spawn(worker::run(Arc::clone(&state)));
        let task = tokio::spawn(async move {
            serving.await;
            // Queued messages are lost, like the rest of the sandbox's memory.
            webhook_worker.abort();
        });
        Ok(Self {
            address,
            base_url,
            state,
            connections,
            stop,
            task,
        })
    }

    /// Waits until every caller has disconnected. The sandbox has then handled every call of a
    /// process that was killed.
    ///
    /// # Errors
    /// An I/O error, if the sandbox is not listening.
    pub async fn until_disconnected(&self) -> io::Result<()> {
        // The kernel queues connections in order: once this one ends, all earlier ones are counted.
        let mut own = TcpStream::connect(self.address).await?;
        own.shutdown().await?;
        own.read_to_end(&mut Vec::new()).await?;
        let mut connections = self.connections.clone();
        // An error means that the accept loop has ended.
        let _ = connections.wait_for(|open| *open == 0).await;
        Ok(())
    }

    /// Stops listening, lets requests in flight finish for up to a second, and
    /// returns when the server has stopped.
    pub async fn shutdown(self) {
        // A send error means that the task has ended already.
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the sandbox's task failed");
        }
    }

    /// The address that it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's root, without a slash at the end: `http://127.0.0.1:3001`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The text printed at start: the addresses, and the outcome of each test value.
    #[must_use]
    pub fn introduction(&self) -> String {
        let mut text = format!(
            "Sandbox   {base}\nAPI       {}, dialect {}\nControls  {base}/control\n\n",
            self.api_url(),
            self.options().dialect.name().to_uppercase(),
            base = self.base_url(),
        );
        let active = RULES
            .iter()
            .filter(|rule| rule.applies(self.options().documents));
        for rule in active {
            text.push_str(&format!("{:<28}{}\n", rule.trigger.to_string(), rule.plan));
        }
        text.push_str(&format!("{:<28}{DEFAULT_PLAN}", "anyone else"));
        text
    }

    /// The API's root: [`Sandbox::base_url`] and the prefix.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}{}", self.base_url, self.state.options.prefix)
    }

    /// The options that it was started with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.state.options
    }

    /// The sandbox's time.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.state.registry.clock.now()
    }

    /// Moves the sandbox's clock forward: links expire, reviews end.
    pub fn advance(&self, by: Duration) {
        self.state.registry.advance(by);
    }

    /// Every inquiry, oldest first: one per caller's id.
    #[must_use]
    pub fn inquiries(&self) -> Vec<InquiryView> {
        self.state.registry.views()
    }

    /// The inquiry with this `externalId`.
    #[must_use]
    pub fn inquiry(&self, external_id: &str) -> Option<InquiryView> {
        self.state.registry.view(external_id)
    }

    /// The inquiry with this caller's id.
    #[must_use]
    pub fn inquiry_of_user(&self, user_id: &str) -> Option<InquiryView> {
        self.state.registry.view_of_user(user_id)
    }

    /// Sets an inquiry's outcome in any state, even a final one: tests need
    /// contradictions. An open capture link expires.
    pub fn decide(&self, external_id: &str, decision: Decision) -> Result<(), ControlError> {
        self.state.registry.decide(external_id, decision)
    }

    /// Submits documents through the open capture link, without the pages.
    pub fn capture_complete(&self, external_id: &str) -> Result<(), ControlError> {
        self.state.registry.complete_capture(external_id)
    }

    /// Expires the open capture link.
    pub fn capture_expire(&self, external_id: &str) -> Result<(), ControlError> {
        self.state.registry.expire_capture(external_id)
    }

    /// The URL of the token endpoint.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}{}", self.state.origin, token_server::PATH)
    }

    /// The issued tokens, except revoked ones and expired ones already removed.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.state
            .token_server
            .iter()
            .flat_map(TokenServer::tokens)
            .collect()
    }

    /// Revokes every issued token.
    pub fn revoke_tokens(&self) {
        if let Some(tokens) = &self.state.token_server {
            tokens.revoke();
        }
    }

    /// Adds a fault.
    pub fn fault(&self, fault: Fault) {
        self.state.faults.add(fault);
    }

    /// The active faults, oldest first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.state.faults.active()
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// Ends the latency of every call that waits now. Later calls wait as before.
    pub fn release_calls(&self) {
        self.state.faults.release();
    }

    /// Every recorded `POST` to the API, oldest first, with unmasked SSNs. Calls that
    /// [`DropBefore`](crate::FaultKind::DropBefore) hit are absent.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.state.ledger.entries()
    }

    /// The number of calls to an endpoint, including dropped and rejected ones.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        self.state.ledger.calls(endpoint)
    }

    /// The number of status calls for an `externalId`.
    #[must_use]
    pub fn status_calls(&self, external_id: &str) -> u64 {
        self.state.ledger.status_calls(external_id)
    }
}
