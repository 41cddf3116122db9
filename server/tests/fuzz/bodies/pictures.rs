//! Pictures of capture links.

use base64::{Engine, engine::general_purpose::STANDARD};
use server::fuzz_api;

/// As the text of an answer, and as the bytes of a picture in one: what is
/// served is a small picture that we wrote.
pub fn pictures(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for text in [&*text, &STANDARD.encode(input)] {
        if let Some(png) = fuzz_api::picture(text) {
            assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
            assert!(png.len() < 2 * 1024 * 1024, "{} bytes", png.len());
        }
    }
}
