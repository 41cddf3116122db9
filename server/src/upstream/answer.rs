//! Answers, read within bounds, and what is said of those that did not come.

use kyc::port::VerifierError;
use reqwest::{Error, Response, header::RETRY_AFTER};
use std::time::Duration;
use zeroize::Zeroizing;

/// The longest answer that is read: a `docv` with a large QR is about 20 KiB.
const LONGEST: usize = 256 * 1024;

/// No usable answer, and why.
pub(super) fn unavailable(cause: &'static str, retry_after: Option<Duration>) -> VerifierError {
    VerifierError::Unavailable { cause, retry_after }
}

/// Whichever cause fits: the time was up, or the connection failed.
pub(super) fn late_or<'a>(error: &Error, late: &'a str, failed: &'a str) -> &'a str {
    if error.is_timeout() { late } else { failed }
}

/// `Retry-After` in seconds; the date form is left to our own schedule.
pub(super) fn retry_after(answer: &Response) -> Option<Duration> {
    let seconds = answer
        .headers()
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}

/// The body, up to a bound. It may hold a capture token or our own: wiped after
/// use.
pub(super) async fn body(mut answer: Response) -> Result<Zeroizing<Vec<u8>>, VerifierError> {
    let mut body = Zeroizing::new(Vec::new());
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= LONGEST => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => return Err(unavailable("answer_too_long", None)),
            Ok(None) => return Ok(body),
            Err(_) => return Err(unavailable("transport", None)),
        }
    }
}
