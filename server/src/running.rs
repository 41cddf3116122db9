//! All of it, put together: from settings to a server that listens.

use crate::{
    config::{Mode, Settings, Upstream},
    crypto::Keyring,
    db::{Sessions, SqliteStore},
    http,
    jobs::{self, Worker, Working},
    upstream::{CaptureHosts, Client, Gate},
    world::{SystemClock, SystemEntropy},
};
use axum::Router;
use kyc::{
    port::{Clock, Entropy, Verifier},
    service::Onboarding,
};
use std::{error::Error, net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use url::Url;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A server that listens.
pub struct Running {
    address: SocketAddr,
    public_url: Url,
    #[cfg(feature = "sandbox")]
    sandbox: Option<sandbox::Sandbox>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    beside: Beside,
    store: SqliteStore,
}

/// What goes on beside requests.
struct Beside {
    working: Working,
    sweep: JoinHandle<()>,
}

/// Starts a server with the machine's clock and randomness.
///
/// # Errors
/// Whatever keeps it from serving: key, database, upstream, address.
pub async fn start(settings: Settings) -> Fallible<Running> {
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
) -> Fallible<Running> {
    let store = open_store(&settings, &entropy).await?;
    let listener = TcpListener::bind(settings.address).await?;
    let address = listener.local_addr()?;
    if settings.public_url.port() == Some(0) {
        // Port 0 in a test: the origin check needs the port that was given.
        let _ = settings.public_url.set_port(Some(address.port()));
    }

    #[cfg(feature = "sandbox")]
    let sandbox = start_sandbox(&mut settings).await?;
    let upstream = settings
        .upstream
        .clone()
        .ok_or("no upstream is configured: set KYC_BASE_URL")?;
    let verifier = verifier(&settings, &upstream, clock.clone())?;
    let public_url = settings.public_url.clone();
    let (router, beside) = assemble(settings, store.clone(), verifier, clock, entropy)?;
    let (stop, mut stopped) = watch::channel(false);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move {
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            })
            .await
    });
    tracing::info!(%address, "listening");
    Ok(Running {
        address,
        public_url,
        #[cfg(feature = "sandbox")]
        sandbox,
        stop,
        serving,
        beside,
        store,
    })
}

/// The client of the upstream behind its gate.
fn verifier(
    settings: &Settings,
    upstream: &Upstream,
    clock: Arc<dyn Clock>,
) -> Fallible<Arc<Gate>> {
    let hosts = capture_hosts(settings, upstream);
    let life = settings.policy.capture_life;
    let client = Client::new(upstream.clone(), hosts, life, clock.clone())?;
    let each = upstream.calls_per_second;
    Ok(Arc::new(Gate::new(Arc::new(client), clock, each)))
}

/// The use cases for a task beside the server.
pub(crate) fn use_cases(settings: &Settings, store: &SqliteStore) -> Fallible<Onboarding> {
    let upstream = settings.upstream.clone();
    #[cfg(feature = "sandbox")]
    let upstream = upstream.or_else(|| sandbox_elsewhere(settings));
    let upstream = upstream.ok_or("no upstream is configured: set KYC_BASE_URL")?;
    let clock = Arc::new(SystemClock);
    Ok(Onboarding {
        store: Arc::new(store.clone()),
        verifier: verifier(settings, &upstream, clock.clone())?,
        clock,
        entropy: Arc::new(SystemEntropy),
        policy: Arc::new(settings.policy.clone()),
    })
}

