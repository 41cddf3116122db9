//! Server functions for signing in and out.

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Verifies name and password.
#[server(name = SignIn, prefix = "/admin/api", endpoint = "sign-in", input = PostUrl)]
pub async fn sign_in(
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{
        service::{PrimaryFactor, PrimaryOutcome},
        session::AuthStage,
    };
    use zeroize::Zeroizing;

    let password = Zeroizing::new(password);
    let services = services();
    let session = &services.auth.session;
    if matches!(session.stage, AuthStage::SignedIn(_)) {
        redirect(local(&to));
        return Ok(());
    }
    let proof = PrimaryFactor::Password {
        name: &name,
        password: &password,
    };
    let again = |flash: AdminFlash| redirect(&returning(&flash.at(AdminPath::SignIn), &to));
    let outcome = services
        .admin
        .verify_primary(session, proof, services.ip)
        .await;
    match outcome.map_err(fail)? {
        PrimaryOutcome::AwaitingSecondFactor(secret) => {
            set_session_cookie(&secret);
            redirect(&returning(AdminPath::Second.pattern(), &to));
        }
        PrimaryOutcome::Wrong => {
            if let Some(secret) = &services.auth.secret {
                set_session_cookie(secret);
            }
            again(AdminFlash::Wrong);
        }
        PrimaryOutcome::Wait(wait) => again(wait_flash(wait)),
    }
    Ok(())
}

/// Verifies a code of an authenticator app, at sign-in or for reauthentication.
#[server(name = ShowCode, prefix = "/admin/api", endpoint = "code", input = PostUrl)]
pub async fn show_code(
    #[server(default)] code: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::submit_second_factor;
    use kyc::admin::service::SecondFactor;

    submit_second_factor(SecondFactor::Code(&code), &to).await
}

/// Verifies a recovery code, at sign-in or for reauthentication.
#[server(name = ShowRecovery, prefix = "/admin/api", endpoint = "recovery", input = PostUrl)]
pub async fn show_recovery(
    #[server(default)] recovery: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::submit_second_factor;
    use kyc::admin::service::SecondFactor;

    submit_second_factor(SecondFactor::Recovery(&recovery), &to).await
}

/// Verifies a passkey assertion, at sign-in or for reauthentication.
#[server(name = ShowPasskey, prefix = "/admin/api", endpoint = "passkey", input = PostUrl)]
pub async fn show_passkey(
    #[server(default)] answer: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::submit_second_factor;
    use kyc::admin::service::SecondFactor;

    submit_second_factor(SecondFactor::Passkey(&answer), &to).await
}

/// Signs in with a passkey alone.
#[server(name = SignInWithPasskey, prefix = "/admin/api", endpoint = "sign-in-passkey", input = PostUrl)]
pub async fn sign_in_with_passkey(
    #[server(default)] answer: String,
    #[server(default)] challenge: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{service::SecondFactorOutcome, session::AuthStage};

    let services = services();
    let session = &services.auth.session;
    if matches!(session.stage, AuthStage::SignedIn(_)) {
        redirect(local(&to));
        return Ok(());
    }
    let outcome = services
        .admin
        .sign_in_with_passkey(
            session,
            services.challenges.open(&challenge),
            &answer,
            services.ip,
        )
        .await;
    let flash = match outcome.map_err(fail)? {
        SecondFactorOutcome::SignedIn(secret) => {
            set_session_cookie(&secret);
            redirect(local(&to));
            return Ok(());
        }
        SecondFactorOutcome::Wait(wait) => wait_flash(wait),
        SecondFactorOutcome::Wrong | SecondFactorOutcome::Locked | SecondFactorOutcome::Over => {
            AdminFlash::Passkey
        }
    };
    redirect(&returning(&flash.at(AdminPath::SignIn), &to));
    Ok(())
}

/// Ends the session, and makes the browser delete its cookie and its cache. The timeout script
/// posts `idle` as the reason, and the page to open after the next sign-in.
#[server(name = SignOut, prefix = "/admin/api", endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out(
    #[server(default)] reason: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let services = services();
    let ended = services.admin.sign_out(&services.auth.session).await;
    ended.map_err(log_failure)?;
    clear_browser_session();
    let flash = if reason == "idle" {
        AdminFlash::Ended
    } else {
        AdminFlash::SignedOut
    };
    redirect(&returning(&flash.at(AdminPath::SignIn), &to));
    Ok(())
}

/// Changes the language and redirects back to the same page.
#[server(name = AdminLanguage, prefix = "/admin/api", endpoint = "language", input = PostUrl)]
pub async fn admin_language(
    #[server(default)] lang: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::lang::Lang;

    if let Some(lang) = Lang::from_tag(&lang) {
        let services = services();
        let session = &services.auth.session;
        if session.is_stored {
            let stored = services.admin.set_language(session, lang).await;
            stored.map_err(log_failure)?;
        }
        // The language outlives the session.
        set_language_cookie(lang);
    }
    redirect(local(&to));
    Ok(())
}
