//! The capture link as a picture (contract §3, `docv.qrCode`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcode::{Color, QrCode};

/// Pixels to a module: a link of usual length becomes a picture of some 300 px.
const SCALE: usize = 7;
/// The blank frame a reader needs, in modules.
const QUIET: usize = 4;
const BLACK: u8 = 0;
const WHITE: u8 = 255;

/// Why a link could not be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("the link is too long for a QR code: {0}")]
    Code(#[from] qrcode::types::QrError),
    #[error("the picture could not be written: {0}")]
    Picture(#[from] png::EncodingError),
}

/// `url` as a QR code in a PNG in a data URI.
pub(crate) fn data_uri(url: &str) -> Result<String, Error> {
    Ok(format!(
        "data:image/png;base64,{}",
        STANDARD.encode(picture(url)?)
    ))
}

fn picture(url: &str) -> Result<Vec<u8>, Error> {
    let code = QrCode::new(url)?;
    let modules = code.width();
    let side = (modules + 2 * QUIET) * SCALE;

    let mut pixels = vec![WHITE; side * side];
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let left = (QUIET + index % modules) * SCALE;
            let top = (QUIET + index / modules) * SCALE;
            for row in pixels.chunks_exact_mut(side).skip(top).take(SCALE) {
                row[left..left + SCALE].fill(BLACK);
            }
        }
    }

    let mut file = Vec::new();
    // A version 40 code, the largest there is, is 185 modules wide: it fits.
    let width = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut file, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}
