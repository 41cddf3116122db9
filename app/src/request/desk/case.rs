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
    admin::{Permission, ReviewerId, case::CaseError},
    audit::{TextError, TextKind},
    service::ReleaseError,
};

impl Wish {
    /// Back to the case, with what came of it.
    async fn answers(
        self,
        panel: &str,
        typed: &[&str],
        outcome: Result<CaseNotice, CaseError>,
    ) -> Result<(), ApiError> {
        match outcome {
            Ok(notice) => self.says(Notice::Case(notice)).await,
            Err(CaseError::Store(error)) => Err(failed(&error)),
            Err(CaseError::Unknown) => {
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
fn said(panel: &str, fault: &CaseError) -> CaseNotice {
    match (fault, panel) {
        (CaseError::Text(TextError::TooLong), "note") => CaseNotice::NoteLong,
        (CaseError::Text(_), "note") => CaseNotice::NoteEmpty,
        (CaseError::Text(TextError::TooLong), "message") => CaseNotice::MessageLong,
        (CaseError::Text(_), "message") => CaseNotice::MessageEmpty,
        (CaseError::Text(_), "invite") => CaseNotice::InviteReason,
        (CaseError::Text(_), _) => CaseNotice::ReleaseReason,
        (CaseError::NotAssignable, _) => CaseNotice::Nobody,
        (CaseError::Id, _) => CaseNotice::Id,
        (CaseError::NotReleased(ReleaseError::IdTaken), _) => CaseNotice::SomebodyElses,
        (CaseError::NotReleased(_), _) => CaseNotice::NotConfirmed,
        (CaseError::WrongState(_), _) => CaseNotice::Stands,
        (CaseError::Conflict | CaseError::Unknown | CaseError::Store(_), _) => CaseNotice::Moved,
    }
}

/// Gives a case to somebody, or to nobody.
pub(crate) async fn assign_case(form: CaseForm, assignee: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Assign, form).await? else {
        return Ok(());
    };
    let outcome = match (assignee, ReviewerId::parse(assignee)) {
        ("", _) => services().work.assign(&wish.command, None).await,
        (_, Some(id)) => services().work.assign(&wish.command, Some(id)).await,
        (_, None) => Err(CaseError::NotAssignable),
    };
    let outcome = outcome.map(|()| CaseNotice::Assigned);
    wish.answers("assign", &[], outcome).await
}

/// Writes a note.
pub(crate) async fn note_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Note, form).await? else {
        return Ok(());
    };
    let outcome = services()
        .work
        .write(&wish.command, TextKind::Note, text)
        .await;
    let outcome = outcome.map(|()| CaseNotice::Noted);
    wish.answers("note", &[text], outcome).await
}

/// Writes to the applicant.
pub(crate) async fn message_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Message, form).await? else {
        return Ok(());
    };
    let outcome = services()
        .work
        .write(&wish.command, TextKind::Message, text)
        .await;
    let outcome = outcome.map(|()| CaseNotice::Sent);
    wish.answers("message", &[text], outcome).await
}

/// Has the upstream asked, and gives it a moment to answer.
pub(crate) async fn ask_case(form: CaseForm) -> Result<(), ApiError> {
    let Some(wish) = wish(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match services().work.poll_now(&wish.command).await {
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
    let outcome = services().work.request_documents(&wish.command, text).await;
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
    let outcome = match services().work.release(&wish.command, external, text).await {
        Ok((id, _)) => {
            services().courier.dispatch(id, PATIENCE).await;
            Ok(CaseNotice::Released)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("release", &[text, external], outcome).await
}
