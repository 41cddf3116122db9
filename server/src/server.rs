//! Construction of the whole server, from the settings to the listening socket.

#[cfg(feature = "test-api")]
mod in_process;
mod provider;

#[cfg(feature = "test-api")]
pub use in_process::in_process;

use crate::{
    Fallible,
    config::Settings,
    credentials,
    db::{DatabaseStore, Sessions},
    evidence::KeyPublication,
    http,
    jobs::{self, BackgroundTasks, Checkpointer, WebhookWorker, Worker},
    listener, maintenance,
    open_store::open_store,
    provider::{Client, ThrottledVerifier},
    system::{SystemClock, SystemEntropy},
    webhook::WebhookProcessor,
};
use axum::Router;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use kyc::{
    admin::service::AdminService,
    ports::{Clock, Entropy, OptionalLookups},
    service::Onboarding,
};
use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

/// Error without a configured provider.
const NO_PROVIDER: &str = "no provider is configured: set KYC_BASE_URL";

/// Running server.
pub struct Server {
    address: SocketAddr,
    public_url: Url,
    #[cfg(feature = "sandbox")]
    sandbox: Option<sandbox::Sandbox>,
    /// Cancelled when the server begins to end.
    ending: CancellationToken,
    drain: Duration,
    /// Ends the accept loop when it is dropped.
    accept: DropGuard,
    serving: JoinHandle<()>,
    background: BackgroundTasks,
    worker: Worker,
    store: DatabaseStore,
    checkpointer: Checkpointer,
    first_link: Option<String>,
}

/// Starts a server with the system's clock and randomness.
///
/// # Errors
/// Any error of key file, database, provider client or listening address.
pub async fn start(settings: Settings) -> Fallible<Server> {
    start_with(settings, Arc::new(SystemClock), Arc::new(SystemEntropy)).await
}

/// Starts a server with another clock and randomness, for tests.
///
/// # Errors
/// As for [`start`].
pub async fn start_with(
    mut settings: Settings,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Server> {
    let store = open_store(&settings, &entropy).await?;
    let listener = TcpListener::bind(settings.address).await?;
    let address = listener.local_addr()?;
    if settings.public_url.port() == Some(0) {
        // Tests use port 0: the origin check needs the assigned port.
        let _ = settings.public_url.set_port(Some(address.port()));
    }
    let store = store.with_publication(KeyPublication::of(&settings))?;

    #[cfg(feature = "sandbox")]
    let sandbox = provider::start_sandbox(&mut settings).await?;
    let provider = settings.provider.clone().ok_or(NO_PROVIDER)?;
    let provider = provider::verifier(
        &settings,
        &provider,
        &store,
        (clock.clone(), entropy.clone()),
    )?;
    let public_url = settings.public_url.clone();
    let peers = peers(&settings);
    let background = BackgroundTasks::default();
    let checkpointer = maintenance::start(&store, &settings, clock.clone(), &background).await?;
    let admin = credentials::admin_service(&settings, &store, clock.clone(), entropy.clone());
    let first_link = admin.first_link().await?;
    let first_link = first_link.map(|secret| credentials::link(&public_url, &secret));
    let (drain, ending) = (settings.drain, CancellationToken::new());
    let (router, worker) = assemble(
        settings,
        store.clone(),
        provider,
        admin,
        entropy,
        (&background, &ending),
    )?;
    let stop = CancellationToken::new();
    let serving = listener::serve(listener, router, peers, (ending.clone(), stop.clone()));
    let serving = tokio::spawn(serving);
    tracing::info!(%address, "listening");
    Ok(Server {
        address,
        public_url,
        #[cfg(feature = "sandbox")]
        sandbox,
        ending,
        drain,
        accept: stop.drop_guard(),
        serving,
        background,
        worker,
        store,
        checkpointer,
        first_link,
    })
}

/// What the accept loop knows about its peers. This machine and the trusted proxies have no cap: they
/// stand for many clients.
fn peers(settings: &Settings) -> listener::Peers {
    let loopback = [
        IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::LOCALHOST, 8)),
        IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128)),
    ];
    let is_local = match settings.public_url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    listener::Peers {
        uncapped: [&loopback[..], &settings.trusted_proxies].concat(),
        lone_peer_is_expected: is_local || !settings.trusted_proxies.is_empty(),
    }
}

/// Use cases for a task outside the server.
pub(crate) fn onboarding(settings: &Settings, store: &DatabaseStore) -> Fallible<Onboarding> {
    let provider = provider::elsewhere(settings).ok_or(NO_PROVIDER)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let (verifier, helpers) =
        provider::verifier(settings, &provider, store, (clock.clone(), entropy.clone()))?;
    Ok(Onboarding {
        store: Arc::new(store.clone()),
        verifier,
        clock,
        entropy,
        policy: Arc::new(settings.policy.clone()),
        lookups: helpers,
    })
}

