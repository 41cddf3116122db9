//! Own account. Every change of a factor needs a recent second factor, and
//! redirects back to the account page.

use super::{principal, redirect, redirect_with, refused, require_fresh, services};
use crate::{
    admin::{
        context::{AdminFlash, DoneFlash},
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::admin::service::{AdminError, FactorChange};
use zeroize::Zeroizing;

const HERE: AdminPath = AdminPath::Account;

/// Whether a checkbox was ticked.
fn ticked(value: &str) -> bool {
    value == "yes"
}

fn redirect_with_outcome(
    outcome: Result<FactorChange, AdminError>,
    done: DoneFlash,
    wrong: AdminFlash,
) -> Result<(), ApiError> {
    let flash = match outcome.map_err(|error| log_failure(&error))? {
        FactorChange::Done => AdminFlash::Done(done),
        FactorChange::Wrong => wrong,
        FactorChange::Mend(fault) => AdminFlash::Password(fault),
        FactorChange::Last => AdminFlash::LastFactor,
    };
    redirect_with(HERE, flash);
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
    let desk = services().admin;
    redirect_with_outcome(
        desk.change_password(&principal, typed, ticked(others))
            .await,
        DoneFlash::PasswordChanged,
        AdminFlash::Present,
    )
}

/// Sets the authenticator app.
pub(crate) async fn set_app(code: &str, others: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    redirect_with_outcome(
        services()
            .admin
            .set_totp(&principal, code, ticked(others))
            .await,
        DoneFlash::AppSet,
        AdminFlash::Code,
    )
}

/// Adds a passkey.
pub(crate) async fn add_passkey(answer: &str, others: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let added = services()
        .admin
        .add_passkey(&principal, answer, ticked(others))
        .await;
    redirect_with_outcome(added, DoneFlash::PasskeyAdded, AdminFlash::Changed)
}

/// Removes a second factor.
pub(crate) async fn remove_factor(which: &str) -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let desk = services().admin;
    let (removed, done) = match which {
        "app" => (desk.remove_totp(&principal).await, DoneFlash::AppRemoved),
        handle => (
            desk.remove_passkey(&principal, handle).await,
            DoneFlash::PasskeyRemoved,
        ),
    };
    redirect_with_outcome(removed, done, AdminFlash::Changed)
}

/// Generates new recovery codes and redirects to them.
pub(crate) async fn make_codes() -> Result<(), ApiError> {
    let Some(principal) = require_fresh(HERE.pattern())? else {
        return Ok(());
    };
    let made = services().admin.make_recovery(&principal).await;
    made.map_err(|error| log_failure(&error))?;
    redirect(AdminPath::Codes.pattern());
    Ok(())
}

/// Ends one of the account's own sessions, or all others.
pub(crate) async fn end_session(which: &str) -> Result<(), ApiError> {
    let Some(principal) = principal()? else {
        return Ok(());
    };
    let desk = services().admin;
    let (ended, done) = match which {
        "others" => (
            desk.end_other_sessions(&principal).await.map(|()| true),
            DoneFlash::OtherSessionsEnded,
        ),
        handle => (
            desk.end_own_session(&principal, handle).await,
            DoneFlash::SessionEnded,
        ),
    };
    let ended = ended.map_err(|error| log_failure(&error))?;
    redirect_with(
        HERE,
        if ended {
            AdminFlash::Done(done)
        } else {
            AdminFlash::Changed
        },
    );
    Ok(())
}

/// Returns the seconds until the session times out. `stay` counts as activity.
pub(crate) async fn stay(stay: bool) -> Result<u64, ApiError> {
    let services = services();
    let Some(principal) = services.auth.principal() else {
        return Err(refused());
    };
    let left = services.admin.session_remaining(&principal, stay).await;
    let left = left.map_err(|error| log_failure(&error))?;
    Ok(left.whole_seconds().max(0).cast_unsigned())
}