/// What answers requests, without a socket of its own: for callers in this
/// process, such as the fuzz targets, that bring an upstream of their own.
/// Each request needs axum's `ConnectInfo<SocketAddr>` among its extensions.
///
/// # Errors
/// Whatever keeps it from serving: key, database, built files.
pub async fn in_process(
    settings: Settings,
    verifier: Arc<dyn Verifier>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<Router> {
    let store = open_store(&settings, &entropy).await?;
    let gate = Arc::new(Gate::new(verifier, clock.clone(), u32::MAX));
    // Nothing goes on beside requests: each is answered by what it did itself.
    let (router, _) = assemble(settings, store, gate, clock, entropy)?;
    Ok(router)
}

/// Opens the database under the installation's key; both are made where
/// nothing is there and this is no production.
pub(crate) async fn open_store(
    settings: &Settings,
    entropy: &Arc<dyn Entropy>,
) -> Fallible<SqliteStore> {
    let trying_out = settings.mode == Mode::Development;
    for file in [&settings.database, &settings.key_file] {
        if let Some(folder) = file.parent().filter(|_| trying_out) {
            std::fs::create_dir_all(folder)?;
        }
    }
    let ring = Keyring::open(&settings.key_file, trying_out, &**entropy)?;
    Ok(SqliteStore::open(&settings.database, Arc::new(ring), entropy.clone()).await?)
}

/// Opens the database for a task beside the server: nothing is made up.
pub(crate) async fn open_existing(settings: &Settings) -> Fallible<SqliteStore> {
    let database = &settings.database;
    if !database.is_file() {
        return Err(format!("there is no database at {}", database.display()).into());
    }
    let ring = Keyring::open(&settings.key_file, false, &SystemEntropy)?;
    Ok(SqliteStore::open(database, Arc::new(ring), Arc::new(SystemEntropy)).await?)
}

/// The use cases, what goes on beside requests, and the router over both.
fn assemble(
    settings: Settings,
    store: SqliteStore,
    gate: Arc<Gate>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Fallible<(Router, Beside)> {
    let onboarding = Onboarding {
        store: Arc::new(store.clone()),
        verifier: gate.clone(),
        clock: clock.clone(),
        entropy,
        policy: Arc::new(settings.policy.clone()),
    };
    let worker = Worker::new(onboarding.clone(), gate.clone());
    // The tables of the world's phone numbers load when the first one is read:
    // better now than while somebody waits.
    tokio::task::spawn_blocking(|| kyc::value::Phone::parse("+12125551234").is_ok());
    let sessions = Sessions::new(store.clone(), clock.clone());
    let sweep = tokio::spawn(jobs::sweep(sessions.clone(), store.clone(), clock));
    let working = worker.start();
    let router = http::router(settings, onboarding, worker, gate, sessions, store)?;
    Ok((router, Beside { working, sweep }))
}

/// The sandbox in the process of a server that is being tried out.
#[cfg(feature = "sandbox")]
fn sandbox_elsewhere(settings: &Settings) -> Option<Upstream> {
    let options = sandbox::Options::demo();
    (settings.mode == Mode::Development).then_some(Upstream {
        base: Url::parse(&format!("http://{}", settings.sandbox_address)).ok()?,
        prefix: options.prefix,
        token: options.token,
        calls_per_second: SANDBOX_CALLS,
    })
}

/// The sandbox has no ration of its own.
#[cfg(feature = "sandbox")]
const SANDBOX_CALLS: u32 = 1_000;

/// Starts the sandbox in this process if no upstream is configured.
#[cfg(feature = "sandbox")]
async fn start_sandbox(settings: &mut Settings) -> Fallible<Option<sandbox::Sandbox>> {
    if settings.upstream.is_some() || settings.mode == Mode::Production {
        return Ok(None);
    }
    let options = sandbox::Options {
        address: settings.sandbox_address,
        review: sandbox::Review::After(settings.sandbox_review),
        ..sandbox::Options::demo()
    };
    let sandbox = sandbox::Sandbox::start(options).await?;
    settings.upstream = Some(Upstream {
        base: Url::parse(sandbox.base_url())?,
        prefix: sandbox.options().prefix.clone(),
        token: sandbox.options().token.clone(),
        calls_per_second: SANDBOX_CALLS,
    });
    Ok(Some(sandbox))
}

/// Where capture links may point: the named hosts, and the upstream's own
/// origin while it is on this machine.
fn capture_hosts(settings: &Settings, upstream: &Upstream) -> CaptureHosts {
    let local = upstream.base.scheme() == "http"
        && settings.mode == Mode::Development
        && matches!(upstream.base.host(), Some(url::Host::Ipv4(ip)) if ip.is_loopback());
    let origins = if local {
        vec![upstream.base.clone()]
    } else {
        Vec::new()
    };
    CaptureHosts::new(settings.capture_hosts.clone(), &origins)
}

impl Running {
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
    pub async fn until_told(self) -> Fallible<()> {
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
        let ended = tokio::time::timeout(std::time::Duration::from_secs(15), self.serving).await;
        if let Ok(ended) = ended {
            ended??;
        }
        self.beside.sweep.abort();
        self.beside.working.stop().await;
        self.store.close().await;
        Ok(())
    }
}
