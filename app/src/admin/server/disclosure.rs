//! Reveals of personal fields, and overrule requests confirmed by a second
//! reviewer.

use super::{
    case_form::{CaseForm, authorize},
    redirect_with, require, services,
};
use crate::{
    admin::{
        context::{AdminFlash, CaseFlash, DoneFlash},
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::admin::{
    Permission, ReviewerId,
    case::PersonalField,
    disclosure::{OverruleOutcome, ReplyOutcome, RequestOutcome, RevealOutcome},
};
use kyc::audit::{StaffText, TextKind};

/// Conflict: another staff member was first. The page shows what is new.
const MOVED: AdminFlash = AdminFlash::Case(CaseFlash::Moved);

/// Reveals a field.
pub(crate) async fn reveal(form: CaseForm, field: &str, reason: &str) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Reveal, form).await? else {
        return Ok(());
    };
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish
            .redirect_keeping_input(AdminFlash::RevealReason, "reveal", &[reason])
            .await;
    };
    let Some(field) = PersonalField::parse(field) else {
        return wish
            .redirect_keeping_input(AdminFlash::Changed, "reveal", &[reason])
            .await;
    };
    let desk = services().admin;
    let case = wish.command.reference.clone();
    let revealed = desk.reveal(&wish.principal, case, field, why).await;
    match revealed.map_err(|error| log_failure(&error))? {
        RevealOutcome::Until(_) => wish.redirect_to_part("answers").await,
        RevealOutcome::Gone => wish.redirect_with(AdminFlash::Changed).await,
        RevealOutcome::Spent => {
            let (reviewer, budget) = (wish.command.by, desk.reveals_a_day);
            tracing::warn!(%reviewer, budget, "reviewer reached the daily limit for viewing personal data");
            wish.redirect_with(AdminFlash::Spent).await
        }
    }
}

/// Dismisses a reveal alert.
pub(crate) async fn put_away(who: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, AdminPath::Staff.pattern()).await?
    else {
        return Ok(());
    };
    let done = match ReviewerId::parse(who) {
        Some(who) => services().admin.dismiss_alert(&principal, who).await,
        None => Ok(false),
    };
    let done = match done {
        Ok(done) => done,
        Err(error) if error.is_conflict() => false,
        Err(error) => return Err(log_failure(&error)),
    };
    redirect_with(
        AdminPath::Staff,
        if done {
            AdminFlash::Done(DoneFlash::AlertReviewed)
        } else {
            AdminFlash::Changed
        },
    );
    Ok(())
}

/// Requests an overrule.
pub(crate) async fn ask_overrule(
    form: CaseForm,
    outcome: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::RequestOverrule, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("overrule", [reason]);
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish
            .redirect_keeping_input(AdminFlash::OverruleReason, panel, &typed)
            .await;
    };
    let Some(outcome) = OverruleOutcome::parse(outcome) else {
        return wish
            .redirect_keeping_input(AdminFlash::Changed, panel, &typed)
            .await;
    };
    let desk = services().admin;
    let asked = desk
        .request_overrule(wish.command.clone(), outcome, why)
        .await;
    match asked.map_err(|error| log_failure(&error))? {
        RequestOutcome::Waits => wish.redirect_to_part("overrule").await,
        RequestOutcome::Moved => wish.redirect_keeping_input(MOVED, panel, &typed).await,
        RequestOutcome::Already | RequestOutcome::Nothing => {
            wish.redirect_keeping_input(AdminFlash::Changed, panel, &typed)
                .await
        }
        // The application was erased, so its typed reason is not kept.
        RequestOutcome::Gone => wish.redirect_with(AdminFlash::Changed).await,
    }
}

/// Answers an overrule request.
pub(crate) async fn answer_overrule(
    form: CaseForm,
    number: &str,
    answer: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::ConfirmOverrule, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("answer", [reason]);
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish
            .redirect_keeping_input(AdminFlash::AnswerReason, panel, &typed)
            .await;
    };
    let (confirms, number) = match (answer, number.parse()) {
        ("confirm", Ok(number)) => (true, number),
        ("turn-down", Ok(number)) => (false, number),
        _ => {
            return wish
                .redirect_keeping_input(AdminFlash::Changed, panel, &typed)
                .await;
        }
    };
    let desk = services().admin;
    let answered = desk.reply_to_overrule(wish.command.clone(), number, (confirms, why));
    match answered.await.map_err(|error| log_failure(&error))? {
        ReplyOutcome::Done => wish.redirect_to_part("overrule").await,
        ReplyOutcome::Moved => wish.redirect_keeping_input(MOVED, panel, &typed).await,
        ReplyOutcome::Own => wish.redirect_with(AdminFlash::Own).await,
        ReplyOutcome::Void => wish.redirect_with(AdminFlash::Void).await,
        ReplyOutcome::Gone => wish.redirect_with(AdminFlash::Changed).await,
    }
}
