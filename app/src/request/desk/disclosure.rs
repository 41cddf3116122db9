//! Showing fields in full, and overruling by two.

use super::{
    go_and_say, require, services,
    wish::{CaseForm, wish},
};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{CaseNotice, Notice},
    },
    request::failed,
};
use kyc::admin::{
    Permission, ReviewerId,
    case::PersonalField,
    disclosure::{OverruleOutcome, ReplyOutcome, RequestOutcome, RevealOutcome},
};
use kyc::audit::{StaffText, TextKind};

/// Somebody was faster: what is new is shown.
const MOVED: Notice = Notice::Case(CaseNotice::Moved);

/// Shows a field.
pub(crate) async fn reveal(form: CaseForm, field: &str, reason: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Reveal, form).await? else {
        return Ok(());
    };
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish.keeps(Notice::RevealReason, "reveal", &[reason]).await;
    };
    let Some(field) = PersonalField::parse(field) else {
        return wish.keeps(Notice::Changed, "reveal", &[reason]).await;
    };
    let desk = services().desk;
    let case = wish.command.reference.clone();
    let revealed = desk.reveal(&wish.principal, case, field, why).await;
    match revealed.map_err(|error| failed(&error))? {
        RevealOutcome::Until(_) => wish.shows("answers").await,
        RevealOutcome::Gone => wish.says(Notice::Changed).await,
        RevealOutcome::Spent => {
            let (reviewer, budget) = (wish.command.by, desk.reveals_a_day);
            tracing::warn!(%reviewer, budget, "a reviewer asked for more personal data than a day's budget");
            wish.says(Notice::Spent).await
        }
    }
}

/// Puts an alert away.
pub(crate) async fn put_away(who: &str) -> Result<(), ApiError> {
    let Some(principal) = require(Permission::ManageStaff, DeskPath::Staff.pattern()).await? else {
        return Ok(());
    };
    let done = match ReviewerId::parse(who) {
        Some(who) => services().desk.dismiss_alert(&principal, who).await,
        None => Ok(false),
    };
    let done = match done {
        Ok(done) => done,
        Err(error) if error.is_conflict() => false,
        Err(error) => return Err(failed(&error)),
    };
    go_and_say(
        DeskPath::Staff,
        if done { Notice::Done } else { Notice::Changed },
    );
    Ok(())
}

/// Asks to overrule.
pub(crate) async fn ask_overrule(
    form: CaseForm,
    outcome: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::RequestOverrule, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("overrule", [reason]);
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish.keeps(Notice::OverruleReason, panel, &typed).await;
    };
    let Some(outcome) = OverruleOutcome::parse(outcome) else {
        return wish.keeps(Notice::Changed, panel, &typed).await;
    };
    let desk = services().desk;
    let asked = desk
        .request_overrule(wish.command.clone(), outcome, why)
        .await;
    match asked.map_err(|error| failed(&error))? {
        RequestOutcome::Waits => wish.shows("overrule").await,
        RequestOutcome::Moved => wish.keeps(MOVED, panel, &typed).await,
        RequestOutcome::Already | RequestOutcome::Nothing => {
            wish.keeps(Notice::Changed, panel, &typed).await
        }
        // Nobody is left whom it could be about.
        RequestOutcome::Gone => wish.says(Notice::Changed).await,
    }
}

/// Answers such a request.
pub(crate) async fn answer_overrule(
    form: CaseForm,
    number: &str,
    answer: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::ConfirmOverrule, form).await? else {
        return Ok(());
    };
    let (panel, typed) = ("answer", [reason]);
    let Ok(why) = StaffText::parse(TextKind::Reason, reason) else {
        return wish.keeps(Notice::AnswerReason, panel, &typed).await;
    };
    let (confirms, number) = match (answer, number.parse()) {
        ("confirm", Ok(number)) => (true, number),
        ("turn-down", Ok(number)) => (false, number),
        _ => return wish.keeps(Notice::Changed, panel, &typed).await,
    };
    let desk = services().desk;
    let answered = desk.reply_to_overrule(wish.command.clone(), number, (confirms, why));
    match answered.await.map_err(|error| failed(&error))? {
        ReplyOutcome::Done => wish.shows("overrule").await,
        ReplyOutcome::Moved => wish.keeps(MOVED, panel, &typed).await,
        ReplyOutcome::Own => wish.says(Notice::Own).await,
        ReplyOutcome::Void => wish.says(Notice::Void).await,
        ReplyOutcome::Gone => wish.says(Notice::Changed).await,
    }
}
