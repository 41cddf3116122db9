//! The waits after failed sign-ins. An attempt is counted before its check, so that a thousand
//! concurrent attempts count as a thousand.
//!
//! There are five counts:
//!
//! - One account from one address has few free attempts, enough for typing errors.
//! - An address has more, because an office shares one. The networks around it have more still: a
//!   subscriber of IPv6 may own a /56 or a /48, and uses up none of it.
//! - An account has many, over all addresses that it does not trust. They stop distributed
//!   guessing.
//!
//! At a trusted address only the first count applies. Therefore an attacker cannot lock out the
//! owner (ASVS 6.3.1; security case 22).
//!
//! Besides, an account that failed [`MOST_IN_A_ROW`] times in a row is locked until it is reset.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use time::{Duration, OffsetDateTime};

/// How many failed passwords and codes in a row, from all addresses, lock an account (NIST SP
/// 800-63B-4 §3.2.2).
pub const MOST_IN_A_ROW: u32 = 100;

/// After this time without an attempt, a count starts again from zero.
pub const FORGOTTEN_AFTER: Duration = Duration::days(1);
/// How long an account trusts an address after a sign-in.
pub const KNOWN_FOR: Duration = Duration::days(30);

/// The scope of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThrottleScope {
    /// One account from one address.
    Pair,
    /// One IPv4 address or IPv6 /64, for all accounts.
    Address,
    /// One IPv6 /56, for all accounts.
    Subnet,
    /// One IPv4 /24 or IPv6 /48, for all accounts.
    Network,
    /// One account, from addresses that it does not trust.
    Account,
}

crate::word_table! {
    /// The word that goes into its key.
    ThrottleScope: as_str {
        Pair => "pair",
        Address => "address",
        Subnet => "subnet",
        Network => "network",
        Account => "account",
    }
}

impl ThrottleScope {
    /// The first address of the network that the scope counts as one; `None` if the scope counts no
    /// addresses of this kind.
    #[must_use]
    pub fn network(self, ip: IpAddr) -> Option<IpAddr> {
        match (self, ip) {
            (Self::Pair | Self::Address, IpAddr::V4(_)) => Some(ip),
            (Self::Pair | Self::Address, IpAddr::V6(v6)) => Some(prefix(v6, 64)),
            (Self::Subnet, IpAddr::V6(v6)) => Some(prefix(v6, 56)),
            (Self::Network, IpAddr::V6(v6)) => Some(prefix(v6, 48)),
            (Self::Network, IpAddr::V4(v4)) => {
                Some(Ipv4Addr::from_bits(v4.to_bits() & 0xffff_ff00).into())
            }
            (Self::Subnet, IpAddr::V4(_)) | (Self::Account, _) => None,
        }
    }

    /// The free attempts and the longest wait.
    const fn terms(self) -> (u32, Duration) {
        match self {
            Self::Pair => (5, Duration::minutes(15)),
            Self::Address => (30, Duration::hours(1)),
            Self::Subnet => (60, Duration::hours(1)),
            Self::Network => (120, Duration::hours(1)),
            Self::Account => (50, Duration::minutes(15)),
        }
    }

    /// The wait after this many failures in a row: none at first, then a minute, then doubled each
    /// time.
    #[must_use]
    pub fn wait(self, failures: u32) -> Duration {
        let (free, longest) = self.terms();
        let Some(over) = failures.checked_sub(free) else {
            return Duration::ZERO;
        };
        let minutes = 1_i64 << over.min(10);
        Duration::minutes(minutes).min(longest)
    }
}

fn prefix(ip: Ipv6Addr, bits: u32) -> IpAddr {
    let rest = 128 - bits;
    Ipv6Addr::from_bits(ip.to_bits() >> rest << rest).into()
}

/// The count of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptCount {
    /// Attempts without a success.
    pub failures: u32,
    /// When the last attempt was made.
    pub last: OffsetDateTime,
}

impl AttemptCount {
    /// The remaining wait; `None` if an attempt is allowed.
    #[must_use]
    pub fn left(self, axis: ThrottleScope, now: OffsetDateTime) -> Option<Duration> {
        let until = self.last + axis.wait(self.current(now));
        (until > now).then(|| until - now)
    }

