//! Authorization of a case form, and the redirects back to the case.

use super::{log_failure, redirect, redirect_with, require, services};
use crate::{
    admin::{
        context::{AdminFlash, CaseFlash, ListContext},
        routes::AdminPath,
    },
    api::ApiError,
};
use kyc::{
    admin::{
        Permission,
        case::{CaseCommand, CaseError, UnsavedInput},
        service::Principal,
    },
    audit::TextError,
    id::Reference,
    service::ReleaseError,
};

/// Fields that every case form carries.
pub(crate) struct CaseForm {
    /// Reference of the case.
    pub(crate) case: String,
    /// Last audit event that the sender saw.
    pub(crate) seen: String,
    /// List context.
    pub(crate) from: String,
}

/// A case form whose sender has the permission.
pub(crate) struct AuthorizedForm {
    pub(crate) principal: Principal,
    pub(crate) command: CaseCommand,
    list_context: ListContext,
}

/// Checks the permission and parses the form. `None` means that the response is
/// already a redirect.
pub(crate) async fn authorize(
    permission: Permission,
    form: CaseForm,
) -> Result<Option<AuthorizedForm>, ApiError> {
    let reference = Reference::parse(&form.case);
    let back = reference.as_ref().map_or_else(
        || AdminPath::Home.at(""),
        |reference| AdminPath::Case.at(reference.as_str()),
    );
    let Some(principal) = require(permission, &back).await? else {
        return Ok(None);
    };
    let (Some(reference), Ok(seen)) = (reference, form.seen.parse()) else {
        redirect_with(AdminPath::Home, AdminFlash::Changed);
        return Ok(None);
    };
    Ok(Some(AuthorizedForm {
        command: CaseCommand {
            by: principal.reviewer.id,
            reference,
            expected_version: seen,
        },
        list_context: ListContext::parse(&form.from),
        principal,
    }))
}

impl AuthorizedForm {
    /// Redirects back to the case with the outcome of a command. The form in `panel`
    /// keeps rejected input.
    pub(crate) async fn redirect_with_outcome(
        self,
        panel: &str,
        typed: &[&str],
        outcome: Result<CaseFlash, CaseError>,
    ) -> Result<(), ApiError> {
        match outcome {
            Ok(flash) => self.redirect_with(AdminFlash::Case(flash)).await,
            Err(CaseError::Store(error)) => Err(log_failure(error)),
            Err(CaseError::Unknown) => {
                redirect_with(AdminPath::Home, AdminFlash::Changed);
                Ok(())
            }
            Err(fault) => {
                let flash = AdminFlash::Case(failure_flash(panel, &fault));
                self.redirect_keeping_input(flash, panel, typed).await
            }
        }
    }

    /// Redirects back to the case with a flash message.
    pub(crate) async fn redirect_with(self, flash: AdminFlash) -> Result<(), ApiError> {
        self.store_input(None).await?;
        self.set_redirect(flash);
        Ok(())
    }

    /// Redirects like [`Self::redirect_with`], and keeps the rejected input in the
    /// session. The case page fills it into the form again.
    pub(crate) async fn redirect_keeping_input(
        self,
        flash: AdminFlash,
        panel: &str,
        typed: &[&str],
    ) -> Result<(), ApiError> {
        let input = UnsavedInput {
            of: self.command.reference.clone(),
            panel: panel.to_owned(),
            typed: typed.iter().map(|text| (*text).to_owned()).collect(),
        };
        self.store_input(Some(input)).await?;
        self.set_redirect(flash);
        Ok(())
    }

    /// Redirects back to the section of the case that shows the result.
    pub(crate) async fn redirect_to_part(self, part: &str) -> Result<(), ApiError> {
        self.store_input(None).await?;
        redirect(&format!("{}#{part}", self.location()));
        Ok(())
    }

    fn location(&self) -> String {
        self.list_context.case(&self.command.reference)
    }

    fn set_redirect(&self, flash: AdminFlash) {
        let address = self.location();
        let joint = if address.contains('?') { '&' } else { '?' };
        // After a conflict the page marks the new audit events.
        let since = match flash {
            AdminFlash::Case(CaseFlash::Conflict) => {
                format!("&since={}", self.command.expected_version)
            }
            _ => String::new(),
        };
        redirect(&format!("{address}{joint}notice={}{since}", flash.code()));
    }

    async fn store_input(&self, input: Option<UnsavedInput>) -> Result<(), ApiError> {
        let session = &self.principal.session;
        if input.is_none() {
            // The command has succeeded: what an earlier session kept is not needed any more.
            let (store, owner) = (services().case_store, self.principal.reviewer.id);
            store.forget_typed(owner).await.map_err(log_failure)?;
        }
        if input.is_none() && session.data.unsaved_input.is_none() {
            return Ok(());
        }
        let done = services().admin.keep_unsaved_input(session, input).await;
        done.map_err(log_failure)
    }
}

/// Flash message of a failed command.
fn failure_flash(panel: &str, fault: &CaseError) -> CaseFlash {
    match (fault, panel) {
        (CaseError::Text(TextError::TooLong), "note") => CaseFlash::NoteLong,
        (CaseError::Text(_), "note") => CaseFlash::NoteEmpty,
        (CaseError::Text(TextError::TooLong), "message") => CaseFlash::MessageLong,
        (CaseError::Text(_), "message") => CaseFlash::MessageEmpty,
        (CaseError::Text(_), "invite") => CaseFlash::InviteReason,
        (CaseError::Text(_), _) => CaseFlash::ReleaseReason,
        (CaseError::NotAssignable, _) => CaseFlash::NotAssignable,
        (CaseError::Id, _) => CaseFlash::Id,
        (CaseError::Release(ReleaseError::IdTaken), _) => CaseFlash::IdTaken,
        (CaseError::Release(_), _) => CaseFlash::NotConfirmed,
        (CaseError::WrongState(_), _) => CaseFlash::WrongState,
        (CaseError::Conflict | CaseError::Unknown | CaseError::Store(_), _) => CaseFlash::Conflict,
    }
}
