//! One request to the desk, as its pages see it. What a page shows besides is
//! its [`PageData`], read before rendering begins.

pub use super::{
    case_view::*,
    flash::{AdminFlash, CaseFlash},
    list_context::ListContext,
    list_view::*,
    page_data::*,
};

use super::routes::AdminPath;
use crate::site::{Assets, Site};
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

/// What a page of the desk is rendered from.
#[derive(Clone)]
pub struct AdminContext {
    /// The language to speak.
    pub lang: Lang,
    /// The token that binds this person's forms to their session.
    pub csrf: String,
    /// The nonce of this answer's scripts (ASVS 3.4.3).
    pub nonce: String,
    /// The page that was asked for; `None` for an address without one.
    pub path: Option<AdminPath>,
    /// What stands in its address for what differs from case to case.
    pub parameter: Option<String>,
    /// What follows the question mark, as it came.
    pub query: Vec<(String, String)>,
    /// Something to say above the heading.
    pub flash: Option<AdminFlash>,
    /// The installation.
    pub site: Arc<Site>,
    /// The built files.
    pub assets: Arc<Assets>,
    /// How far they have come.
    pub stage: AuthStage,
    /// Who is in.
    pub staff_member: Option<StaffMember>,
    /// Whether their second factor was shown just now.
    pub fresh: bool,
    /// How long the session lives without a sign of life, for whoever is in.
    pub idle: Option<Duration>,
    /// Whether a session has just been found to be over.
    pub ended: bool,
    /// Whether the caller wants a page rather than data.
    pub wants_page: bool,
    /// Whom an administrator should look at.
    pub alerts: Vec<RevealAlert>,
    /// What the page shows.
    pub data: PageData,
    /// The time of the request.
    pub now: OffsetDateTime,
}

/// Somebody who sits at the desk, as pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Their key.
    pub id: ReviewerId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whether they may sign in.
    pub is_enabled: bool,
}

impl From<&Reviewer> for StaffMember {
    fn from(reviewer: &Reviewer) -> Self {
        Self {
            id: reviewer.id,
            name: reviewer.name.as_str().to_owned(),
            role: reviewer.role,
            is_enabled: reviewer.is_enabled(),
        }
    }
}

/// The visit that is being rendered.
pub(crate) fn admin_context() -> Arc<AdminContext> {
    expect_context()
}

impl AdminContext {
    /// Whether whoever is in may do that, as far as their role goes: for what a
    /// page offers. The function behind it asks for itself.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.staff_member
            .as_ref()
            .is_some_and(|who| who.role.may(permission))
    }

    /// A value of the query.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Where a page of a list or a search begins.
    #[must_use]
    pub fn page_position(&self) -> PagePosition {
        ListContext::read(&self.query).place
    }
}
