//! One body a target: takes any bytes, panics where something is wrong.
//!
//! Shared by the test beside it and by the libFuzzer targets in `fuzz/`.

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

/// Every target.
pub const NAMES: [&str; 8] = [
    "forms", "requests", "values", "answers", "links", "pictures", "sessions", "webhooks",
];
