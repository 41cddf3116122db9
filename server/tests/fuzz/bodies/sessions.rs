//! Stored sessions.

use server::untrusted;

/// As a sealed row, which must not open, and as what was sealed.
pub fn sessions(input: &[u8]) {
    assert!(!untrusted::sealed_session(input), "sealed by somebody else");
    let _ = untrusted::session(input);
}
