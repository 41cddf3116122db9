//! What each page of the desk shows.

use super::{
    case_view::CaseView,
    context::StaffMember,
    list_view::{ListView, SearchResults},
};
use kyc::admin::{
    dashboard::{ProviderHealth, Stats},
    disclosure::EvidenceBundle,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// What a page shows: each page has a variant of its own, and its data is read
/// in `server/src/http/admin/page_data.rs`.
#[derive(Clone, Default)]
pub enum PageData {
    /// Nothing that had to be read.
    #[default]
    Nothing,
    /// The name that was typed last.
    SignIn(String),
    /// The second factor of somebody who is halfway in, or once more.
    Second(AvailableFactors),
    /// Enrolling, or another authenticator app.
    Enrol(Enrolling),
    /// Recovery codes, to be noted now.
    Codes(Vec<String>),
    /// A page of the list.
    List(Box<ListView>),
    /// What a search found; nothing where it is over.
    Found(Box<SearchResults>),
    /// Those of the staff whose cases a list may be of.
    Export(Vec<StaffMember>),
    /// One application.
    Case(Arc<CaseView>),
    /// The evidence of one.
    Evidence(Arc<EvidenceBundle>),
    /// There is nothing at this address.
    Missing,
    /// The picture.
    Overview(Box<DashboardView>),
    /// The staff.
    Staff(StaffView),
    /// One's own account.
    Account(AccountView),
}

/// The picture: what was counted, and how the upstream is doing now.
#[derive(Clone, Debug)]
pub struct DashboardView {
    /// What was counted.
    pub stats: Stats,
    /// How the upstream is doing.
    pub health: ProviderHealth,
}

/// One's own account.
#[derive(Clone, Debug, Default)]
pub struct AccountView {
    /// Whether there is an authenticator app.
    pub app: bool,
    /// Every passkey.
    pub passkeys: Vec<KeyLine>,
    /// How many recovery codes are left.
    pub recovery_left: u32,
    /// Every session.
    pub sessions: Vec<SessionLine>,
    /// What a new second factor is set up by, while that may be done.
    pub setup: Option<FactorSetup>,
}

/// A passkey, as its owner sees it.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// What the page calls it by.
    pub handle: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was last used.
    pub used_at: Option<OffsetDateTime>,
}

/// A session, as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What the page calls it by.
    pub handle: String,
    /// Browser and system.
    pub device: String,
    /// When it began.
    pub began_at: OffsetDateTime,
    /// When somebody last did something in it.
    pub seen_at: OffsetDateTime,
    /// Whether it is this one.
    pub is_this: bool,
}

/// What a new second factor is set up by.
#[derive(Clone, Debug)]
pub struct FactorSetup {
    /// The secret of an authenticator app.
    pub secret: String,
    /// What a browser is asked to make a passkey, where there are any.
    pub passkey: Option<String>,
}

/// The staff, as an administrator sees it.
#[derive(Clone, Debug, Default)]
pub struct StaffView {
    /// Everybody, by name.
    pub members: Vec<StaffRow>,
    /// The secret of a link to hand on, shown this once.
    pub link: Option<String>,
}

/// One of the staff.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// Who they are.
    pub colleague: StaffMember,
    /// Whether they can sign in.
    pub is_enrolled: bool,
    /// How many sessions they have.
    pub sessions: usize,
}

/// Which second factors somebody has.
#[derive(Clone, Debug, Default)]
pub struct AvailableFactors {
    /// An authenticator app.
    pub totp: bool,
    /// What a browser is asked for a passkey, if they have one.
    pub passkey: Option<String>,
    /// Recovery codes.
    pub recovery: bool,
}

/// Where somebody who enrols stands.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// Their name; `None` if it is theirs to choose.
    pub name: Option<String>,
    /// The name that they typed last.
    pub typed: String,
    /// Whether they have a password by now.
    pub has_password: bool,
    /// The secret of an authenticator app, to be typed where a picture cannot
    /// be taken.
    pub secret: String,
    /// What a browser is asked to make a passkey, where there are any.
    pub passkey: Option<String>,
}
