//! What the upstream is asked for the applicant's convenience: none of it is needed.

use super::{Fut, VerifierError};
use crate::{
    form::prefill::{Code, PrefillData},
    id::{ExternalId, SessionToken, UserId},
    value::{BirthDate, Phone, ReferralCode},
};
use std::{net::IpAddr, sync::Arc};

/// What a code is asked for with (contract §5).
pub struct PrefillRequest<'a> {
    /// Our id of the applicant.
    pub user_id: &'a UserId,
    /// Their phone, which the code goes to.
    pub phone: &'a Phone,
    /// Their date of birth.
    pub birth: &'a BirthDate,
    /// What stands for a device token where there is none (contract §9).
    pub session_token: &'a SessionToken,
    /// Where they asked from.
    pub ip: IpAddr,
}

/// What the upstream makes of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeCheckOutcome {
    /// It was the right one, and this is what is known.
    Right(Box<PrefillData>),
    /// It does not say so yet: the same code may be sent again.
    Pending,
}

/// What the upstream knows of people before they type it (contract §5).
pub trait Prefiller: Send + Sync {
    /// Has a code sent to the phone; the answer is the upstream's id for it.
    fn begin<'a>(
        &'a self,
        request: &'a PrefillRequest<'_>,
    ) -> Fut<'a, Result<ExternalId, VerifierError>>;

    /// Shows it what was typed. How it refuses another code than the one that was
    /// sent is published nowhere: [`VerifierError::Malformed`] is taken for that.
    fn check<'a>(
        &'a self,
        id: &'a ExternalId,
        code: &'a Code,
    ) -> Fut<'a, Result<CodeCheckOutcome, VerifierError>>;
}

/// The upstream's referral codes (contract §7).
pub trait Referrals: Send + Sync {
    /// Whether it knows this one.
    fn is_known<'a>(&'a self, code: &'a ReferralCode) -> Fut<'a, Result<bool, VerifierError>>;
}

/// Those that a firm has access to and wants.
#[derive(Clone, Default)]
pub struct OptionalLookups {
    /// Fills in what it knows.
    pub prefill: Option<Arc<dyn Prefiller>>,
    /// Knows referral codes.
    pub referrals: Option<Arc<dyn Referrals>>,
}
