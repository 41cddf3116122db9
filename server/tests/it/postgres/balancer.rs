//! A load balancer before several servers, as `docs/deployment.md` describes one: it asks each server
//! whether it is ready, and opens a connection for each request. It never sends a request twice.

use crate::{browser::client, wait::Wait};
use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    time::interval,
};

/// The time between two health checks of a server.
const CHECK: Duration = Duration::from_millis(50);

/// A server behind the load balancer.
struct Backend {
    url: String,
    is_ready: bool,
    /// Whether it has answered that it is not ready.
    declined: bool,
}

impl Backend {
    const fn new(url: String) -> Self {
        Self {
            url,
            is_ready: false,
            declined: false,
        }
    }
}

#[derive(Default)]
struct Backends {
    all: Vec<Backend>,
    /// Place of the server that got the last connection.
    last: usize,
    /// Servers that have left their place after they had declined.
    left_in_order: usize,
}

#[derive(Clone)]
pub(super) struct Balancer {
    pub(super) url: String,
    backends: Arc<Mutex<Backends>>,
}

impl Balancer {
    /// Balances the load of these servers.
    pub(super) async fn start(urls: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let balancer = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            backends: Arc::default(),
        };
        balancer.lock().all = urls.into_iter().map(Backend::new).collect();
        tokio::spawn(balancer.clone().check_health());
        let accepting = balancer.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().pass(connection));
            }
        });
        balancer
    }

    /// Puts a new server into this place.
    pub(super) fn replace(&self, place: usize, url: String) {
        let mut backends = self.lock();
        let before = std::mem::replace(&mut backends.all[place], Backend::new(url));
        backends.left_in_order += usize::from(before.declined);
    }

    /// Whether the server in this place gets requests.
    pub(super) fn is_ready(&self, place: usize) -> bool {
        self.lock().all[place].is_ready
    }

    /// How many servers said that they were not ready before they left their place.
    pub(super) fn left_in_order(&self) -> usize {
        self.lock().left_in_order
    }

    fn lock(&self) -> MutexGuard<'_, Backends> {
        self.backends.lock().expect("no panic in here")
    }

    async fn check_health(self) {
        let (http, mut checks) = (client(), interval(CHECK));
        loop {
            checks.tick().await;
            let urls: Vec<_> = self.lock().all.iter().map(|it| it.url.clone()).collect();
            for url in urls {
                let health = http.get(format!("{url}/health/ready")).send().await;
                let status = health.map(|answer| answer.status().as_u16()).ok();
                self.set_ready(&url, status == Some(200), status == Some(503));
            }
        }
    }

    fn set_ready(&self, url: &str, is_ready: bool, declined: bool) {
        let mut backends = self.lock();
        for backend in backends.all.iter_mut().filter(|it| it.url == url) {
            backend.is_ready = is_ready;
            backend.declined |= declined;
        }
    }

    /// Passes a connection on to one server, in both directions.
    async fn pass(self, mut browser: TcpStream) {
        let Some((url, mut server)) = self.connect().await else {
            return;
        };
        let passed = copy_bidirectional(&mut browser, &mut server).await;
        if !matches!(passed, Ok((_, answered)) if answered > 0) {
            // The server has died: it gets nothing more before its next health check.
            self.set_ready(&url, false, false);
        }
    }

    /// Connects to a ready server, in turns. A server that refuses the connection is passed over.
    /// Returns `None` if none is ready for long.
    async fn connect(&self) -> Option<(String, TcpStream)> {
        let mut wait = Wait::new();
        loop {
            let Some(url) = self.next() else {
                if wait.pause().await {
                    continue;
                }
                return None;
            };
            let address = url.strip_prefix("http://").expect("an address");
            match TcpStream::connect(address).await {
                Ok(server) => return Some((url, server)),
                Err(_) => self.set_ready(&url, false, false),
            }
        }
    }

    /// The address of the next ready server.
    fn next(&self) -> Option<String> {
        let mut backends = self.lock();
        let (count, last) = (backends.all.len(), backends.last);
        let mut places = (1..=count).map(|step| (last + step) % count);
        let place = places.find(|place| backends.all[*place].is_ready)?;
        backends.last = place;
        Some(backends.all[place].url.clone())
    }
}
