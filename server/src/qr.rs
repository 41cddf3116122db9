//! QR codes: the provider's image is decoded and re-encoded, ours is drawn from the link. Browsers
//! only get images that this module encoded (security case 15).

use base64::{Engine, engine::general_purpose::STANDARD};
use qrcode::{Color, EcLevel, QrCode};
use std::io::Cursor;

/// Largest image from the provider, in bytes.
const LARGEST: usize = 64 * 1024;
/// Largest side, in pixels.
const WIDEST: u32 = 1024;
/// Pixels per module, for a sharp image at 240 px and at twice that size.
const SCALE: usize = 8;
/// Quiet zone, in modules.
const QUIET: usize = 4;

/// Decodes the provider's image: a data URI or bare base64 (contract §3) of a PNG. `None` for
/// anything else; the caller then draws our own.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text
        .strip_prefix("data:image/png;base64,")
        .unwrap_or(text)
        .trim();
    if text.len() > LARGEST / 3 * 4 + 4 {
        return None;
    }
    let bytes = STANDARD.decode(text).ok()?;
    let mut decoder = png::Decoder::new_with_limits(
        Cursor::new(&bytes),
        png::Limits {
            bytes: 16 * 1024 * 1024,
        },
    );
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width.max(height) > WIDEST || width.min(height) < 21 {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let samples = frame.color_type.samples();
    let grey: Vec<u8> = pixels
        .get(..frame.buffer_size())?
        .chunks_exact(samples)
        .map(luminance)
        .collect();
    encode(width, height, &grey)
}

/// Black (0) or white (255) for one pixel; transparent pixels are white.
fn luminance(pixel: &[u8]) -> u8 {
    let (level, alpha) = match *pixel {
        [grey] => (u32::from(grey), 255),
        [grey, alpha] => (u32::from(grey), alpha),
        [r, g, b] => ((u32::from(r) + u32::from(g) + u32::from(b)) / 3, 255),
        [r, g, b, alpha] => ((u32::from(r) + u32::from(g) + u32::from(b)) / 3, alpha),
        _ => (255, 255),
    };
    if level < 128 && alpha >= 128 { 0 } else { 255 }
}

/// Draws a link as a QR code with its quiet zone.
pub(crate) fn draw(link: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let (modules, colors) = (code.width(), code.to_colors());
    let side = (modules + 2 * QUIET) * SCALE;
    let at = |pixel: usize| (pixel / SCALE).checked_sub(QUIET).filter(|m| *m < modules);
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let dark = at(x)
                .zip(at(y))
                .is_some_and(|(x, y)| colors.get(y * modules + x) == Some(&Color::Dark));
            pixels.push(if dark { 0 } else { 255 });
        }
    }
    let side = u32::try_from(side).ok()?;
    encode(side, side, &pixels)
}

/// Encodes greyscale pixels as a PNG.
fn encode(width: u32, height: u32, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qr_image_is_read_in_both_forms_and_encoded_again() {
        let ours = draw("https://verify.socure.com/#/dv/abc").expect("drawn");
        let text = STANDARD.encode(&ours);
        let again = decode(&text).expect("bare base64");
        assert_eq!(
            decode(&format!("data:image/png;base64,{text}")).as_ref(),
            Some(&again)
        );
        assert_eq!(again, ours);
    }

    #[test]
    fn large_or_non_png_image_is_refused() {
        let svg = STANDARD.encode("<svg onload='alert(1)'/>");
        let huge = encode(1025, 30, &vec![255; 1025 * 30]).expect("encoded");
        let polyglot = [&draw("x").expect("drawn")[..], b"<script>alert(1)</script>"].concat();
        assert_eq!(decode(""), None);
        assert_eq!(decode("%%%"), None);
        assert_eq!(decode(&svg), None);
        assert_eq!(decode(&format!("data:image/svg+xml;base64,{svg}")), None);
        assert_eq!(decode(&STANDARD.encode(huge)), None);
        assert_eq!(decode(&STANDARD.encode(vec![0; LARGEST + 1])), None);
        let clean = decode(&STANDARD.encode(polyglot)).expect("the picture part is sound");
        assert!(!clean.windows(7).any(|bytes| bytes == b"<script"));
    }
}
