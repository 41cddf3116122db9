//! Webhooks of dialect B (contract §6): a flat body on every change, with neither
//! an id nor a signature.

use serde_json::json;

use crate::dialect::tongue::{Tells, Words};
use crate::registry::news::News;
use crate::webhook::{Letter, Stamp};

pub(super) const TELLS: Tells = Tells {
    signed: false,
    news,
    test,
};

const EVENT: &str = "change";

fn news(news: &News, _: &Stamp) -> Option<Letter> {
    let standing = &news.standing;
    let account = standing.account.as_ref();
    Some(letter(
        &standing.external_id,
        super::words(standing.state),
        account.map_or("", |account| &account.participant),
        account.map_or("", |account| &account.account),
    ))
}

/// The contract shows no body of a test: the same shape with nothing in it.
fn test(_: &Stamp) -> Letter {
    letter("", ["", "", ""], "", "")
}

fn letter(
    external_id: &str,
    [decision, status, sub_status]: Words,
    participant: &str,
    account: &str,
) -> Letter {
    Letter {
        event: EVENT,
        external_id: external_id.to_owned(),
        body: json!({
            "externalId": external_id,
            "decision": decision,
            "status": status,
            "subStatus": sub_status,
            "participantId": participant,
            "account": account,
        }),
    }
}
