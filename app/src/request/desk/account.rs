//! One's own account: whatever changes a factor wants one that was shown just
//! now, and leads to the page of the account again.

use super::{go, go_and_say, refused, require_fresh, seated, services};
use crate::{
    api::ApiError,
    desk::{routes::DeskPath, visit::Notice},
    request::failed,
};
use kyc::admin::service::{AdminError, FactorChange};
use zeroize::Zeroizing;

const HERE: DeskPath = DeskPath::Account;

/// What a ticked box sends.
fn ticked(value: &str) -> bool {
    value == "yes"
}

fn said(outcome: Result<FactorChange, AdminError>, wrong: Notice) -> Result<(), ApiError> {
    let notice = match outcome.map_err(|error| failed(&error))? {
        FactorChange::Done => Notice::Done,
        FactorChange::Wrong => wrong,
        FactorChange::Mend(fault) => Notice::Password(fault),
        FactorChange::Last => Notice::Last,
    };
    go_and_say(HERE, notice);
    Ok(())
}

/// Changes the password.
pub(crate) async fn change_password(
    (present, password, again): (Zeroizing<String>, Zeroizing<String>, Zeroizing<String>),
    others: &str,
) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let typed = (present.as_str(), password.as_str(), again.as_str());
    let desk = services().desk;
    said(
        desk.change_password(&principal, typed, ticked(others))
            .await,
        Notice::Present,
    )
}

/// Takes an authenticator app.
pub(crate) async fn set_app(code: &str, others: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    said(
        services()
            .desk
            .set_totp(&principal, code, ticked(others))
            .await,
        Notice::Code,
    )
}

/// Takes one more passkey.
pub(crate) async fn add_passkey(answer: &str, others: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let added = services()
        .desk
        .add_passkey(&principal, answer, ticked(others))
        .await;
    said(added, Notice::Changed)
}

/// Removes a second factor.
pub(crate) async fn remove_factor(which: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let desk = services().desk;
    let removed = match which {
        "app" => desk.remove_totp(&principal).await,
        handle => desk.remove_passkey(&principal, handle).await,
    };
    said(removed, Notice::Changed)
}

/// Makes new recovery codes and shows them.
pub(crate) async fn make_codes() -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let made = services().desk.make_recovery(&principal).await;
    made.map_err(|error| failed(&error))?;
    go(DeskPath::Codes.pattern());
    Ok(())
}

/// Ends one of one's own sessions, or all others.
pub(crate) async fn end_session(which: &str) -> Result<(), ApiError> {
    let Some(principal) = seated()? else {
        return Ok(());
    };
    let desk = services().desk;
    let ended = match which {
        "others" => desk.end_other_sessions(&principal).await.map(|()| true),
        handle => desk.end_own_session(&principal, handle).await,
    };
    let ended = ended.map_err(|error| failed(&error))?;
    go_and_say(HERE, if ended { Notice::Done } else { Notice::Changed });
    Ok(())
}

/// How many seconds are left; `stay` is a sign of life.
pub(crate) async fn stay(stay: bool) -> Result<u64, ApiError> {
    let services = services();
    let Some(principal) = services.arrival.principal() else {
        return Err(refused());
    };
    let left = services.desk.session_remaining(&principal, stay).await;
    let left = left.map_err(|error| failed(&error))?;
    Ok(left.whole_seconds().max(0).cast_unsigned())
}
