//! Server functions for override requests.

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Requests an override of the provider's decision.
#[server(name = RequestOverride, prefix = "/admin/api", endpoint = "ask-overrule", input = PostUrl)]
pub async fn request_override(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] outcome: String,
    #[server(default)] override_reason: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::{
        admin::overrides::{OverrideOutcome, OverrideRequest, RequestOutcome},
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
    let ask = OverrideRequest {
        command: form.command.clone(),
        outcome,
        reason,
    };
    let admin = services().admin;
    let requested = admin
        .sensitive_data
        .request_override(ask, admin.clock.now());
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
    use crate::admin::server::*;
    use kyc::{
        admin::overrides::{OverrideReply, ReplyOutcome},
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
    let reply = OverrideReply {
        command: form.command.clone(),
        number,
        confirms,
        reason,
    };
    let admin = services().admin;
    let replied = admin
        .sensitive_data
        .reply_to_override(reply, admin.clock.now());
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
