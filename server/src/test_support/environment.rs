//! The variables that change what the tests of this crate do.

/// The value of a variable, if it is set.
#[expect(clippy::disallowed_methods, reason = "a test has no settings")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
