//! One body for each target: takes any bytes, panics on a violation.
//!
//! Shared by the test next to it and by the libFuzzer targets in `fuzz/`.

mod answers;
mod forms;
mod links;
mod pictures;
mod provider;
mod requests;
mod router_fixture;
mod sessions;
mod values;
mod webhooks;

pub use answers::answers;
pub use forms::forms;
pub use links::links;
pub use pictures::pictures;
pub use requests::requests;
pub use sessions::sessions;
pub use values::values;
pub use webhooks::webhooks;

/// The names of all targets.
pub const NAMES: [&str; 8] = [
    "forms", "requests", "values", "answers", "links", "pictures", "sessions", "webhooks",
];
