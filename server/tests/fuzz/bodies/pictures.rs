//! QR images of capture links.

use base64::{Engine, engine::general_purpose::STANDARD};
use server::fuzz_api;

/// Reads the input as the text of an answer, and as the bytes of an image in one. The served image
/// is a small PNG that the server encodes itself.
pub fn pictures(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for text in [&*text, &STANDARD.encode(input)] {
        if let Some(png) = fuzz_api::picture(text) {
            assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
            assert!(png.len() < 2 * 1024 * 1024, "{} bytes", png.len());
        }
    }
}
