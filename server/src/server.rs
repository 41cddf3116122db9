//! All of it, put together: from settings to a server that listens.

mod provider;

use crate::{
    config::Settings,
    credentials,
    db::{Sessions, SqliteStore},
    http,
    jobs::{self, WebhookWorker, WebhookWorkerHandle, Worker, WorkerHandle},
    listener,
    maintenance::Maintenance,
    open_store::open_store,
    provider::{Client, ThrottledVerifier},
    system::{SystemClock, SystemEntropy},
    webhook::WebhookProcessor,
};
use axum::Router;
use kyc::{
    admin::service::AdminService,
    ports::{Clock, Entropy, OptionalLookups, Verifier},
    service::Onboarding,
};
use std::{error::Error, net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use url::Url;

/// What a server or a task says that has nobody to ask.
const NO_UPSTREAM: &str = "no upstream is configured: set KYC_BASE_URL";

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A server that listens.
pub struct Server {
    address: SocketAddr,
    public_url: Url,
    #[cfg(feature = "sandbox")]
    sandbox: Option<sandbox::Sandbox>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    beside: BackgroundTasks,
    store: SqliteStore,
    maintenance: Maintenance,
    first_link: Option<String>,
}

/// What goes on beside requests.
struct BackgroundTasks {
    working: WorkerHandle,
    worker_handle: WebhookWorkerHandle,
    sweep: JoinHandle<()>,
    lookout: JoinHandle<()>,
}

/// Starts a server with the machine's clock and randomness.
///
/// # Errors
/// Whatever keeps it from serving: key, database, upstream, address.
pub async fn start(settings: Settings) -> Fallible<Server> {
    start_with(settings, Arc::new(SystemClock), Arc::new(SystemEntropy)).await
}

/// Starts a server with another clock and randomness, for tests.
///
/// # Errors
/// Whatever keeps it from serving.
pub async fn start_with(
    mut settings: Settings,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Server> {
    let store = open_store(&settings, &entropy).await?;
    let listener = TcpListener::bind(settings.address).await?;
    let address = listener.local_addr()?;
    if settings.public_url.port() == Some(0) {
        // Port 0 in a test: the origin check needs the port that was given.
        let _ = settings.public_url.set_port(Some(address.port()));
    }

    #[cfg(feature = "sandbox")]
    let sandbox = provider::start_sandbox(&mut settings).await?;
    let upstream = settings.upstream.clone().ok_or(NO_UPSTREAM)?;
    let upstream = provider::verifier(&settings, &upstream, clock.clone(), entropy.clone())?;
    let public_url = settings.public_url.clone();
    let maintenance = Maintenance::start(&store, &settings, clock.clone()).await?;
    let desk = credentials::admin_service(&settings, &store, clock.clone(), entropy.clone());
    let first_link = desk.first_link().await?;
    let first_link = first_link.map(|secret| credentials::link(&public_url, &secret));
    let (router, beside) = assemble(settings, store.clone(), upstream, desk, entropy)?;
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(listener::serve(listener, router, stopped));
    tracing::info!(%address, "listening");
    Ok(Server {
        address,
        public_url,
        #[cfg(feature = "sandbox")]
        sandbox,
        stop,
        serving,
        beside,
        store,
        maintenance,
        first_link,
    })
}

/// The use cases for a task beside the server.
pub(crate) fn onboarding(settings: &Settings, store: &SqliteStore) -> Fallible<Onboarding> {
    let upstream = provider::elsewhere(settings).ok_or(NO_UPSTREAM)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let (verifier, helpers) =
        provider::verifier(settings, &upstream, clock.clone(), entropy.clone())?;
    Ok(Onboarding {
        store: Arc::new(store.clone()),
        verifier,
        clock,
        entropy,
        policy: Arc::new(settings.policy.clone()),
        lookups: helpers,
    })
}

/// What applies the messages that the upstream sends by itself.
pub(crate) fn webhook_processor(
    settings: &Settings,
    store: SqliteStore,
    onboarding: Onboarding,
) -> WebhookProcessor {
    WebhookProcessor {
        dialect: settings.dialect,
        webhooks: settings.webhooks.clone(),
        store,
        onboarding,
    }
}

/// The upstream's client for a task beside the server.
pub(crate) fn client(settings: &Settings) -> Fallible<Client> {
    let upstream = provider::elsewhere(settings).ok_or(NO_UPSTREAM)?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    provider::client(settings, &upstream, clock, entropy)
}

/// What answers requests, without a socket of its own: for callers in this
/// process, such as the fuzz targets, that bring an upstream of their own.
/// Each request needs axum's `ConnectInfo<SocketAddr>` among its extensions.
///
/// # Errors
/// Whatever keeps it from serving: key, database, built files.
pub async fn in_process(
    settings: Settings,
    (verifier, helpers): (Arc<dyn Verifier>, OptionalLookups),
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Router> {
    let store = open_store(&settings, &entropy).await?;
    let throttle = Arc::new(ThrottledVerifier::new(verifier, clock.clone(), u32::MAX));
    // Nothing goes on beside requests: each is answered by what it did itself.
    let desk = credentials::admin_service(&settings, &store, clock, entropy.clone());
    let (router, _) = assemble(settings, store, (throttle, helpers), desk, entropy)?;
    Ok(router)
}

/// The use cases, what goes on beside requests, and the router over both.
fn assemble(
    settings: Settings,
    store: SqliteStore,
    (throttle, helpers): (Arc<ThrottledVerifier>, OptionalLookups),
    desk: AdminService,
    entropy: Arc<dyn Entropy>,
) -> Fallible<(Router, BackgroundTasks)> {
    let clock = desk.clock.clone();
    let onboarding = Onboarding {
        store: Arc::new(store.clone()),
        verifier: throttle.clone(),
        clock: clock.clone(),
        entropy,
        policy: Arc::new(settings.policy.clone()),
        lookups: helpers,
    };
    let worker = Worker::new(onboarding.clone(), throttle.clone());
    // The tables of the world's phone numbers load when the first one is read:
    // better now than while somebody waits.
    tokio::task::spawn_blocking(|| kyc::value::Phone::parse("+12125551234").is_ok());
    let sessions = Sessions::new(store.clone(), clock.clone());
    let sweep = tokio::spawn(jobs::sweep(
        sessions.clone(),
        store.clone(),
        &settings,
        clock.clone(),
    ));
    let lookout = jobs::poll_open_pages(store.hub.clone(), worker.clone(), clock);
    let lookout = tokio::spawn(lookout);
    let mail = WebhookWorker::new(webhook_processor(
        &settings,
        store.clone(),
        onboarding.clone(),
    ));
    let beside = BackgroundTasks {
        working: worker.start(),
        worker_handle: mail.start(),
        sweep,
        lookout,
    };
    let background = http::BackgroundHandles {
        worker,
        mail,
        throttle,
    };
    let router = http::router(settings, onboarding, background, sessions, store, desk)?;
    Ok((router, beside))
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where people find it.
    #[must_use]
    pub const fn public_url(&self) -> &Url {
        &self.public_url
    }

    /// The link by which the first administrator enrols, while there is none.
    #[must_use]
    pub fn first_link(&self) -> Option<&str> {
        self.first_link.as_deref()
    }

    /// The sandbox in this process, and which details give which outcome.
    #[must_use]
    pub fn sandbox_table(&self) -> Option<String> {
        #[cfg(feature = "sandbox")]
        if let Some(sandbox) = &self.sandbox {
            return Some(sandbox.introduction());
        }
        None
    }

    /// Serves until SIGINT or SIGTERM, then ends in good order.
    ///
    /// # Errors
    /// Whatever ended it otherwise.
    pub async fn run_until_signal(self) -> Fallible<()> {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            told = tokio::signal::ctrl_c() => told?,
            _ = terminate.recv() => {}
        }
        tracing::info!("told to stop");
        self.stop().await
    }

    /// Stops taking requests, finishes those under way and the jobs, closes the
    /// database. What did not end in time is due at the next start.
    ///
    /// # Errors
    /// Whatever kept it from ending well.
    pub async fn stop(self) -> Fallible<()> {
        self.stop.send_replace(true);
        // Those who only listen are not waited for.
        self.store.hub.close();
        let ended = tokio::time::timeout(std::time::Duration::from_secs(15), self.serving).await;
        if let Ok(ended) = ended {
            ended?;
        }
        self.beside.sweep.abort();
        self.beside.worker_handle.stop().await;
        self.beside.lookout.abort();
        self.beside.working.stop().await;
        self.maintenance.stop().await;
        self.store.close().await;
        Ok(())
    }
}
