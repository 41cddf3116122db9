//! Webhooks of dialect C (contract §6): final outcomes only, in an envelope,
//! signed.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::dialect::tongue::Tells;
use crate::registry::inquiry::State;
use crate::registry::news::News;
use crate::registry::standing::FIRM;
use crate::webhook::{Letter, Stamp};

pub(super) const TELLS: Tells = Tells {
    signed: true,
    news,
    test,
};

fn news(news: &News, stamp: &Stamp) -> Option<Letter> {
    let (event, status) = match news.standing.state {
        State::Approved => ("kyc.approved", "KYC_STATUS_APPROVED"),
        State::Denied => ("kyc.rejected", "KYC_STATUS_REJECTED"),
        State::Processing
        | State::DocumentsRequired
        | State::DocumentsUnderReview
        | State::ManualReview
        | State::Resubmit
        | State::Provisioning
        | State::CodeSent
        | State::Prefilled => return None,
    };
    let account = news.standing.account.as_ref();
    let mut data = json!({
        "external_id": news.standing.external_id,
        "user_id": news.person,
        "kyc_eval_id": news.evaluation,
        "firm_id": FIRM,
        "status": status,
        "provisioned_participant": account.map_or("", |account| &account.participant),
        "provisioned_account": account.map_or("", |account| &account.account),
        "status_set_at": instant(news.at),
    });
    if news.standing.state == State::Denied {
        data["rejection_reason"] = "the identity could not be verified".into();
    }
    Some(Letter {
        event,
        external_id: news.standing.external_id.clone(),
        body: envelope(event, stamp, data),
    })
}

fn test(stamp: &Stamp) -> Letter {
    let event = "webhook.test";
    Letter {
        event,
        external_id: String::new(),
        body: envelope(event, stamp, json!({"firm_id": FIRM})),
    }
}

fn envelope(event: &str, stamp: &Stamp, data: Value) -> Value {
    let written = stamp.now.replace_nanosecond(0).unwrap_or(stamp.now);
    json!({
        "event_type": event,
        "event_id": stamp.event_id,
        "event_time": instant(written),
        "data": data,
    })
}

fn instant(at: OffsetDateTime) -> String {
    // Only years of more than four digits cannot be written.
    at.format(&Rfc3339).unwrap_or_default()
}
