//! Referral codes: lookup, list and creation (contract §7).

use super::{
    ab::referral::create,
    client::{ApiCall, Client, in_time},
    response::unavailable,
    wire::text,
};
use async_trait::async_trait;
use kyc::{
    ports::{Referrals, VerifierError},
    value::ReferralCode,
};
use serde::{Deserialize, de::DeserializeOwned};

const PATH: &str = "/referral-codes";
/// Limit of pages per list: it ends the loop if the provider never does.
const PAGES: usize = 10_000;

/// Response to a lookup. Owner and value of the code are not read, because applicants must not see
/// them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Read {
    is_valid: Option<bool>,
}

/// Page of a list.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Page {
    referral_codes: Option<Vec<ListedReferralCode>>,
    #[serde(deserialize_with = "text")]
    next_cursor: String,
    eof: Option<bool>,
}

/// Referral code in a list.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ListedReferralCode {
    #[serde(deserialize_with = "text")]
    pub(crate) referral_code: String,
    /// User id of the owner.
    #[serde(deserialize_with = "text")]
    pub(crate) user_id: String,
    /// Id of the firm.
    #[serde(deserialize_with = "text")]
    pub(crate) isv_id: String,
    /// Number of uses: a 64-bit number as a string.
    #[serde(deserialize_with = "text")]
    pub(crate) used_count: String,
    #[serde(deserialize_with = "text")]
    pub(crate) category: String,
}

/// Whether the code exists, according to a response.
pub(crate) fn referral_code(body: &[u8]) -> Option<bool> {
    read::<Read>(body).ok()?.is_valid
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, VerifierError> {
    serde_json::from_slice(body).map_err(|_| unavailable("unreadable", None))
}

impl Client {
    /// Referral codes of one user, or all.
    pub(crate) async fn referral_codes(
        &self,
        user: Option<&str>,
    ) -> Result<Vec<ListedReferralCode>, VerifierError> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let mut query = Vec::from_iter(user.map(|user| ("userId", user)));
            query.extend((!cursor.is_empty()).then_some(("cursor", cursor.as_str())));
            let answer = self.call(&ApiCall::get(PATH, &query)).await?;
            let page: Page = read(&answer)?;
            all.extend(page.referral_codes.unwrap_or_default());
            if page.eof == Some(true) || page.next_cursor.is_empty() {
                return Ok(all);
            }
            if page.next_cursor == cursor {
                break;
            }
            cursor = page.next_cursor;
        }
        Err(unavailable("endless", None))
    }

    /// Creates a referral code. For a code in use it returns [`VerifierError::AlreadyApproved`],
    /// the only error for 409.
    pub(crate) async fn add_referral_code(
        &self,
        user: &str,
        code: &ReferralCode,
        category: Option<&str>,
    ) -> Result<(), VerifierError> {
        let body = create(user, code.as_str(), category);
        self.call(&ApiCall::post(PATH, &body)).await.map(drop)
    }
}

#[async_trait]
impl Referrals for Client {
    async fn is_known(&self, code: &ReferralCode) -> Result<bool, VerifierError> {
        let call = ApiCall {
            segment: Some(code.as_str()),
            ..ApiCall::get(PATH, &[])
        };
        let answer = in_time(self.waits.provider_call, self.call(&call)).await?;
        let known = referral_code(&answer);
        tracing::info!(known, "the provider looked up a referral code");
        known.ok_or_else(|| unavailable("unreadable", None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn referral_code_needs_an_explicit_validity() {
        for (body, known) in [
            // The contract's examples.
            (
                r#"{"isValid":true,"userId":"user_1","amount":{"value":"50.00","currency":"USD"}}"#,
                Some(true),
            ),
            (
                r#"{"isValid":false,"userId":"","amount":null}"#,
                Some(false),
            ),
            (r#"{"isValid":false}"#, Some(false)),
            (r#"{"isValid":true,"amount":"","new":{"a":[]}}"#, Some(true)),
            (r#"{"isValid":null}"#, None),
            (r#"{"is_valid":true}"#, None),
            (r#"{"isValid":"true"}"#, None),
            ("{}", None),
            ("", None),
            ("<html>", None),
        ] {
            assert_eq!(referral_code(body.as_bytes()), known, "{body}");
        }
    }

    #[test]
    fn list_with_absent_fields_is_read() {
        let page: Page = read(
            br#"{"referralCodes":[{"referralCode":"REF123","userId":"user_1","isvId":"ISV-1",
            "usedCount":"42","category":"friends"},{"referralCode":"B","usedCount":7,"category":null,
            "new":true},{}],"nextCursor":"2","eof":false}"#,
        )
        .expect("a page");
        let codes = page.referral_codes.expect("codes");
        let shown = codes.iter().map(|code| {
            let ListedReferralCode {
                referral_code,
                user_id,
                isv_id,
                used_count,
                category,
            } = code;
            [referral_code, user_id, isv_id, used_count, category].map(String::as_str)
        });
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                ["REF123", "user_1", "ISV-1", "42", "friends"],
                ["B", "", "", "7", ""],
                [""; 5],
            ]
        );
        assert_eq!((page.next_cursor.as_str(), page.eof), ("2", Some(false)));
        for body in [
            "{}",
            r#"{"referralCodes":null,"nextCursor":null,"eof":null}"#,
        ] {
            let page: Page = read(body.as_bytes()).expect("a page");
            assert!(page.referral_codes.unwrap_or_default().is_empty());
            assert_eq!(page.next_cursor, "");
        }
    }

    #[test]
    fn create_request_is_in_camel_case() {
        let body = |category| {
            let body = create("user_1", "REF123", category);
            String::from_utf8(body.expose().to_vec()).expect("text")
        };
        assert_eq!(body(None), r#"{"userId":"user_1","referralCode":"REF123"}"#);
        assert_eq!(
            body(Some("friends")),
            r#"{"userId":"user_1","referralCode":"REF123","category":"friends"}"#
        );
    }
}
