//! Server functions for disclosure: reveals and override requests.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

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
    use crate::admin::{
        context::AdminFlash,
        server::{CaseForm, authorize, log_failure, services},
    };
    use kyc::{
        admin::{Permission, case::PersonalField, disclosure::RevealOutcome},
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
    use crate::admin::{
        context::{AdminFlash, DoneFlash},
        routes::AdminPath,
        server::{log_failure, redirect_with, require, services},
    };
    use kyc::admin::{Permission, ReviewerId};

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

/// Requests an override of the provider's decision.
#[server(name = RequestOverride, prefix = "/admin/api", endpoint = "ask-overrule", input = PostUrl)]
pub async fn request_override(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] outcome: String,
    #[server(default)] override_reason: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::{AdminFlash, CaseFlash},
        server::{CaseForm, authorize, log_failure, services},
    };
    use kyc::{
        admin::{
            Permission,
            disclosure::{OverrideOutcome, RequestOutcome},
        },
        audit::{StaffText, TextKind},
    };

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::RequestOverride, form).await? else {
        return Ok(());
    };
    // Open sessions store the panel's old word.
    let (panel, typed) = ("overrule", [override_reason.as_str()]);
    let Ok(reason) = StaffText::parse(TextKind::Reason, &override_reason) else {
        let flash = AdminFlash::OverrideReason;
        return form.redirect_keeping_input(flash, panel, &typed).await;
    };
    let Some(outcome) = OverrideOutcome::parse(&outcome) else {
        let flash = AdminFlash::Changed;
        return form.redirect_keeping_input(flash, panel, &typed).await;
    };
    let admin = services().admin;
    let requested = admin.request_override(form.command.clone(), outcome, reason);
    let flash = match requested.await.map_err(log_failure)? {
        RequestOutcome::Pending => return form.redirect_to_part("override").await,
        // The application was erased, so its typed reason is not kept.
        RequestOutcome::NotFound => return form.redirect_with(AdminFlash::Changed).await,
        RequestOutcome::Conflict => AdminFlash::Case(CaseFlash::Conflict),
        RequestOutcome::AlreadyOpen | RequestOutcome::NothingToOverride => AdminFlash::Changed,
    };
    form.redirect_keeping_input(flash, panel, &typed).await
}

/// Confirms or rejects an override request, by the pressed button.
#[server(name = ReplyToOverride, prefix = "/admin/api", endpoint = "answer-overrule", input = PostUrl)]
pub async fn reply_to_override(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] number: String,
    #[server(default)] answer: String,
    #[server(default)] answer_reason: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::{AdminFlash, CaseFlash},
        server::{CaseForm, authorize, log_failure, services},
    };
    use kyc::{
        admin::{Permission, disclosure::ReplyOutcome},
        audit::{StaffText, TextKind},
    };

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::ConfirmOverride, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("answer", [answer_reason.as_str()]);
    let Ok(reason) = StaffText::parse(TextKind::Reason, &answer_reason) else {
        let flash = AdminFlash::AnswerReason;
        return form.redirect_keeping_input(flash, panel, &typed).await;
    };
    let (confirms, number) = match (answer.as_str(), number.parse()) {
        ("confirm", Ok(number)) => (true, number),
        ("turn-down", Ok(number)) => (false, number),
        _ => {
            let flash = AdminFlash::Changed;
            return form.redirect_keeping_input(flash, panel, &typed).await;
        }
    };
    let admin = services().admin;
    let replied = admin.reply_to_override(form.command.clone(), number, (confirms, reason));
    match replied.await.map_err(log_failure)? {
        ReplyOutcome::Done => form.redirect_to_part("override").await,
        ReplyOutcome::Conflict => {
            let flash = AdminFlash::Case(CaseFlash::Conflict);
            form.redirect_keeping_input(flash, panel, &typed).await
        }
        ReplyOutcome::Denied(denied) => form.redirect_with(AdminFlash::from(denied)).await,
        ReplyOutcome::Void => form.redirect_with(AdminFlash::Void).await,
        ReplyOutcome::NotFound => form.redirect_with(AdminFlash::Changed).await,
    }
}
