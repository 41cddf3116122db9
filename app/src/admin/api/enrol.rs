//! Server functions of enrolment.

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Sets the first password, and the name if the staff member may choose it.
#[server(name = ChoosePassword, prefix = "/admin/api", endpoint = "choose-password", input = PostUrl)]
pub async fn choose_password(
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::service::NewCredentials;
    use zeroize::Zeroizing;

    let (password, again) = (Zeroizing::new(password), Zeroizing::new(again));
    let Some(reviewer) = enrolling_reviewer() else {
        return Ok(());
    };
    let chosen = NewCredentials {
        name: &name,
        password: &password,
        again: &again,
    };
    let AdminServices { admin, auth, .. } = services();
    let outcome = admin.choose_password(&auth.session, &reviewer, chosen);
    continue_enrolment(outcome.await)
}

/// Verifies the first code of an authenticator app.
#[server(name = EnrolCode, prefix = "/admin/api", endpoint = "enrol-code", input = PostUrl)]
pub async fn enrol_code(#[server(default)] code: String) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(reviewer) = enrolling_reviewer() else {
        return Ok(());
    };
    let AdminServices {
        admin, auth, ip, ..
    } = services();
    let outcome = admin.enrol_totp(&auth.session, &reviewer, &code, ip).await;
    continue_enrolment(outcome)
}

/// Registers a passkey from the browser's WebAuthn response.
#[server(name = EnrolPasskey, prefix = "/admin/api", endpoint = "enrol-passkey", input = PostUrl)]
pub async fn enrol_passkey(
    #[server(default)] answer: String,
    #[server(default)] passkey_name: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(reviewer) = enrolling_reviewer() else {
        return Ok(());
    };
    let AdminServices {
        admin, auth, ip, ..
    } = services();
    let answer = (answer.as_str(), passkey_name.as_str());
    let outcome = admin.enrol_passkey(&auth.session, &reviewer, answer, ip);
    continue_enrolment(outcome.await)
}

/// Confirms that the recovery codes are noted.
#[server(name = CodesNoted, prefix = "/admin/api", endpoint = "codes-noted", input = PostUrl)]
pub async fn codes_noted() -> Result<(), ApiError> {
    use crate::admin::server::*;

    let Some(principal) = principal()? else {
        return Ok(());
    };
    let admin = services().admin;
    let noted = admin.acknowledge_recovery_codes(&principal.session).await;
    noted.map_err(log_failure)?;
    redirect(AdminPath::Home.pattern());
    Ok(())
}
