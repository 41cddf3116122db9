//! Server functions that act on a case. Each form carries the case, the last audit
//! event its sender saw, and the list context.

use crate::{
    admin::context::ListUpdate,
    api::{ApiError, LineCodec},
};
use leptos::{
    prelude::*,
    server_fn::codec::{Post, PostUrl},
};

/// Assigns the case to a staff member by id, or unassigns it when the id is empty.
#[server(name = AssignCase, prefix = "/admin/api", endpoint = "case-assign", input = PostUrl)]
pub async fn assign_case(
    #[server(default)] case: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] assignee: String,
) -> Result<(), ApiError> {
    use crate::admin::server::*;
    use kyc::admin::{ReviewerId, case::CaseError};

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
    use crate::admin::server::*;
    use kyc::audit::TextKind;

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
    use crate::admin::server::*;
    use kyc::audit::TextKind;

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
    use crate::admin::server::*;

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
    use crate::admin::server::*;

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
    use crate::admin::server::*;

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

/// Returns a message if the case has an audit event that the open page does not show.
#[server(name = GetCaseUpdate, prefix = "/admin/api", endpoint = "case-news", input = PostUrl, output = Post<LineCodec>)]
pub async fn case_news(
    #[server(default)] case: String,
    #[server(default)] seen: String,
) -> Result<ListUpdate, ApiError> {
    use crate::admin::{i18n::case as words, server::*};
    use kyc::id::Reference;

    let back = AdminPath::Home.pattern();
    if require(Permission::ViewList, back).await?.is_none() {
        return Ok(ListUpdate::default());
    }
    let last = match Reference::parse(&case) {
        Some(reference) => services().case_store.version(&reference).await,
        None => Ok(None),
    };
    let last = last.map_err(log_failure)?;
    let is_news = seen.parse().is_ok_and(|seen: i64| last > Some(seen));
    let message = is_news.then(|| words::NEWS.to(admin_context().lang).to_owned());
    Ok(ListUpdate {
        message,
        ..ListUpdate::default()
    })
}

/// Keeps what was typed into a case's form for after the next sign-in. The timeout script posts it
/// with its warning.
#[server(name = KeepTyped, prefix = "/admin/api", endpoint = "keep-typed", input = PostUrl)]
pub async fn keep_typed(
    #[server(default)] form: String,
    #[server(default)] case: String,
    #[server(default)] text: String,
    #[server(default)] external: String,
) -> Result<(), ApiError> {
    use crate::{admin::server::*, api::url};
    use kyc::{admin::case::UnsavedInput, id::Reference};

    let Some(principal) = principal()? else {
        return Ok(());
    };
    let forms = [
        (url::<NoteCase>(), "note"),
        (url::<MessageCase>(), "message"),
        (url::<InviteCase>(), "invite"),
        (url::<ReleaseCase>(), "release"),
    ];
    let panel = forms.iter().find(|(action, _)| *action == form);
    if let (Some((_, panel)), Some(of)) = (panel, Reference::parse(&case)) {
        let input = UnsavedInput {
            of,
            panel: (*panel).to_owned(),
            typed: vec![text, external],
        }
        .truncated();
        let (owner, session) = (principal.reviewer.id, principal.session.hash);
        let store = services().case_store;
        let kept = store.keep_typed(owner, session, &input, admin_context().now);
        kept.await.map_err(log_failure)?;
    }
    Ok(())
}
