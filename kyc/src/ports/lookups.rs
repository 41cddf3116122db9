//! Optional provider lookups for the applicant's convenience. No application depends on them.

use super::VerifierError;
use crate::{
    form::prefill::{Code, PrefillData},
    id::{ExternalId, SessionToken, UserId},
    value::{BirthDate, Phone, ReferralCode},
};
use async_trait::async_trait;
use std::{net::IpAddr, sync::Arc};

/// The data of a request for a code (contract §5).
pub struct PrefillRequest<'a> {
    /// Our id of the applicant.
    pub user_id: &'a UserId,
    /// The phone that receives the code.
    pub phone: &'a Phone,
    /// The date of birth.
    pub birth: &'a BirthDate,
    /// The stand-in for a device token, where there is none (contract §9).
    pub session_token: &'a SessionToken,
    /// The applicant's IP address.
    pub ip: IpAddr,
}

/// The provider's result for a typed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeCheckOutcome {
    /// The code is correct; this is the applicant's data.
    Right(Box<PrefillData>),
    /// No result yet: the same code may be sent again.
    Pending,
}

/// The provider's prefill API: it returns an applicant's data before they type it (contract §5).
#[async_trait]
pub trait Prefiller: Send + Sync {
    /// Has a code sent to the phone. Returns the provider's id of this code.
    async fn begin(&self, request: &PrefillRequest<'_>) -> Result<ExternalId, VerifierError>;

    /// Sends the typed code to the provider.
    ///
    /// The rejection of a wrong code is published nowhere: [`VerifierError::Malformed`] counts as
    /// one.
    async fn check(&self, id: &ExternalId, code: &Code) -> Result<CodeCheckOutcome, VerifierError>;
}

/// The provider's referral code API (contract §7).
#[async_trait]
pub trait Referrals: Send + Sync {
    /// Whether the provider knows this code.
    async fn is_known(&self, code: &ReferralCode) -> Result<bool, VerifierError>;
}

/// The optional lookups that a firm has access to and has switched on.
#[derive(Clone, Default)]
pub struct OptionalLookups {
    /// The prefill lookup.
    pub prefill: Option<Arc<dyn Prefiller>>,
    /// The referral code lookup.
    pub referrals: Option<Arc<dyn Referrals>>,
}
