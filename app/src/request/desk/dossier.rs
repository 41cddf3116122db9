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
use kyc::desk::{
    Permission, ReviewerId,
    case::{Datum, Kind, Text},
    dossier::{Answered, Asked, Outcome, Revealed},
};

/// Somebody was faster: what is new is shown.
const MOVED: Notice = Notice::Case(CaseNotice::Moved);

/// Shows a field.
pub(crate) async fn reveal(form: CaseForm, field: &str, reason: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Reveal, form).await? else {
        return Ok(());
    };
    let Ok(why) = Text::parse(Kind::Reason, reason) else {
        return wish.keeps(Notice::RevealReason, "reveal", &[reason]).await;
    };
    let Some(field) = Datum::parse(field) else {
        return wish.keeps(Notice::Changed, "reveal", &[reason]).await;
    };
    let desk = services().desk;
    let case = wish.hand.reference.clone();
    let revealed = desk.reveal(&wish.seat, case, field, why).await;
    match revealed.map_err(|error| failed(&error))? {
        Revealed::Until(_) => wish.shows("answers").await,
        Revealed::Gone => wish.says(Notice::Changed).await,
        Revealed::Spent => {
            let (reviewer, budget) = (wish.hand.by, desk.reveals_a_day);
            tracing::warn!(%reviewer, budget, "a reviewer asked for more personal data than a day's budget");
            wish.says(Notice::Spent).await
        }
    }
}

/// Puts an alert away.
pub(crate) async fn put_away(who: &str) -> Result<(), ApiError> {
    let Some(seat) = require(Permission::ManageStaff, DeskPath::Staff.pattern()).await? else {
        return Ok(());
    };
    let done = match ReviewerId::parse(who) {
        Some(who) => services().desk.put_away(&seat, who).await,
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
    let Ok(why) = Text::parse(Kind::Reason, reason) else {
        return wish.keeps(Notice::OverruleReason, panel, &typed).await;
    };
    let Some(outcome) = Outcome::parse(outcome) else {
        return wish.keeps(Notice::Changed, panel, &typed).await;
    };
    let desk = services().desk;
    let asked = desk.ask_overrule(wish.hand.clone(), outcome, why).await;
    match asked.map_err(|error| failed(&error))? {
        Asked::Waits => wish.shows("overrule").await,
        Asked::Moved => wish.keeps(MOVED, panel, &typed).await,
        Asked::Already | Asked::Nothing => wish.keeps(Notice::Changed, panel, &typed).await,
        // Nobody is left whom it could be about.
        Asked::Gone => wish.says(Notice::Changed).await,
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
    let Ok(why) = Text::parse(Kind::Reason, reason) else {
        return wish.keeps(Notice::AnswerReason, panel, &typed).await;
    };
    let (confirms, number) = match (answer, number.parse()) {
        ("confirm", Ok(number)) => (true, number),
        ("turn-down", Ok(number)) => (false, number),
        _ => return wish.keeps(Notice::Changed, panel, &typed).await,
    };
    let desk = services().desk;
    let answered = desk.answer_overrule(wish.hand.clone(), number, (confirms, why));
    match answered.await.map_err(|error| failed(&error))? {
        Answered::Done => wish.shows("overrule").await,
        Answered::Moved => wish.keeps(MOVED, panel, &typed).await,
        Answered::Own => wish.says(Notice::Own).await,
        Answered::Void => wish.says(Notice::Void).await,
        Answered::Gone => wish.says(Notice::Changed).await,
    }
}
