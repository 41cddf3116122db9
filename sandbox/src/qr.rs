//! Draws the capture link as a QR code (contract §3, `docv.qrCode`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcode::{Color, QrCode};

/// Pixels per module: a link of usual length gives an image of about 300 px.
const SCALE: usize = 7;
/// The blank margin that readers need, in modules.
const QUIET_ZONE: usize = 4;
const BLACK: u8 = 0;
const WHITE: u8 = 255;

/// Why drawing failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QrCodeError {
    #[error("the link is too long for a QR code: {0}")]
    Encode(#[from] qrcode::types::QrError),
    #[error("cannot write the image: {0}")]
    Png(#[from] png::EncodingError),
}

/// A data URI of a PNG with the QR code of `url`.
pub(crate) fn data_uri(url: &str) -> Result<String, QrCodeError> {
    Ok(format!(
        "data:image/png;base64,{}",
        STANDARD.encode(png(url)?)
    ))
}

fn png(url: &str) -> Result<Vec<u8>, QrCodeError> {
    let code = QrCode::new(url)?;
    let modules = code.width();
    let side = (modules + 2 * QUIET_ZONE) * SCALE;

    let mut pixels = vec![WHITE; side * side];
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let left = (QUIET_ZONE + index % modules) * SCALE;
            let top = (QUIET_ZONE + index / modules) * SCALE;
            for row in pixels.chunks_exact_mut(side).skip(top).take(SCALE) {
                row[left..left + SCALE].fill(BLACK);
            }
        }
    }

    let mut file = Vec::new();
    // The largest code, version 40, is 185 modules wide: the width fits.
    let width = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut file, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}
