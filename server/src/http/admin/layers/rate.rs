//! Rate limit by client address for sign-in attempts and expensive functions. It applies before the
//! throttle by account (ASVS 2.4.1, 6.3.1).

use crate::http::{
    AppState, body,
    layers::{form::LARGEST, log, problem, rate::Limits},
};
use app::{admin::server::AdminServices, problem::Problem};
use axum::{
    body::Body,
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use kyc::admin::{ports::ThrottleKey, throttle::ThrottleScope};
use std::net::IpAddr;
use url::form_urlencoded;

const SIGN_IN: &str = "/admin/api/sign-in";
/// Rate-limited server functions.
const RATIONED: &[&str] = &[
    SIGN_IN,
    "/admin/api/code",
    "/admin/api/recovery",
    "/admin/api/passkey",
    "/admin/api/sign-in-passkey",
    "/admin/api/choose-password",
    "/admin/api/enrol-code",
    "/admin/api/enrol-passkey",
    "/admin/api/change-password",
];

/// Request counters of this process: by address, by the networks around it, and by account at an
/// address that the account trusts.
pub(crate) struct SignInLimits {
    networks: [(ThrottleScope, Limits<IpAddr>); 3],
    known: Limits<[u8; 16]>,
}

impl SignInLimits {
    pub(crate) fn new(per_minute: u32) -> Self {
        let times = |n| Limits::new(per_minute.saturating_mul(n));
        Self {
            networks: [
                (ThrottleScope::Address, times(1)),
                (ThrottleScope::Subnet, times(2)),
                (ThrottleScope::Network, times(4)),
            ],
            known: Limits::new(per_minute),
        }
    }

    /// Whether one more request from this address is within the limits of all its networks.
    fn admits(&self, ip: IpAddr) -> bool {
        self.networks.iter().all(|(scope, limits)| {
            let network = scope.network(ip);
            network.is_none_or(|network| limits.admits_key(&network))
        })
    }

    /// Whether one more request of an account from an address that it trusts is within its limit.
    /// Other accounts at that address do not use it up.
    fn admits_known(&self, key: ThrottleKey) -> bool {
        self.known.admits_key(&key.0)
    }
}

/// Rejects requests above the rate limit.
pub(crate) async fn layer(
    State(app_state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let rationed = request.method() == Method::POST && RATIONED.contains(&request.uri().path());
    let services = request.extensions().get::<AdminServices>().cloned();
    let Some(services) = services.filter(|_| rationed) else {
        return next.run(request).await;
    };
    if app_state.admin_limits.admits(services.ip) {
        return next.run(request).await;
    }
    let path = log::path(request.uri());
    let (account, request) = match account(&services, request).await {
        Ok(found) => found,
        Err(problem) => return problem::of(problem).into_response(),
    };
    if let Some(account) = account
        && is_known(&app_state, &services, &account).await
    {
        return next.run(request).await;
    }
    let origin = services.admin.origin(services.ip);
    tracing::warn!(path, origin, "an address exceeded its admin rate limit");
    problem::of(Problem::TooMany).into_response()
}

/// Whether the account trusts the address, and is within its own limit there.
async fn is_known(app_state: &AppState, services: &AdminServices, account: &str) -> bool {
    let admin = &services.admin;
    let key = admin.known_key(account, services.ip);
    match admin.store.is_known(key, admin.clock.now()).await {
        Ok(known) => known && app_state.admin_limits.admits_known(key),
        Err(error) => {
            tracing::error!(%error, "a trusted address could not be read");
            false
        }
    }
}

/// The account that a request is about: that of the session, or the typed one.
async fn account(
    services: &AdminServices,
    request: Request,
) -> Result<(Option<String>, Request), Problem> {
    if let Some(reviewer) = &services.auth.reviewer {
        return Ok((Some(reviewer.name.as_str().to_owned()), request));
    }
    if request.uri().path() != SIGN_IN {
        return Ok((None, request));
    }
    let (parts, body) = request.into_parts();
    let bytes = body::read(body, LARGEST).await;
    let bytes = bytes.map_err(|_| Problem::TooLarge)?;
    let name = form_urlencoded::parse(&bytes).find(|(field, _)| field == "name");
    let name = name.map(|(_, name)| name.trim().to_ascii_lowercase());
    Ok((name, Request::from_parts(parts, Body::from(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn network_has_four_rations_and_a_known_address_its_own() {
        let limits = SignInLimits::new(2);
        let mut admitted = 0;
        for n in 0..64 {
            // Each one from another /56 of one /48.
            admitted += u32::from(limits.admits(ip(&format!("2001:db8:1:{n:x}00::1"))));
        }
        assert_eq!(admitted, 8);
        assert!(limits.admits(ip("2001:db8:2::1")));
        let mut admitted = 0;
        for n in 0..64 {
            // Each one from another /64 of one /56.
            admitted += u32::from(limits.admits(ip(&format!("2001:db8:3:{n:x}::1"))));
        }
        assert_eq!(admitted, 4);
        let (mine, other) = (ThrottleKey([1; 16]), ThrottleKey([2; 16]));
        assert!(limits.admits_known(mine) && limits.admits_known(mine));
        assert!(!limits.admits_known(mine));
        assert!(limits.admits_known(other));
    }
}
