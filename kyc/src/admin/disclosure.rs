//! The disclosure of a case: unmasked fields, override requests and the evidence bundle.
//!
//! | module | content |
//! |---|---|
//! | [`unmasked`] | the answers in full |
//! | [`reveal`] | unmasking for a limited time |
//! | [`overrides`] | a request that a second reviewer confirms or rejects |
//! | [`bundle`] | the evidence bundle |
//! | [`ports`] | the traits that the use cases need |

pub mod bundle;
pub mod overrides;
pub mod ports;
pub mod reveal;
pub mod unmasked;

pub use bundle::EvidenceBundle;
pub use overrides::{
    OverrideOutcome, OverrideReply, OverrideRequest, RecordedRequest, ReplyOutcome, RequestOutcome,
    RequestStatus,
};
pub use ports::{SensitiveData, SensitiveDataStore};
pub use reveal::{RevealAlert, RevealOutcome, RevealRequest, RevealedField};
