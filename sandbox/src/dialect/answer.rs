//! The shape of an inquiry's answer: the same in every dialect, but for its
//! words and for what stands where (contract §3).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Reply;
use super::tongue::Tongue;
use crate::qr;
use crate::registry::standing::{Link, Standing};

/// The call that is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Start,
    Status,
}

/// What the applicant needs to hand in documents.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Docv<'a> {
    sdk_key: &'static str,
    docv_transaction_token: &'a str,
    event_id: &'a str,
    qr_code: String,
    url: String,
}

impl<'a> Docv<'a> {
    fn of(link: &'a Link, sdk_key: &'static str, origin: &str) -> Self {
        let url = format!("{origin}/capture/{}", link.token);
        let qr_code = qr::data_uri(&url).unwrap_or_else(|error| {
            // The link alone is an answer too: callers must bear a missing picture.
            tracing::error!(%error, "no QR code could be drawn");
            String::new()
        });
        Self {
            sdk_key,
            docv_transaction_token: &link.transaction,
            event_id: &link.event,
            qr_code,
            url,
        }
    }
}

/// The answer of start or status.
pub(super) fn inquiry(tongue: &Tongue, standing: &Standing, origin: &str, to: To) -> Reply {
    let account = standing.account.as_ref();
    let mut answer = Map::new();
    answer.insert("status".into(), status(tongue, standing));
    if let Some(link) = &standing.link
        && (to == To::Start || tongue.docv_on_status)
    {
        let docv = Docv::of(link, tongue.sdk_key, origin);
        answer.insert("docv".into(), json!(docv));
    }
    let participant = account.map_or("", |account| &account.participant);
    answer.insert("participantId".into(), participant.into());
    if let Some(account) = account
        && (to == To::Status || tongue.account_on_start)
    {
        answer.insert(tongue.account.into(), account.account.as_str().into());
    }
    Reply::sound(Value::Object(answer)).about(&standing.external_id)
}

/// The `status` object by itself, as prefill answers carry it.
pub(super) fn status(tongue: &Tongue, standing: &Standing) -> Value {
    let [decision, status, sub_status] = (tongue.words)(standing.state);
    json!({
        "decision": decision,
        "status": status,
        "subStatus": sub_status,
        "externalId": standing.external_id,
    })
}
