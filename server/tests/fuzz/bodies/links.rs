//! Capture links.

use server::fuzz_api;

/// Asserts that an accepted link is https to the one host, and stays the same when read again.
pub fn links(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Some(link) = fuzz_api::capture_link(&text) {
        assert!(link.starts_with("https://verify.socure.com/"), "{link}");
        assert!(link.bytes().all(|b| b.is_ascii_graphic()), "{link}");
        assert_eq!(fuzz_api::capture_link(&link).as_ref(), Some(&link));
    }
}
