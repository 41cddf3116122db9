//! A running sandbox, and the levers on it.

mod webhooks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::endpoint::Endpoint;
use crate::fault::{Fault, Faults};
use crate::ledger::{Entry, Ledger};
use crate::net;
use crate::oauth::{Closed, Office};
use crate::options::Options;
use crate::registry::Registry;
use crate::registry::lever::{InquiryView, LeverError};
use crate::registry::rules::{Decision, OTHERWISE, RULES};
use crate::router::router;
use crate::upstream::Upstream;
use crate::webhook::{self, Courier};

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The ledger file cannot be opened.
    #[error("cannot open the ledger")]
    Ledger(#[source] std::io::Error),
    /// The prefix is not made of plain path segments.
    #[error("the prefix must look like /v1/kyc")]
    Prefix,
    /// The registered client's key is no public RSA key in PEM.
    #[error("the registered client's key cannot be read")]
    Key,
    /// The machine has no randomness to give.
    #[error("no randomness to be had: {0}")]
    Randomness(getrandom::Error),
    /// The client that tells of changes cannot be made.
    #[error("cannot make a client for webhooks")]
    Client(#[source] reqwest::Error),
}

/// A running sandbox. Dropping it ends it; [`Sandbox::shutdown`] also waits.
pub struct Sandbox {
    address: SocketAddr,
    base_url: String,
    upstream: Arc<Upstream>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Binds the address and serves in a task of the current runtime. Requests
    /// are answered from the moment this returns.
    pub async fn start(options: Options) -> Result<Self, Error> {
        if !options.prefix_is_plain() {
            return Err(Error::Prefix);
        }
        let wanted = options.address;
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|error| Error::Listen(wanted, error))?;
        let address = listener
            .local_addr()
            .map_err(|error| Error::Listen(wanted, error))?;

        let base_url = format!("http://{address}");
        let origin = options
            .public_origin
            .clone()
            .unwrap_or_else(|| base_url.clone());
        let office = options
            .client
            .clone()
            .map(|client| Office::open(client, &origin))
            .transpose()
            .map_err(|closed| match closed {
                Closed::Key => Error::Key,
                Closed::Randomness(error) => Error::Randomness(error),
            })?;
        let upstream = Arc::new(Upstream {
            office,
            origin,
            registry: Registry::new(options.clone()).map_err(Error::Randomness)?,
            faults: Faults::default(),
            ledger: Ledger::open(options.ledger.as_deref()).map_err(Error::Ledger)?,
            courier: Courier::new().map_err(Error::Client)?,
            options,
        });
        let (stop, stopped) = oneshot::channel();
        let serving = net::serve(listener, router(Arc::clone(&upstream)), stopped);
        let telling = tokio::spawn(webhook::run(Arc::clone(&upstream)));
        let task = tokio::spawn(async move {
            serving.await;
            // What is still to be told is lost with the rest of the memory.
            telling.abort();
        });
        Ok(Self {
            address,
            base_url,
            upstream,
            stop,
            task,
        })
    }

    /// Stops listening, lets requests under way finish (for up to a second),
    /// and returns when all is over.
    pub async fn shutdown(self) {
        // Nobody listening any more means that it has ended already.
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the sandbox ended badly");
        }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's root, without a slash at the end: `http://127.0.0.1:3001`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where to look, and which details give which outcome.
    #[must_use]
    pub fn introduction(&self) -> String {
        let mut words = format!(
            "Sandbox   {base}\nAPI       {}, dialect {}\nControls  {base}/control\n\n",
            self.api_url(),
            self.options().dialect.name().to_uppercase(),
            base = self.base_url(),
        );
        let applying = RULES
            .iter()
            .filter(|rule| rule.applies(self.options().documents));
        for rule in applying {
            words.push_str(&format!("{:<28}{}\n", rule.trigger.to_string(), rule.plan));
        }
        words.push_str(&format!("{:<28}{OTHERWISE}", "anyone else"));
        words
    }

    /// The API's root: [`Sandbox::base_url`] and the prefix.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}{}", self.base_url, self.upstream.options.prefix)
    }

    /// What it was started with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.upstream.options
    }

    /// The sandbox's time.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.upstream.registry.clock.now()
    }

    /// Moves the sandbox's time on: links expire, reviews end.
    pub fn advance(&self, by: Duration) {
        self.upstream.registry.advance(by);
    }

    /// Every inquiry, oldest first: one for each distinct caller's id.
    #[must_use]
    pub fn inquiries(&self) -> Vec<InquiryView> {
        self.upstream.registry.views()
    }

    /// The inquiry with this `externalId`.
    #[must_use]
    pub fn inquiry(&self, external_id: &str) -> Option<InquiryView> {
        self.upstream.registry.view(external_id)
    }

    /// The inquiry that was started with this caller's id.
    #[must_use]
    pub fn inquiry_of_user(&self, user_id: &str) -> Option<InquiryView> {
        self.upstream.registry.view_of_user(user_id)
    }

    /// Sets an inquiry's outcome, whatever state it is in: even a final one, to
    /// see what a caller makes of a contradiction. An open capture link dies.
    pub fn decide(&self, external_id: &str, decision: Decision) -> Result<(), LeverError> {
        self.upstream.registry.decide(external_id, decision)
    }

    /// Hands in documents behind the open capture link, without the pages.
    pub fn capture_complete(&self, external_id: &str) -> Result<(), LeverError> {
        self.upstream.registry.complete_capture(external_id)
    }

    /// Lets the open capture link expire now.
    pub fn capture_expire(&self, external_id: &str) -> Result<(), LeverError> {
        self.upstream.registry.expire_capture(external_id)
    }

    /// Where a registered client gets its tokens.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}{}", self.upstream.origin, crate::oauth::PATH)
    }

    /// The tokens that were issued and live, as far as time has been looked at.
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        self.upstream
            .office
            .iter()
            .flat_map(Office::tokens)
            .collect()
    }

    /// Lets every token that was issued die now.
    pub fn revoke_tokens(&self) {
        if let Some(office) = &self.upstream.office {
            office.revoke();
        }
    }

    /// Orders a fault.
    pub fn fault(&self, fault: Fault) {
        self.upstream.faults.add(fault);
    }

    /// The faults still standing, oldest first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.upstream.faults.standing()
    }

    /// Takes back every fault.
    pub fn clear_faults(&self) {
        self.upstream.faults.clear();
    }

    /// Every `POST` that reached the API and was not dropped before it was
    /// looked at, oldest first, SSNs unmasked.
    #[must_use]
    pub fn ledger(&self) -> Vec<Entry> {
        self.upstream.ledger.entries()
    }

    /// How many calls reached an endpoint, those dropped or refused included.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        self.upstream.ledger.calls(endpoint)
    }

    /// How many status calls there were for an `externalId`.
    #[must_use]
    pub fn status_calls(&self, external_id: &str) -> u64 {
        self.upstream.ledger.status_calls(external_id)
    }
}
