//! Commands on a case, and the flash messages that follow.

use super::{
    case_form::{AuthorizedForm, CaseForm, authorize},
    redirect_with, services,
};
use crate::{
    admin::{
        context::{AdminFlash, CaseFlash},
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::{
    admin::{Permission, ReviewerId, case::CaseError},
    audit::{TextError, TextKind},
    service::ReleaseError,
};

impl AuthorizedForm {
    /// Redirects back to the case with the outcome.
    async fn answers(
        self,
        panel: &str,
        typed: &[&str],
        outcome: Result<CaseFlash, CaseError>,
    ) -> Result<(), ApiError> {
        match outcome {
            Ok(flash) => self.redirect_with(AdminFlash::Case(flash)).await,
            Err(CaseError::Store(error)) => Err(log_failure(&error)),
            Err(CaseError::Unknown) => {
                redirect_with(AdminPath::Home, AdminFlash::Changed);
                Ok(())
            }
            Err(fault) => {
                let flash = AdminFlash::Case(flash_of(panel, &fault));
                self.redirect_keeping_input(flash, panel, typed).await
            }
        }
    }
}

/// Flash message of a failed command.
fn flash_of(panel: &str, fault: &CaseError) -> CaseFlash {
    match (fault, panel) {
        (CaseError::Text(TextError::TooLong), "note") => CaseFlash::NoteLong,
        (CaseError::Text(_), "note") => CaseFlash::NoteEmpty,
        (CaseError::Text(TextError::TooLong), "message") => CaseFlash::MessageLong,
        (CaseError::Text(_), "message") => CaseFlash::MessageEmpty,
        (CaseError::Text(_), "invite") => CaseFlash::InviteReason,
        (CaseError::Text(_), _) => CaseFlash::ReleaseReason,
        (CaseError::NotAssignable, _) => CaseFlash::Nobody,
        (CaseError::Id, _) => CaseFlash::Id,
        (CaseError::NotReleased(ReleaseError::IdTaken), _) => CaseFlash::SomebodyElses,
        (CaseError::NotReleased(_), _) => CaseFlash::NotConfirmed,
        (CaseError::WrongState(_), _) => CaseFlash::Stands,
        (CaseError::Conflict | CaseError::Unknown | CaseError::Store(_), _) => CaseFlash::Moved,
    }
}

/// Assigns or unassigns a case.
pub(crate) async fn assign_case(form: CaseForm, assignee: &str) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Assign, form).await? else {
        return Ok(());
    };
    let outcome = match (assignee, ReviewerId::parse(assignee)) {
        ("", _) => services().case_service.assign(&wish.command, None).await,
        (_, Some(id)) => {
            services()
                .case_service
                .assign(&wish.command, Some(id))
                .await
        }
        (_, None) => Err(CaseError::NotAssignable),
    };
    let outcome = outcome.map(|()| CaseFlash::Assigned);
    wish.answers("assign", &[], outcome).await
}

/// Writes a note.
pub(crate) async fn note_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Note, form).await? else {
        return Ok(());
    };
    let outcome = services()
        .case_service
        .write(&wish.command, TextKind::Note, text)
        .await;
    let outcome = outcome.map(|()| CaseFlash::Noted);
    wish.answers("note", &[text], outcome).await
}

/// Writes a message to the applicant.
pub(crate) async fn message_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Message, form).await? else {
        return Ok(());
    };
    let outcome = services()
        .case_service
        .write(&wish.command, TextKind::Message, text)
        .await;
    let outcome = outcome.map(|()| CaseFlash::Sent);
    wish.answers("message", &[text], outcome).await
}

/// Polls the provider, and waits briefly for its response.
pub(crate) async fn ask_case(form: CaseForm) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match services().case_service.poll_now(&wish.command).await {
        Ok(id) => {
            services().dispatcher.submit_now(id).await;
            Ok(CaseFlash::Asked)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("ask", &[], outcome).await
}

/// Requests documents from the applicant again.
pub(crate) async fn invite_case(form: CaseForm, text: &str) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = services()
        .case_service
        .request_documents(&wish.command, text)
        .await;
    let outcome = outcome.map(|()| CaseFlash::Invited);
    wish.answers("invite", &[text], outcome).await
}

/// Releases a parked case, and waits briefly for the provider's response.
pub(crate) async fn release_case(
    form: CaseForm,
    text: &str,
    external: &str,
) -> Result<(), ApiError> {
    let Some(wish) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let outcome = match services()
        .case_service
        .release(&wish.command, external, text)
        .await
    {
        Ok((id, _)) => {
            services().dispatcher.submit_now(id).await;
            Ok(CaseFlash::Released)
        }
        Err(fault) => Err(fault),
    };
    wish.answers("release", &[text, external], outcome).await
}
