//! Showing fields in full, and overruling by two.

use super::{go, go_and_say, require, services};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{Notice, Whence},
    },
    request::failed,
};
use kyc::{
    desk::{
        Permission, ReviewerId,
        case::Datum,
        dossier::{Answered, Asked, Outcome, Reason, Revealed},
    },
    id::Reference,
};

/// A case, and where it was opened from.
struct Here {
    case: Reference,
    address: String,
}

impl Here {
    /// What a form named; to the list where that is no case.
    fn read(case: &str, whence: &str) -> Option<Self> {
        let Some(case) = Reference::parse(case) else {
            go_and_say(DeskPath::Home, Notice::Changed);
            return None;
        };
        let address = Whence::parse(whence).case(&case);
        Some(Self { case, address })
    }

    /// The page of the case, with something to say.
    fn say(&self, notice: Notice) {
        let mark = if self.address.contains('?') { '&' } else { '?' };
        go(&format!("{}{mark}notice={}", self.address, notice.code()));
    }

    /// Its part that shows what was just done.
    fn show(&self, part: &str) {
        go(&format!("{}#{part}", self.address));
    }
}

/// Whoever may do that about a case, and the case.
async fn may(
    permission: Permission,
    case: &str,
    whence: &str,
) -> Result<Option<(kyc::desk::service::Seat, Here)>, ApiError> {
    let back = match Reference::parse(case) {
        Some(case) => DeskPath::Case.at(case.as_str()),
        None => DeskPath::Home.at(""),
    };
    let Some(seat) = require(permission, &back).await? else {
        return Ok(None);
    };
    Ok(Here::read(case, whence).map(|here| (seat, here)))
}

/// Shows a field.
pub(crate) async fn reveal(
    (case, whence): (&str, &str),
    field: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some((seat, here)) = may(Permission::Reveal, case, whence).await? else {
        return Ok(());
    };
    let Some(reason) = Reason::read(reason) else {
        here.say(Notice::RevealReason);
        return Ok(());
    };
    let Some(field) = Datum::parse(field) else {
        here.say(Notice::Changed);
        return Ok(());
    };
    let desk = services().desk;
    let revealed = desk.reveal(&seat, here.case.clone(), field, reason).await;
    match revealed.map_err(|error| failed(&error))? {
        Revealed::Until(_) => here.show("answers"),
        Revealed::Gone => here.say(Notice::Changed),
        Revealed::Spent => {
            let (reviewer, budget) = (seat.reviewer.id, desk.reveals_a_day);
            tracing::warn!(%reviewer, budget, "a reviewer asked for more personal data than a day's budget");
            here.say(Notice::Spent);
        }
    }
    Ok(())
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
    (case, whence, version): (&str, &str, i64),
    outcome: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some((seat, here)) = may(Permission::RequestOverrule, case, whence).await? else {
        return Ok(());
    };
    let Some(reason) = Reason::read(reason) else {
        here.say(Notice::OverruleReason);
        return Ok(());
    };
    let Some(outcome) = Outcome::parse(outcome) else {
        here.say(Notice::Changed);
        return Ok(());
    };
    let seen = (here.case.clone(), version);
    let desk = services().desk;
    let asked = desk.ask_overrule(&seat, seen, outcome, reason);
    match asked.await.map_err(|error| failed(&error))? {
        Asked::Waits => here.show("overrule"),
        Asked::Already | Asked::Nothing | Asked::Changed => here.say(Notice::Changed),
    }
    Ok(())
}

/// Answers such a request.
pub(crate) async fn answer_overrule(
    (case, whence, version): (&str, &str, i64),
    number: u32,
    answer: &str,
    reason: &str,
) -> Result<(), ApiError> {
    let Some((seat, here)) = may(Permission::ConfirmOverrule, case, whence).await? else {
        return Ok(());
    };
    let confirms = match answer {
        "confirm" => true,
        "turn-down" => false,
        _ => {
            here.say(Notice::Changed);
            return Ok(());
        }
    };
    let Some(reason) = Reason::read(reason) else {
        here.say(Notice::AnswerReason);
        return Ok(());
    };
    let seen = (here.case.clone(), version);
    let desk = services().desk;
    let answered = desk.answer_overrule(&seat, seen, number, (confirms, reason));
    match answered.await.map_err(|error| failed(&error))? {
        Answered::Done => here.show("overrule"),
        Answered::Own => here.say(Notice::Own),
        Answered::Void => here.say(Notice::Void),
        Answered::Changed => here.say(Notice::Changed),
    }
    Ok(())
}
