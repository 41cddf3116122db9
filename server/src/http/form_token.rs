//! Form tokens. A session has a random token of its own. Before a session tokens are stateless, so
//! that a request without a session writes no row.
//!
//! A random value in a separate cookie then stands in for the session id (NIST 63B 5.1, ASVS
//! 3.5.1). The token is its expiry and an HMAC over area, cookie value and expiry. The value never
//! becomes a session id: sessions have another cookie and ids of their own.

use super::{AppState, cookie};
use axum::http::{HeaderMap, HeaderValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kyc::{admin::service::PasskeyChallenge, lang::Lang};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

/// Length of a cookie value in base64, without the language.
const ENCODED: usize = 22;

/// Name of the cookie. `__Host-` requires `Secure`, so no other site of the domain can set it
/// (ASVS 3.3.1).
const fn name(secure: bool) -> &'static str {
    if secure {
        "__Host-vestibule-form"
    } else {
        "vestibule-form"
    }
}

/// The forms that a token is valid for.
#[derive(Clone, Copy)]
pub(super) enum Area {
    Applicant,
    Admin,
}

impl Area {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Admin => "admin",
        }
    }
}

/// What the server knows of a browser without a session: all of it lies in one cookie.
#[derive(Clone, Copy)]
pub(super) struct PreSession {
    value: [u8; 16],
    /// Language chosen without a session.
    pub(super) lang: Option<Lang>,
    /// Whether the browser does not have the cookie yet.
    pub(super) is_new: bool,
    /// Whether the language differs from the browser's cookie.
    pub(super) is_changed: bool,
}

impl PreSession {
    /// Pre-session of a request; a new one without a well-formed cookie.
    pub(super) fn of(app_state: &AppState, headers: &HeaderMap) -> Self {
        let sent = cookie::cookie(headers, name(app_state.settings.is_secure()));
        sent.and_then(Self::parse).unwrap_or_else(|| {
            let mut value = [0; 16];
            app_state.onboarding.entropy.fill(&mut value);
            Self {
                value,
                lang: None,
                is_new: true,
                is_changed: false,
            }
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (value, lang) = text.split_at_checked(ENCODED)?;
        let value: [u8; 16] = URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok()?;
        let lang = match lang {
            "" => None,
            tag => Some(Lang::from_tag(tag.strip_prefix('.')?)?),
        };
        Some(Self {
            value,
            lang,
            is_new: false,
            is_changed: false,
        })
    }

    /// `Set-Cookie` value. The browser removes the cookie when it closes.
    pub(super) fn cookie(&self, secure: bool) -> HeaderValue {
        let mut text = URL_SAFE_NO_PAD.encode(self.value);
        if let Some(lang) = self.lang {
            text.push('.');
            text.push_str(lang.tag());
        }
        cookie::lax(name(secure), &text, None, secure)
    }

    /// Seals a challenge for the sign-in page of this browser.
    pub(super) fn seal(&self, app_state: &AppState, challenge: &PasskeyChallenge) -> String {
        let plain = serde_json::to_vec(challenge).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(app_state.store.seal_form_data(&self.value, &plain))
    }

    /// Opens a challenge that this browser's sign-in page carried.
    pub(super) fn open(&self, app_state: &AppState, text: &str) -> Option<PasskeyChallenge> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let plain = app_state.store.open_form_data(&self.value, &sealed)?;
        serde_json::from_slice(&plain).ok()
    }

    /// The same browser with another language.
    pub(super) fn speaking(self, lang: Lang) -> Self {
        Self {
            lang: Some(lang),
            is_changed: self.lang != Some(lang),
            ..self
        }
    }
}

/// Verdict about the token of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The form belongs to this session or pre-session.
    Right,
    /// The form is this browser's, but too old, or from before the session.
    Stale,
    /// The form is another browser's, or forged.
    Wrong,
}

/// Issues and judges the form tokens of one request.
#[derive(Clone)]
pub(super) struct FormTokens {
    pub(super) app_state: AppState,
    pub(super) area: Area,
    pub(super) pre_session: PreSession,
    /// Token of the live session.
    pub(super) session: Option<String>,
    /// How long a token without a session is valid.
    pub(super) life: Duration,
    pub(super) now: OffsetDateTime,
}

impl FormTokens {
    /// Token for the forms of a page.
    pub(super) fn issue(&self) -> String {
        match &self.session {
            Some(token) => token.clone(),
            None => self.signed((self.now + self.life).unix_timestamp()),
        }
    }

    /// Judges the token of a form.
    pub(super) fn judge(&self, given: &str) -> Verdict {
        if let Some(token) = &self.session
            && is_equal(given, token)
        {
            return Verdict::Right;
        }
        let expiry = given
            .split_once('.')
            .map(|(expiry, _)| expiry.parse::<i64>());
        match expiry {
            Some(Ok(expiry)) if is_equal(given, &self.signed(expiry)) => {
                if self.session.is_none() && expiry > self.now.unix_timestamp() {
                    Verdict::Right
                } else {
                    Verdict::Stale
                }
            }
            _ => Verdict::Wrong,
        }
    }

    fn signed(&self, expiry: i64) -> String {
        let PreSession { value, .. } = &self.pre_session;
        let mac = self
            .app_state
            .store
            .form_token_mac(self.area.as_str(), value, expiry);
        format!("{expiry}.{}", URL_SAFE_NO_PAD.encode(mac))
    }
}

/// Compares two tokens in constant time. An empty token is never right.
pub(super) fn is_equal(given: &str, token: &str) -> bool {
    !token.is_empty() && bool::from(given.as_bytes().ct_eq(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookie_value_round_trips_with_its_language() {
        for lang in [None, Some(Lang::En), Some(Lang::Es)] {
            let sent = PreSession {
                value: [7; 16],
                lang,
                is_new: true,
                is_changed: false,
            };
            let cookie = sent.cookie(true);
            let cookie = cookie.to_str().expect("a header");
            assert!(cookie.starts_with("__Host-vestibule-form="), "{cookie}");
            assert!(!cookie.contains("Max-Age"), "{cookie}");
            let (_, value) = cookie.split_once('=').expect("a pair");
            let (value, _) = value.split_once(';').expect("attributes");
            let read = PreSession::parse(value).expect("a value");
            assert_eq!((read.value, read.lang), ([7; 16], lang));
        }
    }

    #[test]
    fn malformed_cookie_value_is_replaced() {
        let sound = URL_SAFE_NO_PAD.encode([7; 16]);
        for text in [
            String::new(),
            "x".to_owned(),
            sound[1..].to_owned(),
            format!("{sound}="),
            format!("{sound}.fr"),
            format!("{sound}es"),
            format!("é{sound}"),
            // The last character has bits beyond 128.
            format!("{}B", &sound[..21]),
        ] {
            assert!(PreSession::parse(&text).is_none(), "{text}");
        }
    }
}
