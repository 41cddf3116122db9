//! The answer that describes an inquiry. Dialects differ in its words and in
//! which fields it has (contract §3).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::reply::Reply;
use super::spec::DialectSpec;
use crate::endpoint::Endpoint;
use crate::qr;
use crate::registry::status::{InquiryStatus, Link};

/// `docv`: what the applicant needs to submit documents.
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
            // The link alone is a valid answer: callers must tolerate a missing image.
            tracing::error!(%error, "cannot draw the QR code");
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

/// The answer to a start or a status call.
pub(super) fn inquiry(spec: &dyn DialectSpec, status: &InquiryStatus, call: &Call<'_>) -> Reply {
    let layout = spec.layout();
    let is_start = call.endpoint == Endpoint::Start;
    let account = status.account.as_ref();
    let mut answer = Map::new();
    answer.insert("status".into(), status_object(spec, status));
    if let Some(link) = &status.link
        && (is_start || layout.docv_on_status)
    {
        let docv = Docv::of(link, layout.sdk_key, call.origin);
        answer.insert("docv".into(), json!(docv));
    }
    let participant = account.map_or("", |account| &account.participant);
    answer.insert("participantId".into(), participant.into());
    if let Some(account) = account
        && (!is_start || layout.account_on_start)
    {
        let name = account.account.as_str();
        answer.insert(layout.account_field.into(), name.into());
    }
    Reply::ok(Value::Object(answer)).with_external_id(&status.external_id)
}

/// The `status` object alone; prefill answers carry it too.
pub(super) fn status_object(spec: &dyn DialectSpec, inquiry: &InquiryStatus) -> Value {
    let [decision, status, sub_status] = spec.words(inquiry.state);
    json!({
        "decision": decision,
        "status": status,
        "subStatus": sub_status,
        "externalId": inquiry.external_id,
    })
}
