//! The disclosure of a case: unmasked fields and the evidence bundle.
//!
//! | module | content |
//! |---|---|
//! | [`unmasked`] | the answers in full |
//! | [`reveal`] | unmasking for a limited time |
//! | [`bundle`] | the evidence bundle |
//! | [`ports`] | the traits that the use cases need |

pub mod bundle;
pub mod ports;
pub mod reveal;
pub mod unmasked;

pub use bundle::EvidenceBundle;
pub use ports::{SensitiveData, SensitiveDataStore};
pub use reveal::{RevealAlert, RevealOutcome, RevealRequest, RevealedField};