/// Processor of webhook deliveries.
pub(crate) fn webhook_processor(
    settings: &Settings,
    store: DatabaseStore,
    onboarding: Onboarding,
) -> WebhookProcessor {
    WebhookProcessor {
        dialect: settings.dialect,
        webhooks: settings.webhooks.clone(),
        store,
        onboarding,
    }
}

/// Provider client for a task outside the server.
pub(crate) fn client(settings: &Settings) -> Fallible<Client> {
    let provider = provider::elsewhere(settings).ok_or(NO_PROVIDER)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    provider::client(settings, &provider, clock, entropy)
}

/// Builds the use cases and the router, and starts the background tasks.
fn assemble(
    settings: Settings,
    store: DatabaseStore,
    (throttle, helpers): (Arc<ThrottledVerifier>, OptionalLookups),
    admin: AdminService,
    entropy: Arc<dyn Entropy>,
    (tasks, ending): (&BackgroundTasks, &CancellationToken),
) -> Fallible<(Router, Worker)> {
    let clock = admin.clock.clone();
    let onboarding = Onboarding {
        store: Arc::new(store.clone()),
        verifier: throttle.clone(),
        clock: clock.clone(),
        entropy,
        policy: Arc::new(settings.policy.clone()),
        lookups: helpers,
    };
    let worker = Worker::new(onboarding.clone(), throttle.clone(), settings.waits);
    // Phone metadata loads on first use. Load it now, so that no applicant waits for it.
    tokio::task::spawn_blocking(|| kyc::value::Phone::parse("+12125551234").is_ok());
    let sessions = Sessions::new(store.clone(), clock.clone());
    tasks.spawn(jobs::sweep(
        sessions.clone(),
        store.clone(),
        &settings,
        clock.clone(),
    ));
    tasks.spawn(jobs::poll_open_pages(
        store.hub.clone(),
        worker.clone(),
        clock,
    ));
    let processor = webhook_processor(&settings, store.clone(), onboarding.clone());
    let webhook_worker = WebhookWorker::new(processor, settings.waits.background);
    worker.start(tasks);
    webhook_worker.start(tasks);
    let background = http::BackgroundHandles {
        ending: ending.clone(),
        worker: worker.clone(),
        webhook_worker,
        throttle,
    };
    let router = http::router(settings, onboarding, background, sessions, store, admin)?;
    Ok((router, worker))
}

impl Server {
    /// Address that the server listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Public URL of the site.
    #[must_use]
    pub const fn public_url(&self) -> &Url {
        &self.public_url
    }

    /// Enrolment link of the first administrator, as long as there is none.
    #[must_use]
    pub fn first_link(&self) -> Option<&str> {
        self.first_link.as_deref()
    }

    /// Introduction of the sandbox in this process: its test data and their outcomes.
    #[must_use]
    pub fn sandbox_table(&self) -> Option<String> {
        #[cfg(feature = "sandbox")]
        if let Some(sandbox) = &self.sandbox {
            return Some(sandbox.introduction());
        }
        None
    }

    /// Runs until SIGINT or SIGTERM, then shuts down.
    ///
    /// # Errors
    /// A failed signal handler, or an error of the shutdown.
    pub async fn run_until_signal(self) -> Fallible<()> {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            signal = tokio::signal::ctrl_c() => signal?,
            _ = terminate.recv() => {}
        }
        tracing::info!("shutdown signal received");
        self.stop().await
    }

    /// Shuts down. First `/health/ready` says so, and each response closes its connection, so that a
    /// proxy in front turns to other servers. After `VESTIBULE_DRAIN_SECONDS` the server accepts no
    /// connections, finishes open requests and jobs, and closes the database. Unfinished jobs are due
    /// at the next start.
    ///
    /// # Errors
    /// The accept loop panicked.
    pub async fn stop(self) -> Fallible<()> {
        self.ending.cancel();
        tokio::time::sleep(self.drain).await;
        drop(self.accept);
        // Event streams never end by themselves: close them before waiting for open requests.
        self.store.hub.close();
        let ended = tokio::time::timeout(Duration::from_secs(15), self.serving).await;
        if let Ok(ended) = ended {
            ended?;
        }
        self.background.stop().await;
        self.worker.drain().await;
        self.checkpointer.sign_logged().await;
        self.store.close().await;
        Ok(())
    }
}
