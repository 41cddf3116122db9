//! The dossier of a case: what somebody may see of a person beyond the first
//! letters, what they want overruled, and the evidence of all that happened.
//!
//! | room | what is in it |
//! |---|---|
//! | [`unmasked`] | what was typed, in full |
//! | [`reveal`] | showing it for a while |
//! | [`overrule`] | a request that a second reviewer answers |
//! | [`bundle`] | the evidence, to be taken away |
//! | [`port`] | what the use cases need from the world |

pub mod bundle;
pub mod overrule;
pub mod ports;
pub mod reveal;
pub mod unmasked;

pub use bundle::EvidenceBundle;
pub use overrule::{
    OverruleOutcome, OverruleReply, OverruleRequest, RecordedRequest, ReplyOutcome, RequestOutcome,
    RequestStatus,
};
pub use ports::{SensitiveData, SensitiveDataStore};
pub use reveal::{RevealAlert, RevealOutcome, RevealRequest, RevealedField};
