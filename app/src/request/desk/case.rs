//! What is done about a case, and what is said of it afterwards.

use super::{
    go_and_say, services,
    wish::{CaseForm, Wish, wish},
};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{CaseNotice, Notice},
    },
    request::{PATIENCE, failed},
};
use kyc::{
    desk::{
        Permission, ReviewerId,
        case::{Kind, NotDone, TextFault},
    },
    service::ReleaseError,
};

impl Wish {
    /// Back to the case, with what came of it.
    async fn answers(
        self,
        panel: &str,
        typed: &[&str],
        outcome: Result<CaseNotice, NotDone>,
    ) -> Result<(), ApiError> {
        match outcome {
            Ok(notice) => self.says(Notice::Case(notice)).await,
            Err(NotDone::Store(error)) => Err(failed(&error)),
            Err(NotDone::Unknown) => {
                go_and_say(DeskPath::Home, Notice::Changed);
                Ok(())
            }
            Err(fault) => {
                let notice = Notice::Case(said(panel, &fault));
                self.keeps(notice, panel, typed).await
            }
        }
    }
}

/// What is said of a deed that was not done.
fn said(panel: &str, fault: &NotDone) -> CaseNotice {
    match (fault, panel) {
        (NotDone::Text(TextFault::TooLong), "note") => CaseNotice::NoteLong,
        (NotDone::Text(_), "note") => CaseNotice::NoteEmpty,
        (NotDone::Text(TextFault::TooLong), "message") => CaseNotice::MessageLong,
        (NotDone::Text(_), "message") => CaseNotice::MessageEmpty,
        (NotDone::Text(_), "invite") => CaseNotice::InviteReason,
        (NotDone::Text(_), _) => CaseNotice::ReleaseReason,
        (NotDone::Nobody, _) => CaseNotice::Nobody,
        (NotDone::Id, _) => CaseNotice::Id,
        (NotDone::NotReleased(ReleaseError::IdTaken), _) => CaseNotice::SomebodyElses,
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
        ("", _) => services().work.assign(&wish.hand, None).await,
        (_, Some(id)) => services().work.assign(&wish.hand, Some(id)).await,
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
    let outcome = services().work.write(&wish.hand, Kind::Note, text).await;
    let outcome = outcome.map(|()| CaseNotice::Noted);
    wish.answers("note", &[text], outcome).await
}

/// Writes to the applicant.
pub(crate) async fn message_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Message, form).await? else {
        return Ok(());
    };
    let outcome = services().work.write(&wish.hand, Kind::Message, text).await;
    let outcome = outcome.map(|()| CaseNotice::Sent);
    wish.answers("message", &[text], outcome).await
}

/// Has the upstream asked, and gives it a moment to answer.
pub(crate) async fn ask_case(form: CaseForm) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match services().work.ask(&wish.hand).await {
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
    let outcome = services().work.invite(&wish.hand, text).await;
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
    let outcome = match services().work.release(&wish.hand, external, text).await {
        Ok((id, _)) => {
            services().courier.dispatch(id, PATIENCE).await;
            Ok(CaseNotice::Released)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("release", &[text, external], outcome).await
}
