//! The domain of identity verification.
//!
//! Every item is a value, a rule or a use case: no I/O, no clock, no randomness. Time and entropy
//! are parameters or come through [`ports`], so that each rule can be tested and reproduced alone.
//!
//! | module | content |
//! |---|---|
//! | [`id`] | identifiers and their construction from random bits |
//! | [`pii`] | personal data that does not print |
//! | [`value`] | names, dates, addresses: parsed once, at the edge |
//! | [`form`] | one step per file: typed input, parsed values and field errors |
//! | [`flow`] | the wizard as a graph |
//! | [`state`] | the state of a verification, and the one function that applies updates |
//! | [`admin`] | the staff: accounts, permissions and sign-in |
//! | [`audit`] | audit events: a closed list of actions |
//! | [`budget`] | daily limits of provider calls that cost money |
//! | [`ports`] | the traits that the use cases need |
//! | [`return_link`] | resume links for any device |
//! | [`service`] | the use cases |

pub mod admin;
pub mod application;
pub mod audit;
pub mod budget;
pub mod device;
pub mod eligibility;
pub mod flow;
pub mod form;
pub mod id;
pub mod jobs;
pub mod lang;
pub mod pii;
pub mod policy;
pub mod ports;
pub mod provider;
#[cfg(feature = "native")]
pub mod request;
pub mod return_link;
#[cfg(feature = "native")]
pub mod service;
pub mod state;
#[cfg(feature = "native")]
pub mod today;
pub mod value;
mod word_table;
