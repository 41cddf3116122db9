//! Stored sessions.

use server::fuzz_api;

/// Reads the input as a sealed row, which must not open, and as an unsealed session.
pub fn sessions(input: &[u8]) {
    assert!(!fuzz_api::sealed_session(input), "sealed under another key");
    let _ = fuzz_api::session(input);
}
