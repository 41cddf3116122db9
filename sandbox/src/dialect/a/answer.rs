//! The shape of an inquiry's answer, and its words in each state (contract §3).

use serde::Serialize;
use serde_json::{Value, json};

use crate::dialect::{Distortion, Reply};
use crate::qr;
use crate::registry::inquiry::State;
use crate::registry::standing::{Link, Standing};

/// A made-up public key: dialect A hands one out for the vendor's web SDK.
const SDK_KEY: &str = "sandbox-sdk-key";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    status: Words<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    docv: Option<Docv>,
    participant_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Words<'a> {
    decision: &'static str,
    status: &'static str,
    sub_status: &'static str,
    external_id: &'a str,
}

/// What the applicant needs to hand in documents.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Docv {
    sdk_key: &'static str,
    docv_transaction_token: String,
    event_id: String,
    qr_code: String,
    url: String,
}

impl Docv {
    pub(super) fn of(link: &Link, origin: &str) -> Self {
        let url = format!("{origin}/capture/{}", link.token);
        let qr_code = qr::data_uri(&url).unwrap_or_else(|error| {
            // The link alone is an answer too: callers must bear a missing picture.
            tracing::error!(%error, "no QR code could be drawn");
            String::new()
        });
        Self {
            sdk_key: SDK_KEY,
            docv_transaction_token: link.transaction.clone(),
            event_id: link.event.clone(),
            qr_code,
            url,
        }
    }
}

/// The answer of start and status. Only start carries `docv` in this dialect.
pub(super) fn inquiry(standing: &Standing, docv: Option<Docv>) -> Reply {
    let account = standing.account.as_ref();
    let answer = Answer {
        status: words(standing),
        docv,
        participant_id: account.map_or("", |account| &account.participant),
        account: account.map(|account| account.account.as_str()),
    };
    Reply::sound(json!(answer)).about(&standing.external_id)
}

/// The `status` object by itself, as prefill answers carry it.
pub(super) fn status(standing: &Standing) -> Value {
    json!(words(standing))
}

/// The words of contract §3's table.
fn words(standing: &Standing) -> Words<'_> {
    let (decision, status, sub_status) = match standing.state {
        State::Processing => ("pending", "initiated", ""),
        State::DocumentsRequired => ("pending", "in_review", "document_required"),
        State::DocumentsUnderReview => ("pending", "document_review", "awaiting_review"),
        State::ManualReview => ("pending", "in_review", ""),
        State::Approved => ("approved", "complete", ""),
        State::Denied => ("denied", "complete", ""),
        State::CodeSent => ("pending", "otp_sent", ""),
        State::Prefilled => ("pending", "prefill_complete", ""),
    };
    Words {
        decision,
        status,
        sub_status,
        external_id: &standing.external_id,
    }
}

/// Tells a lie in a sound answer's `status` object.
pub(crate) fn distort(body: &mut Value, distortion: Distortion) {
    let Some(answer) = body.as_object_mut() else {
        return;
    };
    let (decision, status, sub_status) = match distortion {
        Distortion::UnknownDecision => ("escalated", "awaiting_oracle", "third_moon"),
        Distortion::ApprovedWithoutIds => ("approved", "complete", ""),
    };
    if let Some(Value::Object(words)) = answer.get_mut("status") {
        words.insert("decision".into(), decision.into());
        words.insert("status".into(), status.into());
        words.insert("subStatus".into(), sub_status.into());
    }
    answer.remove("docv");
    answer.remove("account");
    answer.insert("participantId".into(), "".into());
}