    /// The count with one more attempt.
    #[must_use]
    pub fn with_another(self, now: OffsetDateTime) -> Self {
        Self {
            failures: self.current(now).saturating_add(1),
            last: now,
        }
    }

    fn current(self, now: OffsetDateTime) -> u32 {
        if self.last + FORGOTTEN_AFTER <= now {
            0
        } else {
            self.failures
        }
    }

    /// The count before the first attempt.
    #[must_use]
    pub const fn none(now: OffsetDateTime) -> Self {
        Self {
            failures: 0,
            last: now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: OffsetDateTime = time::macros::datetime!(2026-11-23 12:00 UTC);

    #[test]
    fn login_waits_start_late_double_and_are_capped() {
        for (axis, failures, minutes) in [
            (ThrottleScope::Pair, 0, 0),
            (ThrottleScope::Pair, 4, 0),
            (ThrottleScope::Pair, 5, 1),
            (ThrottleScope::Pair, 6, 2),
            (ThrottleScope::Pair, 8, 8),
            (ThrottleScope::Pair, 9, 15),
            (ThrottleScope::Pair, u32::MAX, 15),
            (ThrottleScope::Address, 29, 0),
            (ThrottleScope::Address, 30, 1),
            (ThrottleScope::Address, 40, 60),
            (ThrottleScope::Subnet, 59, 0),
            (ThrottleScope::Subnet, 60, 1),
            (ThrottleScope::Network, 119, 0),
            (ThrottleScope::Network, 200, 60),
            (ThrottleScope::Account, 49, 0),
            (ThrottleScope::Account, 50, 1),
            (ThrottleScope::Account, 99, 15),
        ] {
            assert_eq!(
                axis.wait(failures),
                Duration::minutes(minutes),
                "{axis:?} {failures}"
            );
        }
    }

    #[test]
    fn scope_counts_the_network_of_an_address() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        let v6 = "2001:db8:1:2203:4:5:6:7";
        for (scope, address, network) in [
            (ThrottleScope::Pair, "203.0.113.9", Some("203.0.113.9")),
            (ThrottleScope::Address, "203.0.113.9", Some("203.0.113.9")),
            (ThrottleScope::Subnet, "203.0.113.9", None),
            (ThrottleScope::Network, "203.0.113.9", Some("203.0.113.0")),
            (ThrottleScope::Account, "203.0.113.9", None),
            (ThrottleScope::Pair, v6, Some("2001:db8:1:2203::")),
            (ThrottleScope::Address, v6, Some("2001:db8:1:2203::")),
            (ThrottleScope::Subnet, v6, Some("2001:db8:1:2200::")),
            (ThrottleScope::Network, v6, Some("2001:db8:1::")),
            (ThrottleScope::Account, v6, None),
        ] {
            assert_eq!(scope.network(ip(address)), network.map(ip), "{scope:?}");
        }
    }

    #[test]
    fn attempt_count_restarts_after_a_day() {
        let count = AttemptCount {
            failures: 7,
            last: NOON,
        };
        assert_eq!(
            count.left(ThrottleScope::Pair, NOON),
            Some(Duration::minutes(4))
        );
        assert_eq!(
            count.left(ThrottleScope::Pair, NOON + Duration::minutes(4)),
            None
        );
        assert_eq!(count.with_another(NOON + Duration::hours(23)).failures, 8);
        assert_eq!(count.with_another(NOON + FORGOTTEN_AFTER).failures, 1);
        assert_eq!(
            AttemptCount::none(NOON).left(ThrottleScope::Pair, NOON),
            None
        );
    }

    #[test]
    fn distributed_guessing_gets_under_36000_attempts_a_year() {
        let mut count = AttemptCount::none(NOON);
        let (mut now, mut tries) = (NOON, 0);
        while now < NOON + Duration::days(365) {
            match count.left(ThrottleScope::Account, now) {
                Some(wait) => now += wait,
                None => {
                    count = count.with_another(now);
                    tries += 1;
                }
            }
        }
        assert!(tries < 36_000, "{tries}");
    }
}
