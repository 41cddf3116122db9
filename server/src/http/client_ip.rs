//! Client address of a request. The provider gets it as `ipAddress`, so a forged header must not
//! change it (security, ASVS 4.1.3). Only the configured proxies are trusted.
//!
//! The crates `trusted-proxies` and `axum-client-ip` are not used: they read further headers, or
//! know no networks of proxies. This file is shorter and stops at the first malformed hop.

use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

/// Client address: the rightmost address in `X-Forwarded-For` that is not a trusted proxy.
pub(super) fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let mut current = peer.to_canonical();
    let values: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let hops = values.iter().flat_map(|value| value.split(',')).rev();
    for hop in hops {
        if !is_trusted(current) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(ip) => current = ip.to_canonical(),
            Err(_) => break,
        }
    }
    current
}

/// The address that a limit counts. IPv6 clients usually own a whole /64, so only the prefix counts.
pub(crate) fn counted_address(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn ip(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let trusted: Vec<IpNet> = trusted
            .iter()
            .map(|net| net.parse().expect("a net"))
            .collect();
        client_ip(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_header_counts_only_from_a_trusted_proxy() {
        assert_eq!(ip("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(
            ip("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]),
            "203.0.113.9"
        );
        assert_eq!(
            ip("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]),
            "198.51.100.1"
        );
    }

    #[test]
    fn forwarded_entries_left_of_the_untrusted_client_are_ignored() {
        let net = ["10.0.0.0/8"];
        assert_eq!(
            ip("10.0.0.1", &["1.2.3.4, 198.51.100.1"], &net),
            "198.51.100.1"
        );
        assert_eq!(
            ip("10.0.0.1", &["1.2.3.4", "198.51.100.1, 10.0.0.2"], &net),
            "198.51.100.1"
        );
        assert_eq!(ip("10.0.0.1", &["rubbish"], &net), "10.0.0.1");
        assert_eq!(
            ip("10.0.0.1", &["198.51.100.1, rubbish, 10.0.0.2"], &net),
            "10.0.0.2"
        );
        assert_eq!(
            ip("::ffff:10.0.0.1", &["::ffff:198.51.100.1"], &net),
            "198.51.100.1"
        );
    }
}
