//! Context of one admin request, as its pages see it. The server loads the
//! [`PageData`] of a page before rendering begins.

pub use super::{
    case_view::*,
    flash::{AdminFlash, CaseFlash, DoneFlash, Tone},
    list_context::ListContext,
    list_view::*,
    page_data::*,
};

use super::{i18n as words, routes::AdminPath};
use crate::{
    i18n::Text,
    site::{Assets, Site},
};
use kyc::{
    admin::{
        Permission, Reviewer, ReviewerId, Role, disclosure::RevealAlert, list::PagePosition,
        session::AuthStage,
    },
    lang::Lang,
};
use leptos::prelude::expect_context;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// What an admin page is rendered from.
#[derive(Clone)]
pub struct AdminContext {
    /// Language of the page.
    pub lang: Lang,
    /// CSRF token that binds forms to the session.
    pub csrf: String,
    /// Nonce of this response's scripts (ASVS 3.4.3).
    pub nonce: String,
    /// The requested page. `None` for an address without a page.
    pub path: Option<AdminPath>,
    /// Path parameter of the address, for example a case reference.
    pub parameter: Option<String>,
    /// Query parameters as received.
    pub query: Vec<(String, String)>,
    /// Flash message above the heading.
    pub flash: Option<AdminFlash>,
    /// Settings of the installation.
    pub site: Arc<Site>,
    /// Provider's name from the settings. `None` uses the default of each language.
    pub provider: Option<String>,
    /// URLs of the built files.
    pub assets: Arc<Assets>,
    /// Authentication stage of the session.
    pub stage: AuthStage,
    /// The signed-in staff member.
    pub staff_member: Option<StaffMember>,
    /// Whether the second factor was verified recently.
    pub fresh: bool,
    /// Time until the session's idle timeout, for a signed-in staff member.
    pub idle: Option<Duration>,
    /// Whether this request found its session expired.
    pub ended: bool,
    /// Whether the client accepts a page rather than data.
    pub wants_page: bool,
    /// Reveal alerts for an administrator.
    pub alerts: Vec<RevealAlert>,
    /// Data of the page.
    pub data: PageData,
    /// Time of the request.
    pub now: OffsetDateTime,
}

/// A staff member, as pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Id.
    pub id: ReviewerId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether they may sign in.
    pub is_enabled: bool,
    /// Whether the account was changed outside this software.
    pub is_altered: bool,
    /// When too many failures in a row locked the account, if they have.
    pub locked_at: Option<OffsetDateTime>,
}

impl From<&Reviewer> for StaffMember {
    fn from(reviewer: &Reviewer) -> Self {
        Self {
            id: reviewer.id,
            name: reviewer.name.as_str().to_owned(),
            role: reviewer.role,
            is_enabled: reviewer.is_enabled(),
            is_altered: reviewer.is_altered,
            locked_at: reviewer.locked_at,
        }
    }
}

/// Context of the request that is being rendered.
pub(crate) fn admin_context() -> Arc<AdminContext> {
    expect_context()
}

impl AdminContext {
    /// Whether this is the page after the end of a session. It shows no staff member: not even of
    /// a session that another request has begun meanwhile.
    #[must_use]
    pub fn is_after_end(&self) -> bool {
        let ended = matches!(self.flash, Some(AdminFlash::Ended | AdminFlash::SignedOut));
        ended && self.path == Some(AdminPath::SignIn)
    }

    /// Whether the signed-in role has the permission. Pages use it to decide what
    /// to offer. The server function checks the permission again.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.staff_member
            .as_ref()
            .is_some_and(|who| who.role.may(permission))
    }

    /// A text in the page's language, with the provider's name.
    pub(crate) fn text(&self, text: Text) -> String {
        self.fill(text, &[])
    }

    /// A text in the page's language, with the provider's name and these values.
    pub(crate) fn fill(&self, text: Text, values: &[(&str, &str)]) -> String {
        let default = words::PROVIDER.to(self.lang);
        let name = self.provider.as_deref().unwrap_or(default);
        let capitalized = capitalized(name);
        let provider = [("provider", name), ("Provider", &*capitalized)];
        text.fill(self.lang, &[values, &provider].concat())
    }

    /// A query parameter.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Address of this page, without a flash message.
    #[must_use]
    pub fn address(&self) -> String {
        let path = self.path.unwrap_or(AdminPath::Home);
        let mut address = path.at(self.parameter.as_deref().unwrap_or_default());
        let mut mark = '?';
        for (key, value) in &self.query {
            if !["notice", "again"].contains(&key.as_str()) {
                address.push(mark);
                address.push_str(key);
                address.push('=');
                address.push_str(value);
                mark = '&';
            }
        }
        address
    }

    /// Position where a page of a list or search begins.
    #[must_use]
    pub fn page_position(&self) -> PagePosition {
        ListContext::read(&self.query).place
    }
}

/// The name with a capital letter, for the start of a sentence.
fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provider_name_begins_a_sentence_with_a_capital() {
        assert_eq!(capitalized("el proveedor"), "El proveedor");
        assert_eq!(capitalized("Socure"), "Socure");
        assert_eq!(capitalized(""), "");
    }
}
