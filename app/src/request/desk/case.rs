//! What is done about a case, and what is said of it afterwards.

use super::{go, go_and_say, require, services};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{CaseNotice, Notice, Whence},
    },
    request::{PATIENCE, failed},
};
use kyc::{
    desk::{
        Permission, ReviewerId,
        case::{Casework, Hand, Kept, Kind, NotDone, TextFault},
        service::Seat,
    },
    id::Reference,
    service::NotReleased,
};

/// What every form about a case carries.
pub(crate) struct CaseForm {
    case: String,
    seen: String,
    from: String,
}

impl CaseForm {
    /// Which case, the last line of its trail that was seen, and where it was
    /// opened from.
    pub(crate) const fn new(case: String, seen: String, from: String) -> Self {
        Self { case, seen, from }
    }
}

/// A form of somebody who may.
struct Wish {
    seat: Seat,
    hand: Hand,
    whence: Whence,
    work: Casework,
}

/// The form, if whoever sent it may do that; the answer is made otherwise.
async fn wish(permission: Permission, form: CaseForm) -> Result<Option<Wish>, ApiError> {
    let back = DeskPath::Case.at(&form.case);
    let Some(seat) = require(permission, &back).await? else {
        return Ok(None);
    };
    let (Some(reference), Ok(seen)) = (Reference::parse(&form.case), form.seen.parse()) else {
        go_and_say(DeskPath::Home, Notice::Changed);
        return Ok(None);
    };
    Ok(Some(Wish {
        hand: Hand {
            by: seat.reviewer.id,
            reference,
            seen,
        },
        whence: Whence::parse(&form.from),
        work: services().work,
        seat,
    }))
}

impl Wish {
    /// Back to the case, with something to say. What was typed and came to nothing
    /// is kept in the session, and shown where it was typed.
    async fn answers(
        self,
        panel: &str,
        typed: &[&str],
        outcome: Result<CaseNotice, NotDone>,
    ) -> Result<(), ApiError> {
        let services = services();
        let (notice, kept) = match outcome {
            Ok(notice) => (notice, None),
            Err(NotDone::Store(error)) => return Err(failed(&error)),
            Err(NotDone::Unknown) => {
                go_and_say(DeskPath::Home, Notice::Changed);
                return Ok(());
            }
            Err(fault) => {
                let kept = Kept {
                    of: self.hand.reference.clone(),
                    panel: panel.to_owned(),
                    typed: typed.iter().map(|text| (*text).to_owned()).collect(),
                };
                (said(panel, &fault), Some(kept))
            }
        };
        let session = &self.seat.session;
        if kept.is_some() || session.memory.kept.is_some() {
            let done = services.desk.keep(session, kept).await;
            done.map_err(|error| failed(&error))?;
        }
        let address = self.whence.case(&self.hand.reference);
        let joint = if address.contains('?') { '&' } else { '?' };
        let code = Notice::Case(notice).code();
        let since = match notice {
            CaseNotice::Moved => format!("&since={}", self.hand.seen),
            _ => String::new(),
        };
        go(&format!("{address}{joint}notice={code}{since}"));
        Ok(())
    }
}

/// What is said of a deed that was not done.
fn said(panel: &str, fault: &NotDone) -> CaseNotice {
    match (fault, panel) {
        (NotDone::Text(TextFault::Empty), "note") => CaseNotice::NoteEmpty,
        (NotDone::Text(TextFault::TooLong), "note") => CaseNotice::NoteLong,
        (NotDone::Text(TextFault::Empty), "message") => CaseNotice::MessageEmpty,
        (NotDone::Text(TextFault::TooLong), "message") => CaseNotice::MessageLong,
        (NotDone::Text(_), "invite") => CaseNotice::InviteReason,
        (NotDone::Text(_), _) => CaseNotice::ReleaseReason,
        (NotDone::Nobody, _) => CaseNotice::Nobody,
        (NotDone::Id, _) => CaseNotice::Id,
        (NotDone::NotReleased(NotReleased::SomebodyElses), _) => CaseNotice::SomebodyElses,
        (NotDone::NotReleased(_), _) => CaseNotice::NotConfirmed,
        (NotDone::Stands(_), _) => CaseNotice::Stands,
        (NotDone::Moved | NotDone::Unknown | NotDone::Store(_), _) => CaseNotice::Moved,
    }
}

/// Gives a case to somebody, or to nobody.
pub(crate) async fn assign_case(form: CaseForm, assignee: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Assign, form).await? else {
        return Ok(());
    };
    let outcome = match (assignee, ReviewerId::parse(assignee)) {
        ("", _) => wish.work.assign(&wish.hand, None).await,
        (_, Some(id)) => wish.work.assign(&wish.hand, Some(id)).await,
        (_, None) => Err(NotDone::Nobody),
    };
    let outcome = outcome.map(|()| CaseNotice::Assigned);
    wish.answers("assign", &[], outcome).await
}

/// Writes a note.
pub(crate) async fn note_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Note, form).await? else {
        return Ok(());
    };
    let outcome = wish.work.write(&wish.hand, Kind::Note, text).await;
    let outcome = outcome.map(|()| CaseNotice::Noted);
    wish.answers("note", &[text], outcome).await
}

/// Writes to the applicant.
pub(crate) async fn message_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Message, form).await? else {
        return Ok(());
    };
    let outcome = wish.work.write(&wish.hand, Kind::Message, text).await;
    let outcome = outcome.map(|()| CaseNotice::Sent);
    wish.answers("message", &[text], outcome).await
}

/// Has the upstream asked, and gives it a moment to answer.
pub(crate) async fn ask_case(form: CaseForm) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match wish.work.ask(&wish.hand).await {
        Ok(id) => {
            services().courier.dispatch(id, PATIENCE).await;
            Ok(CaseNotice::Asked)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("ask", &[], outcome).await
}

/// Invites the applicant to send documents again.
pub(crate) async fn invite_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = wish.work.invite(&wish.hand, text).await;
    let outcome = outcome.map(|()| CaseNotice::Invited);
    wish.answers("invite", &[text], outcome).await
}

/// Lets a parked case go on, and gives the upstream a moment to answer.
pub(crate) async fn release_case(
    form: CaseForm,
    text: &str,
    external: &str,
) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match wish.work.release(&wish.hand, external, text).await {
        Ok((id, _)) => {
            services().courier.dispatch(id, PATIENCE).await;
            Ok(CaseNotice::Released)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("release", &[text, external], outcome).await
}
