//! A form about a case, from whoever may send it, and the ways back to the case.

use super::{go, go_and_say, require, services};
use crate::{
    api::ApiError,
    desk::{
        routes::DeskPath,
        visit::{CaseNotice, Notice, Whence},
    },
    request::failed,
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
pub(super) struct Wish {
    pub(super) principal: Principal,
    pub(super) command: CaseCommand,
    whence: Whence,
}

/// The form, if whoever sent it may do that; the answer is made otherwise.
pub(super) async fn wish(permission: Permission, form: CaseForm) -> Result<Option<Wish>, ApiError> {
    let reference = Reference::parse(&form.case);
    let back = reference.as_ref().map_or_else(
        || DeskPath::Home.at(""),
        |reference| DeskPath::Case.at(reference.as_str()),
    );
    let Some(principal) = require(permission, &back).await? else {
        return Ok(None);
    };
    let (Some(reference), Ok(seen)) = (reference, form.seen.parse()) else {
        go_and_say(DeskPath::Home, Notice::Changed);
        return Ok(None);
    };
    Ok(Some(Wish {
        command: CaseCommand {
            by: principal.reviewer.id,
            reference,
            expected_version: seen,
        },
        whence: Whence::parse(&form.from),
        principal,
    }))
}

impl Wish {
    /// Back to the case, with something to say.
    pub(super) async fn says(self, notice: Notice) -> Result<(), ApiError> {
        self.keep(None).await?;
        self.goes(notice);
        Ok(())
    }

    /// The same, where what was typed came to nothing: it is kept in the session,
    /// and shown where it was typed.
    pub(super) async fn keeps(
        self,
        notice: Notice,
        panel: &str,
        typed: &[&str],
    ) -> Result<(), ApiError> {
        let kept = UnsavedInput {
            of: self.command.reference.clone(),
            panel: panel.to_owned(),
            typed: typed.iter().map(|text| (*text).to_owned()).collect(),
        };
        self.keep(Some(kept)).await?;
        self.goes(notice);
        Ok(())
    }

    /// Back to the part of the case that shows what was done.
    pub(super) async fn shows(self, part: &str) -> Result<(), ApiError> {
        self.keep(None).await?;
        go(&format!("{}#{part}", self.address()));
        Ok(())
    }

    fn address(&self) -> String {
        self.whence.case(&self.command.reference)
    }

    fn goes(&self, notice: Notice) {
        let address = self.address();
        let joint = if address.contains('?') { '&' } else { '?' };
        // Whoever was too late is shown what is new.
        let since = match notice {
            Notice::Case(CaseNotice::Moved) => format!("&since={}", self.command.expected_version),
            _ => String::new(),
        };
        go(&format!("{address}{joint}notice={}{since}", notice.code()));
    }

    async fn keep(&self, kept: Option<UnsavedInput>) -> Result<(), ApiError> {
        let session = &self.principal.session;
        if kept.is_none() && session.data.unsaved_input.is_none() {
            return Ok(());
        }
        let done = services().desk.keep_unsaved_input(session, kept).await;
        done.map_err(|error| failed(&error))
    }
}
