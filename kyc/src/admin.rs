//! The admin: accounts, authentication and permissions of the staff.
//!
//! | module | content |
//! |---|---|
//! | [`four_eyes`] | changes of the staff and requests that need two people |
//! | [`role`] | roles, permissions and the one table that maps them |
//! | [`reviewer`] | staff accounts |
//! | [`password`] | the rules for passwords |
//! | [`session`] | sessions and their timeouts |
//! | [`throttle`] | the waits after failed sign-ins |
//! | [`list`] | the list of applications |
//! | [`case`] | one application, and the actions on it |
//! | [`dashboard`] | the dashboard: counts, durations and the provider's health |
//! | [`disclosure`] | unmasked fields and evidence bundles |
//! | [`overrides`] | requests to override a decision, which a second reviewer confirms or rejects |
//! | [`activity`] | the staff audit trail as administrators read it |
//! | [`audit`] | the staff audit trail: a closed list |
//! | [`ports`] | the traits that the use cases need |
//! | [`service`] | the use cases |

pub mod activity;
pub mod audit;
pub mod case;
pub mod dashboard;
pub mod disclosure;
pub mod four_eyes;
pub mod list;
pub mod overrides;
pub mod password;
pub mod ports;
pub mod reviewer;
pub mod role;
#[cfg(feature = "native")]
pub mod service;
pub mod session;
pub mod throttle;

pub use crate::id::ReviewerId;
pub use reviewer::{AccountName, Reviewer};
pub use role::{Permission, Role};
