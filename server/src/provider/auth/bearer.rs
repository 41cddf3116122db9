//! Bearer token as a header value.

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

/// Value of an `Authorization` header, marked sensitive so that logs do not show it.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::provider) struct Bearer(HeaderValue);

impl Bearer {
    /// Header value of a token. `None` if the token is empty or holds more than visible ASCII.
    pub(super) fn new(token: &str) -> Option<Self> {
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let value = Zeroizing::new(format!("Bearer {token}"));
        let mut value = HeaderValue::from_str(&value).ok()?;
        value.set_sensitive(true);
        Some(Self(value))
    }

    /// Header value for a request.
    pub(in crate::provider) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_has_the_whole_token_and_debug_output_has_none() {
        let bearer = Bearer::new("abc.DEF-123_~+/=").expect("a token");
        assert_eq!(bearer.header(), "Bearer abc.DEF-123_~+/=");
        assert_eq!(format!("{:?}", bearer.header()), "Sensitive");
        for token in ["", " ", "a b", "a\nb", "a\r\nX: y", "é"] {
            assert!(Bearer::new(token).is_none(), "{token:?}");
        }
    }
}
