//! A form about a case, from whoever may send it, and the ways back to the case.

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
pub(super) struct AuthorizedForm {
    pub(super) principal: Principal,
    pub(super) command: CaseCommand,
    list_context: ListContext,
}

/// The form, if whoever sent it may do that; the answer is made otherwise.
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
    /// Back to the case, with something to say.
    pub(super) async fn redirect_with(self, flash: AdminFlash) -> Result<(), ApiError> {
        self.store_input(None).await?;
        self.set_redirect(flash);
        Ok(())
    }

    /// The same, where what was typed came to nothing: it is kept in the session,
    /// and shown where it was typed.
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

    /// Back to the part of the case that shows what was done.
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
        // Whoever was too late is shown what is new.
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
