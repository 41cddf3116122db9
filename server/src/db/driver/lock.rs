//! What a transaction locks before it reads and writes it.

/// What a lock protects, in the order in which a transaction takes several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::db) enum LockScope {
    /// The installation's keys: which key of the key file seals new keys.
    Keys,
    /// The rows of an application, by its id.
    Application,
    /// A provider id, which one application may have.
    ProviderId,
    /// The rows of an account, by its id.
    Account,
    /// The reveals of a reviewer, by the account's id.
    Reveals,
    /// A counter of sign-ins, by its key.
    SignIns,
    /// A daily counter of provider calls, by its key.
    PaidCalls,
    /// The provider's state.
    ProviderState,
    /// The positions of events in the audit trail.
    EventPositions,
}

impl LockScope {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Application => "application",
            Self::ProviderId => "provider id",
            Self::Account => "account",
            Self::Reveals => "reveals",
            Self::SignIns => "sign-ins",
            Self::PaidCalls => "paid calls",
            Self::ProviderState => "provider state",
            Self::EventPositions => "event positions",
        }
    }
}
