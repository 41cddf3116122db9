//! The dossier of a case: what somebody may see of a person beyond the first
//! letters, what they want overruled, and the evidence of all that happened.
//!
//! | room | what is in it |
//! |---|---|
//! | [`whole`] | what was typed, in full |
//! | [`reveal`] | showing it for a while |
//! | [`overrule`] | a request that a second reviewer answers |
//! | [`pack`] | the evidence, to be taken away |
//! | [`port`] | what the use cases need from the world |

pub mod overrule;
pub mod pack;
pub mod port;
pub mod reveal;
pub mod whole;

pub use overrule::{Answer, Answered, Ask, Asked, Outcome, Request, Standing};
pub use pack::Pack;
pub use port::{Dossier, Dossiers};
pub use reveal::{Alert, Reveal, Revealed, Shown};
