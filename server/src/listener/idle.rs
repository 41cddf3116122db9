//! Cap of the idle connections of one client address. An idle connection costs a file descriptor
//! and nothing else, so one machine could otherwise take all of them.

use crate::http::client_ip::counted_address;
use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use ipnet::IpNet;
use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};
use tokio_util::sync::CancellationToken;

/// Idle connections of one address. A browser holds six. Beyond the cap the oldest one is closed
/// rather than the newest refused: people behind one address then only reconnect.
pub(super) const PER_ADDRESS: usize = 256;

/// Idle connections by client address.
#[derive(Clone)]
pub(super) struct IdleConnections(Arc<Inner>);

struct Inner {
    cap: usize,
    /// Networks without a cap: a trusted proxy holds the connections of all applicants.
    exempt: Vec<IpNet>,
    addresses: Mutex<Addresses>,
}

#[derive(Default)]
struct Addresses {
    /// Number of the latest idle period.
    latest: u64,
    /// Connections of each address by the number of their idle period: the first is the oldest.
    idle: HashMap<IpAddr, BTreeMap<u64, CancellationToken>>,
}

impl IdleConnections {
    /// No connections yet.
    pub(super) fn new(cap: usize, exempt: Vec<IpNet>) -> Self {
        Self(Arc::new(Inner {
            cap,
            exempt,
            addresses: Mutex::default(),
        }))
    }

    /// A new connection, which is idle until its first request. `None` if its address has no cap.
    pub(super) fn accept(&self, peer: IpAddr) -> Option<Arc<Connection>> {
        let peer = peer.to_canonical();
        if self.0.exempt.iter().any(|net| net.contains(&peer)) {
            return None;
        }
        let connection = Connection {
            inner: self.0.clone(),
            address: counted_address(peer),
            close: CancellationToken::new(),
            period: Mutex::new(None),
        };
        connection.becomes_idle();
        Some(Arc::new(connection))
    }
}

impl Inner {
    fn addresses(&self) -> MutexGuard<'_, Addresses> {
        self.addresses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection of an address with a cap.
pub(super) struct Connection {
    inner: Arc<Inner>,
    address: IpAddr,
    close: CancellationToken,
    /// Number of the current idle period; `None` while a request is under way.
    period: Mutex<Option<u64>>,
}

impl Connection {
    /// Ends when the connection is to be closed.
    pub(super) async fn closed(&self) {
        self.close.cancelled().await;
    }

    /// A request begins. The connection becomes idle when the result is dropped.
    pub(super) fn begin_request(self: &Arc<Self>) -> Busy {
        self.becomes_busy();
        Busy(self.clone())
    }

    fn period(&self) -> MutexGuard<'_, Option<u64>> {
        self.period.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn becomes_idle(&self) {
        let mut addresses = self.inner.addresses();
        addresses.latest += 1;
        let period = addresses.latest;
        *self.period() = Some(period);
        let idle = addresses.idle.entry(self.address).or_default();
        idle.insert(period, self.close.clone());
        if idle.len() > self.inner.cap
            && let Some((_, oldest)) = idle.pop_first()
        {
            oldest.cancel();
        }
    }

    fn becomes_busy(&self) {
        let mut addresses = self.inner.addresses();
        let Some(period) = self.period().take() else {
            return;
        };
        if let Some(idle) = addresses.idle.get_mut(&self.address) {
            idle.remove(&period);
            if idle.is_empty() {
                addresses.idle.remove(&self.address);
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.becomes_busy();
    }
}

/// A request under way.
pub(super) struct Busy(Arc<Connection>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.becomes_idle();
    }
}

/// Response body that ends its request when it is sent. An event stream therefore is not idle.
pub(super) struct BusyBody {
    body: Body,
    /// Dropped with the body.
    _busy: Option<Busy>,
}

impl BusyBody {
    /// The body of a request's response.
    pub(super) fn new(body: Body, busy: Option<Busy>) -> Self {
        Self { body, _busy: busy }
    }
}

impl http_body::Body for BusyBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn connections(exempt: &[&str]) -> IdleConnections {
        let exempt = exempt.iter().map(|net| net.parse().expect("a network"));
        IdleConnections::new(2, exempt.collect())
    }

    fn is_closed(connection: &Connection) -> bool {
        connection.close.is_cancelled()
    }

    #[test]
    fn address_beyond_its_cap_loses_its_oldest_idle_connection() {
        let all = connections(&[]);
        let open = |at| all.accept(ip(at)).expect("a capped address");
        let (first, second) = (open("203.0.113.1"), open("203.0.113.1"));
        let other = open("203.0.113.2");
        assert!(!is_closed(&first));
        let third = open("::ffff:203.0.113.1");
        assert!(is_closed(&first), "the same address, mapped to IPv6");
        for kept in [&second, &third, &other] {
            assert!(!is_closed(kept));
        }
        let household = ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map(open);
        assert!(is_closed(&household[0]), "one /64");
        assert!(!is_closed(&open("2001:db8:0:1::1")));
    }

    #[test]
    fn connection_with_a_request_is_not_idle() {
        let all = connections(&[]);
        let open = || all.accept(ip("203.0.113.1")).expect("a capped address");
        let (first, second) = (open(), open());
        let request = first.begin_request();
        let third = open();
        assert!(!is_closed(&first) && !is_closed(&second));
        // It is the youngest idle connection now.
        drop(request);
        assert!(is_closed(&second));
        assert!(!is_closed(&first) && !is_closed(&third));
        drop((first, second, third));
        assert!(all.0.addresses().idle.is_empty(), "nothing is kept");
    }

    #[test]
    fn trusted_proxy_has_no_cap() {
        let all = connections(&["10.0.0.0/8"]);
        assert!(all.accept(ip("10.1.2.3")).is_none());
        assert!(all.accept(ip("::ffff:10.1.2.3")).is_none());
        assert!(all.accept(ip("192.168.1.1")).is_some());
    }
}
