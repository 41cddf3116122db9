//! Server functions for disclosure: reveals and their alerts.

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Reveals one field of a case in full, for a limited time.
#[server(name = RevealField, prefix = "/admin/api", endpoint = "reveal", input = PostUrl)]
pub async fn reveal_field(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] field: String,
    #[server(default)] reveal_reason: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::{
        admin::{case::PersonalField, disclosure::RevealOutcome},
        audit::{StaffText, TextKind},
    };

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Reveal, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("reveal", [reveal_reason.as_str()]);
    let Ok(reason) = StaffText::parse(TextKind::Reason, &reveal_reason) else {
        let flash = AdminFlash::RevealReason;
        return form.redirect_keeping_input(flash, panel, &typed).await;
    };
    let Some(field) = PersonalField::parse(&field) else {
        let flash = AdminFlash::Changed;
        return form.redirect_keeping_input(flash, panel, &typed).await;
    };
    let admin = services().admin;
    let case = form.command.reference.clone();
    let revealed = admin.reveal(&form.principal, case, field, reason).await;
    match revealed.map_err(log_failure)? {
        RevealOutcome::Until(_) => form.redirect_to_part("answers").await,
        RevealOutcome::Gone => form.redirect_with(AdminFlash::Changed).await,
        RevealOutcome::Spent => {
            let (reviewer, budget) = (form.command.by, admin.reveals_a_day);
            tracing::warn!(%reviewer, budget, "reviewer reached the daily limit for viewing personal data");
            form.redirect_with(AdminFlash::Spent).await
        }
    }
}

/// Dismisses a reveal alert.
#[server(name = DismissAlert, prefix = "/admin/api", endpoint = "put-away", input = PostUrl)]
pub async fn dismiss_alert(#[server(default)] who: String) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::ReviewerId;

    let back = AdminPath::Staff.pattern();
    let Some(principal) = require(Permission::ManageStaff, back).await? else {
        return Ok(());
    };
    let dismissed = match ReviewerId::parse(&who) {
        Some(who) => services().admin.dismiss_alert(&principal, who).await,
        None => Ok(false),
    };
    let flash = match dismissed {
        Ok(true) => AdminFlash::Done(DoneFlash::AlertReviewed),
        Ok(false) => AdminFlash::Changed,
        Err(error) if error.is_conflict() => AdminFlash::Changed,
        Err(error) => return Err(log_failure(error)),
    };
    redirect_with(AdminPath::Staff, flash);
    Ok(())
}
