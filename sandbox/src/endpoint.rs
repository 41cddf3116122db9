//! The API's endpoints. All dialects have the same, with different bodies.

use axum::http::Method;
use serde::{Deserialize, Serialize};

/// One endpoint of the KYC API (contract §3 to §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// `POST /start` (§3).
    Start,
    /// `GET /status` (§4).
    Status,
    /// `POST /prefill` (§5).
    Prefill,
    /// `POST /prefill/otp` (§5).
    PrefillOtp,
    /// `POST /webhook` (§6).
    Webhook,
    /// `GET /referral-codes/{code}` (§7).
    ReferralRead,
    /// `GET /referral-codes` (§7).
    ReferralList,
    /// `POST /referral-codes` (§7).
    ReferralCreate,
    /// `POST /oauth/token` (§2): outside the API's prefix, if a client is registered.
    Token,
}

/// An endpoint and the variable part of its path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) segment: Option<&'a str>,
}

/// Why a request reaches no endpoint.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RouteError {
    Path,
    Method,
}

impl Endpoint {
    /// Every endpoint, in the contract's order.
    pub(crate) const ALL: [Self; 9] = [
        Self::Start,
        Self::Status,
        Self::Prefill,
        Self::PrefillOtp,
        Self::Webhook,
        Self::ReferralRead,
        Self::ReferralList,
        Self::ReferralCreate,
        Self::Token,
    ];

    /// The name in faults and in the ledger: `prefill-otp`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Status => "status",
            Self::Prefill => "prefill",
            Self::PrefillOtp => "prefill-otp",
            Self::Webhook => "webhook",
            Self::ReferralRead => "referral-read",
            Self::ReferralList => "referral-list",
            Self::ReferralCreate => "referral-create",
            Self::Token => "token",
        }
    }

    /// Finds the endpoint of a path below the prefix, without its first slash.
    pub(crate) fn route<'a>(method: &Method, path: &'a str) -> Result<Route<'a>, RouteError> {
        let segments: Vec<&str> = path.split('/').collect();
        let (get, post, segment) = match segments[..] {
            ["start"] => (None, Some(Self::Start), None),
            ["status"] => (Some(Self::Status), None, None),
            ["prefill"] => (None, Some(Self::Prefill), None),
            ["prefill", "otp"] => (None, Some(Self::PrefillOtp), None),
            ["webhook"] => (None, Some(Self::Webhook), None),
            ["referral-codes"] => (Some(Self::ReferralList), Some(Self::ReferralCreate), None),
            ["referral-codes", code] if !code.is_empty() => {
                (Some(Self::ReferralRead), None, Some(code))
            }
            _ => return Err(RouteError::Path),
        };
        let endpoint = match *method {
            Method::GET => get,
            Method::POST => post,
            _ => None,
        };
        endpoint
            .map(|endpoint| Route { endpoint, segment })
            .ok_or(RouteError::Method)
    }
}
