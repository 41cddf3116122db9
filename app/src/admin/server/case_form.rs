//! Authorization of a case form, and the redirects back to the case.

use super::{redirect, redirect_with, require, services};
use crate::{
    admin::{
        context::{AdminFlash, CaseFlash, ListContext},
        routes::AdminPath,
    },
    api::ApiError,
    server::log_failure,
};
use kyc::{
    admin::{
        Permission,
        case::{CaseCommand, UnsavedInput},
        service::Principal,
    },
    id::Reference,
};

/// Fields that every case form carries.
pub(crate) struct CaseForm {
    case: String,
    seen: String,
    from: String,
}

impl CaseForm {
    /// Case reference, last audit event seen, and list context.
    pub(crate) const fn new(case: String, seen: String, from: String) -> Self {
        Self { case, seen, from }
    }
}

/// A case form whose sender has the permission.
pub(super) struct AuthorizedForm {
    pub(super) principal: Principal,
    pub(super) command: CaseCommand,
    list_context: ListContext,
}

/// Checks the permission and parses the form. `None` means that the response is
/// already a redirect.
pub(super) async fn authorize(
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
    /// Redirects back to the case with a flash message.
    pub(super) async fn redirect_with(self, flash: AdminFlash) -> Result<(), ApiError> {
        self.store_input(None).await?;
        self.set_redirect(flash);
        Ok(())
    }

    /// Redirects like [`Self::redirect_with`], and keeps the rejected input in the
    /// session. The case page fills it into the form again.
    pub(super) async fn redirect_keeping_input(
        self,
        flash: AdminFlash,
        panel: &str,
        typed: &[&str],
    ) -> Result<(), ApiError> {
        let kept = UnsavedInput {
            of: self.command.reference.clone(),
            panel: panel.to_owned(),
            typed: typed.iter().map(|text| (*text).to_owned()).collect(),
        };
        self.store_input(Some(kept)).await?;
        self.set_redirect(flash);
        Ok(())
    }

    /// Redirects back to the section of the case that shows the result.
    pub(super) async fn redirect_to_part(self, part: &str) -> Result<(), ApiError> {
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
            AdminFlash::Case(CaseFlash::Moved) => {
                format!("&since={}", self.command.expected_version)
            }
            _ => String::new(),
        };
        redirect(&format!("{address}{joint}notice={}{since}", flash.code()));
    }

    async fn store_input(&self, kept: Option<UnsavedInput>) -> Result<(), ApiError> {
        let session = &self.principal.session;
        if kept.is_none() && session.data.unsaved_input.is_none() {
            return Ok(());
        }
        let done = services().admin.keep_unsaved_input(session, kept).await;
        done.map_err(|error| log_failure(&error))
    }
}
