//! Reading of responses with a size limit, and errors of failed calls.

use httpdate::parse_http_date;
use kyc::ports::VerifierError;
use reqwest::{
    Error, Response,
    header::{DATE, RETRY_AFTER},
};
use std::time::Duration;
use zeroize::Zeroizing;

/// Longest response, in bytes. A `docv` with a usual QR code has about 20 KiB. An image beyond its
/// own limit (`qr.rs`) must not take the link beside it with it.
const LONGEST: usize = 1024 * 1024;

/// Error for a missing or unusable response, with its cause.
pub(super) fn unavailable(cause: &'static str, retry_after: Option<Duration>) -> VerifierError {
    VerifierError::Unavailable { cause, retry_after }
}

/// Cause of a transport error: `late` for a timeout, otherwise `failed`.
pub(super) fn late_or<'a>(error: &Error, late: &'a str, failed: &'a str) -> &'a str {
    if error.is_timeout() { late } else { failed }
}

/// Wait from `Retry-After`, in seconds or as a date. A date is compared with the provider's own
/// `Date` header.
pub(super) fn retry_after(answer: &Response) -> Option<Duration> {
    let header = |name| Some(answer.headers().get(name)?.to_str().ok()?.trim());
    let text = header(RETRY_AFTER)?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parse_http_date(text).ok()?;
    let now = parse_http_date(header(DATE)?).ok()?;
    until.duration_since(now).ok()
}

/// Response body of limited size. It is zeroized after use, because it may hold a token.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_date() {
        const NOW: &str = "Thu, 26 Nov 2026 10:00:00 GMT";
        for (says, date, wait) in [
            ("7", None, Some(7)),
            (" 120 ", Some(NOW), Some(120)),
            ("Thu, 26 Nov 2026 10:01:30 GMT", Some(NOW), Some(90)),
            ("Thu, 26 Nov 2026 10:01:30 GMT", None, None),
            ("Thu, 26 Nov 2026 09:59:59 GMT", Some(NOW), None),
            ("soon", Some(NOW), None),
            ("-1", Some(NOW), None),
            ("", None, None),
        ] {
            let mut answer = http::Response::builder().header(RETRY_AFTER, says);
            if let Some(date) = date {
                answer = answer.header(DATE, date);
            }
            let answer = Response::from(answer.body("").expect("an answer"));
            assert_eq!(
                retry_after(&answer),
                wait.map(Duration::from_secs),
                "{says}"
            );
        }
    }
}
