//! Warning for a proxy that no setting names. Behind one, every client has the proxy's address: all
//! share one rate limit, and the provider gets a wrong `ipAddress`.

use std::{
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Requests after which one peer is certain enough.
const REQUESTS: u32 = 200;

/// Watches whether all requests come from one private address.
pub(super) struct LonePeer(Mutex<Watch>);

enum Watch {
    /// Only this peer so far, if any, with the number of its requests.
    On(Option<IpAddr>, u32),
    /// There is nothing to find, or it was found.
    Over,
}

impl LonePeer {
    /// `is_expected` says that such a peer is no surprise: proxies are named, or the site is for this
    /// machine only.
    pub(super) const fn new(is_expected: bool) -> Self {
        let watch = if is_expected {
            Watch::Over
        } else {
            Watch::On(None, 0)
        };
        Self(Mutex::new(watch))
    }

    /// Counts a request and logs the warning once.
    pub(super) fn observe(&self, peer: IpAddr, path: &str) {
        if self.is_found(peer, path) {
            tracing::warn!(
                %peer,
                "every request so far came from one private address: if it is a proxy, name it in \
                 VESTIBULE_TRUSTED_PROXIES"
            );
        }
    }

    /// Whether this request completes the evidence.
    fn is_found(&self, peer: IpAddr, path: &str) -> bool {
        // The health checks of a machine come from one address in any case.
        if path.starts_with("/health/") {
            return false;
        }
        let mut watch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = peer.to_canonical();
        match &mut *watch {
            Watch::Over => false,
            Watch::On(first, count)
                if is_private(peer) && first.is_none_or(|first| first == peer) =>
            {
                *first = Some(peer);
                *count += 1;
                let found = *count >= REQUESTS;
                if found {
                    *watch = Watch::Over;
                }
                found
            }
            Watch::On(..) => {
                *watch = Watch::Over;
                false
            }
        }
    }
}

/// Whether an address belongs to this machine or its own network (RFC 1918, RFC 4193, RFC 6598).
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || shared
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// Number of warnings after these requests.
    fn warnings(watch: &LonePeer, peer: &str, path: &str, requests: u32) -> usize {
        let found = (0..requests).filter(|_| watch.is_found(ip(peer), path));
        found.count()
    }

    #[test]
    fn lone_private_peer_is_warned_about_once() {
        for peer in [
            "10.0.0.1",
            "172.17.0.1",
            "::ffff:192.168.0.1",
            "127.0.0.1",
            "fd00::1",
        ] {
            let watch = LonePeer::new(false);
            assert_eq!(warnings(&watch, peer, "/", REQUESTS - 1), 0, "{peer}");
            assert_eq!(warnings(&watch, peer, "/", 3 * REQUESTS), 1, "{peer}");
        }
    }

    #[test]
    fn second_peer_or_public_peer_ends_the_watch() {
        let watch = LonePeer::new(false);
        assert_eq!(warnings(&watch, "10.0.0.1", "/", 10), 0);
        assert_eq!(warnings(&watch, "10.0.0.2", "/", 1), 0);
        assert_eq!(warnings(&watch, "10.0.0.1", "/", 3 * REQUESTS), 0);
        let watch = LonePeer::new(false);
        assert_eq!(warnings(&watch, "203.0.113.1", "/", 3 * REQUESTS), 0);
        assert_eq!(warnings(&watch, "10.0.0.1", "/", 3 * REQUESTS), 0);
    }

    #[test]
    fn health_check_and_expected_peer_are_no_evidence() {
        let watch = LonePeer::new(false);
        assert_eq!(
            warnings(&watch, "10.0.0.1", "/health/live", 3 * REQUESTS),
            0
        );
        assert_eq!(warnings(&watch, "10.0.0.2", "/", REQUESTS), 1);
        let watch = LonePeer::new(true);
        assert_eq!(warnings(&watch, "10.0.0.1", "/", 3 * REQUESTS), 0);
    }
}
