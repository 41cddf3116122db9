//! Rate limit by client address and by session for functions that cost money or create rows (ASVS
//! 2.4.1; security case 20).

use super::{log, problem};
use crate::http::{AppState, client_ip::counted_address, session};
use app::{problem::Problem, server::Services};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{hash::Hash, net::IpAddr, num::NonZeroU32};
use tower_sessions_core::session::Id;

/// Rate-limited server functions.
const RATIONED: &[&str] = &[
    "/api/begin",
    "/api/submit",
    "/api/renew",
    "/api/retry",
    "/api/return",
    "/api/fill-in",
    "/api/fill-in-code",
    "/api/return-link",
];

/// Server functions that write a row or an audit event at each call. Filling in the form takes
/// several calls a minute.
const SAVES: &[&str] = &[
    "/api/consent",
    "/api/name",
    "/api/date-of-birth",
    "/api/contact",
    "/api/address",
    "/api/ssn",
    "/api/language",
    "/api/sign-out",
    "/api/end-access",
];

/// How many saves an address may make for each start.
pub(crate) const SAVES_PER_START: u32 = 6;

/// Request counters of this process, by a key.
pub(crate) struct Limits<K: Clone + Eq + Hash = IpAddr>(DefaultKeyedRateLimiter<K>);

/// Rations of the applicants' functions: of an address, and of a session.
pub(crate) struct Rations {
    address: Limits,
    session: Limits<Id>,
}

impl Rations {
    /// Rations of an address each minute. One session gets half, so that others behind the same
    /// address go on.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            address: Limits::new(per_minute),
            session: Limits::new(per_minute.div_ceil(2)),
        }
    }

    /// Whether one more request is within both rations. The session's comes first: its excess
    /// takes nothing from the address.
    fn admits(&self, ip: IpAddr, session: Option<Id>) -> bool {
        session.is_none_or(|id| self.session.admits_key(&id)) && self.address.admits(ip)
    }
}

impl<K: Clone + Eq + Hash> Limits<K> {
    pub(crate) fn new(per_minute: u32) -> Self {
        let quota = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_minute(quota)))
    }

    /// Whether one more request of this key is within the rate limit.
    pub(crate) fn admits_key(&self, key: &K) -> bool {
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        self.0.check_key(key).is_ok()
    }
}

impl Limits {
    /// Whether one more request is within the rate limit.
    pub(crate) fn admits(&self, ip: IpAddr) -> bool {
        self.admits_key(&counted_address(ip))
    }
}

/// Rejects requests above the rate limit.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let rations = if RATIONED.contains(&path) {
        Some(&app_state.rations)
    } else {
        SAVES.contains(&path).then_some(&app_state.save_rations)
    };
    if request.method() == Method::POST
        && let Some(rations) = rations
        && let Some(services) = request.extensions().get::<Services>()
        && !rations.admits(
            services.ip,
            session::id(request.headers(), app_state.settings.is_secure()),
        )
    {
        let (path, origin) = (
            log::path(request.uri()),
            app_state.admin.origin(services.ip),
        );
        tracing::warn!(
            path,
            origin,
            "an address or a session exceeded its rate limit"
        );
        return problem::of(Problem::TooMany).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_beyond_its_ration_leaves_the_rest_of_its_address_to_others() {
        let rations = Rations::new(4);
        let ip = IpAddr::from([203, 0, 113, 1]);
        let (greedy, other) = (Some(Id(1)), Some(Id(2)));
        let admitted = (0..10).filter(|_| rations.admits(ip, greedy)).count();
        assert_eq!(admitted, 2);
        assert!(rations.admits(ip, other) && rations.admits(ip, None));
        assert!(!rations.admits(ip, other), "the address is used up");
    }

    #[test]
    fn rate_limit_counts_per_address_and_per_ipv6_prefix() {
        let limits = Limits::<IpAddr>::new(2);
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert!(limits.admits(ip("203.0.113.1")) && limits.admits(ip("203.0.113.1")));
        assert!(!limits.admits(ip("203.0.113.1")));
        assert!(limits.admits(ip("203.0.113.2")));
        assert!(limits.admits(ip("2001:db8::1")) && limits.admits(ip("2001:db8::2")));
        assert!(!limits.admits(ip("2001:db8::3")));
        assert!(limits.admits(ip("2001:db8:0:1::3")));
    }
}
