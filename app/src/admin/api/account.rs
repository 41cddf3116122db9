//! Server functions of a staff member's own account.

use crate::api::{ApiError, LineCodec};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Changes the password.
#[server(name = ChangePassword, prefix = "/admin/api", endpoint = "change-password", input = PostUrl)]
pub async fn change_password(
    #[server(default)] present: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use zeroize::Zeroizing;

    let (present, password, again) = (
        Zeroizing::new(present),
        Zeroizing::new(password),
        Zeroizing::new(again),
    );
    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let typed = (present.as_str(), password.as_str(), again.as_str());
    let services = services();
    let admin = &services.admin;
    let changed = admin.change_password(&principal, typed, others == "yes", services.ip);
    redirect_to_account(
        changed.await,
        DoneFlash::PasswordChanged,
        AdminFlash::Present,
    )
}

/// Sets up an authenticator app, confirmed by its first code.
#[server(name = SetApp, prefix = "/admin/api", endpoint = "set-app", input = PostUrl)]
pub async fn set_app(
    #[server(default)] code: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let admin = services().admin;
    let set = admin.set_totp(&principal, &code, others == "yes").await;
    redirect_to_account(set, DoneFlash::AppSet, AdminFlash::Code)
}

/// Adds a passkey.
#[server(name = AddPasskey, prefix = "/admin/api", endpoint = "add-passkey", input = PostUrl)]
pub async fn add_passkey(
    #[server(default)] answer: String,
    #[server(default)] passkey_name: String,
    #[server(default)] others: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let admin = services().admin;
    let added = admin
        .add_passkey(&principal, (&answer, &passkey_name), others == "yes")
        .await;
    redirect_to_account(added, DoneFlash::PasskeyAdded, AdminFlash::Changed)
}

/// Renames a passkey, by its page handle.
#[server(name = NamePasskey, prefix = "/admin/api", endpoint = "name-passkey", input = PostUrl)]
pub async fn name_passkey(
    #[server(default)] which: String,
    #[server(default)] name: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let admin = services().admin;
    let named = admin.name_passkey(&principal, &which, &name).await;
    redirect_to_account(named, DoneFlash::PasskeyNamed, AdminFlash::Changed)
}

/// Removes a second factor: the authenticator app, or a passkey by its page handle.
#[server(name = RemoveFactor, prefix = "/admin/api", endpoint = "remove-factor", input = PostUrl)]
pub async fn remove_factor(#[server(default)] which: String) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let admin = services().admin;
    let (removed, done) = match which.as_str() {
        "app" => (admin.remove_totp(&principal).await, DoneFlash::AppRemoved),
        handle => (
            admin.remove_passkey(&principal, handle).await,
            DoneFlash::PasskeyRemoved,
        ),
    };
    redirect_to_account(removed, done, AdminFlash::Changed)
}

/// Generates new recovery codes.
#[server(name = MakeCodes, prefix = "/admin/api", endpoint = "make-codes", input = PostUrl)]
pub async fn make_codes() -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = require_fresh(AdminPath::Account.pattern())? else {
        return Ok(());
    };
    let made = services().admin.make_recovery(&principal).await;
    made.map_err(log_failure)?;
    redirect(AdminPath::Codes.pattern());
    Ok(())
}

/// Ends one of the account's own sessions, or all others.
#[server(name = EndSession, prefix = "/admin/api", endpoint = "end-session", input = PostUrl)]
pub async fn end_session(#[server(default)] which: String) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = principal()? else {
        return Ok(());
    };
    let admin = services().admin;
    let (ended, done) = match which.as_str() {
        "others" => (
            admin.end_other_sessions(&principal).await.map(|()| true),
            DoneFlash::OtherSessionsEnded,
        ),
        handle => (
            admin.end_own_session(&principal, handle).await,
            DoneFlash::SessionEnded,
        ),
    };
    let flash = if ended.map_err(log_failure)? {
        AdminFlash::Done(done)
    } else {
        AdminFlash::Changed
    };
    redirect_with(AdminPath::Account, flash);
    Ok(())
}

/// Returns the seconds until the session times out, rounded up. With `stay` the call counts as
/// activity and restarts the timeout.
///
/// # Errors
/// [`ApiError::Stop`] when the session has ended, [`ApiError::Later`] on internal
/// errors.
#[server(name = AdminStay, prefix = "/admin/api", endpoint = "stay", input = PostUrl, output = Post<LineCodec>)]
pub async fn admin_stay(stay: u8) -> Result<u64, ApiError> {
    use crate::{admin::server::*, components::session_timeout::seconds_up};

    let services = services();
    let principal = services.auth.principal().ok_or_else(refused)?;
    let left = services.admin.session_remaining(&principal, stay > 0).await;
    Ok(seconds_up(left.map_err(log_failure)?))
}
