//! Server functions that act on a case. Each form carries the case, the last audit
//! event its sender saw, and the list context.

#![expect(
    missing_docs,
    reason = "the macro makes a public struct of each function's arguments"
)]

use crate::api::ApiError;
use leptos::{prelude::*, server_fn::codec::PostUrl};

/// Assigns the case to a staff member by id, or unassigns it when the id is empty.
#[server(name = AssignCase, prefix = "/admin/api", endpoint = "case-assign", input = PostUrl)]
pub async fn assign_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] assignee: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::admin::{Permission, ReviewerId, case::CaseError};

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Assign, form).await? else {
        return Ok(());
    };
    let assignee = match assignee.as_str() {
        "" => Ok(None),
        id => ReviewerId::parse(id)
            .map(Some)
            .ok_or(CaseError::NotAssignable),
    };
    let outcome = match assignee {
        Ok(id) => services().case_service.assign(&form.command, id).await,
        Err(error) => Err(error),
    };
    let outcome = outcome.map(|()| CaseFlash::Assigned);
    form.redirect_with_outcome("assign", &[], outcome).await
}

/// Writes a note for the other staff members.
#[server(name = NoteCase, prefix = "/admin/api", endpoint = "case-note", input = PostUrl)]
pub async fn note_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::{admin::Permission, audit::TextKind};

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Note, form).await? else {
        return Ok(());
    };
    let cases = services().case_service;
    let written = cases.write(&form.command, TextKind::Note, &text).await;
    let outcome = written.map(|()| CaseFlash::Noted);
    form.redirect_with_outcome("note", &[&text], outcome).await
}

/// Writes a message to the applicant.
#[server(name = MessageCase, prefix = "/admin/api", endpoint = "case-message", input = PostUrl)]
pub async fn message_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::{admin::Permission, audit::TextKind};

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Message, form).await? else {
        return Ok(());
    };
    let cases = services().case_service;
    let written = cases.write(&form.command, TextKind::Message, &text).await;
    let outcome = written.map(|()| CaseFlash::Sent);
    form.redirect_with_outcome("message", &[&text], outcome)
        .await
}

/// Polls the provider now, and waits briefly for its response.
#[server(name = AskCase, prefix = "/admin/api", endpoint = "case-ask", input = PostUrl)]
pub async fn ask_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::admin::Permission;

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let services = services();
    let polled = services.case_service.poll_now(&form.command).await;
    if let Ok(id) = polled {
        let dispatcher = services.dispatcher;
        dispatcher.submit_now(id).await;
    }
    let outcome = polled.map(|_| CaseFlash::PollRequested);
    form.redirect_with_outcome("ask", &[], outcome).await
}

/// Requests documents from the applicant again.
#[server(name = InviteCase, prefix = "/admin/api", endpoint = "case-invite", input = PostUrl)]
pub async fn invite_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::admin::Permission;

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let cases = services().case_service;
    let requested = cases.request_documents(&form.command, &text).await;
    let outcome = requested.map(|()| CaseFlash::Invited);
    form.redirect_with_outcome("invite", &[&text], outcome)
        .await
}

/// Releases a parked case, and waits briefly for the provider's response.
#[server(name = ReleaseCase, prefix = "/admin/api", endpoint = "case-release", input = PostUrl)]
pub async fn release_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] text: String,
    #[server(default)] external: String,
) -> Result<(), ApiError> {
    use crate::admin::{
        context::CaseFlash,
        server::{CaseForm, authorize, services},
    };
    use kyc::admin::Permission;

    let form = CaseForm { case, seen, from };
    let Some(form) = authorize(Permission::Act, form).await? else {
        return Ok(());
    };
    let services = services();
    let cases = services.case_service;
    let released = cases.release(&form.command, &external, &text).await;
    if let Ok((id, _)) = released {
        let dispatcher = services.dispatcher;
        dispatcher.submit_now(id).await;
    }
    let outcome = released.map(|_| CaseFlash::Released);
    form.redirect_with_outcome("release", &[&text, &external], outcome)
        .await
}
