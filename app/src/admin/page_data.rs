//! Data of each admin page.

use super::{
    case_view::CaseView,
    context::StaffMember,
    list_view::{ListView, SearchResults},
};
use kyc::admin::{
    activity::{StaffFilter, StaffLine},
    dashboard::{ProviderHealth, Stats},
    disclosure::EvidenceBundle,
    four_eyes::StaffRequest,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// Data of a page. `server/src/http/admin/handlers/page_data.rs` loads the variant of each
/// page.
#[derive(Clone, Default)]
pub enum PageData {
    /// No data.
    #[default]
    Nothing,
    /// Sign-in.
    SignIn(SignInView),
    /// Second factors available at sign-in or for reauthentication.
    Second(AvailableFactors),
    /// State of an enrolment, or setup of another authenticator app.
    Enrol(Enrolling),
    /// Recovery codes to note now.
    Codes(Vec<String>),
    /// A page of the list.
    List(Box<ListView>),
    /// Results of a search.
    Found(Box<SearchResults>),
    /// Staff members whose cases a list can be filtered by.
    Export(Vec<StaffMember>),
    /// One case.
    Case(Arc<CaseView>),
    /// Evidence bundle of a case.
    Evidence(Arc<EvidenceBundle>),
    /// The address has no page.
    Missing,
    /// The dashboard.
    Overview(Box<DashboardView>),
    /// The staff page.
    Staff(StaffView),
    /// The staff audit trail.
    Activity(Box<ActivityView>),
    /// The account page.
    Account(AccountView),
}

/// Data of the dashboard: statistics, and the provider's current health.
#[derive(Clone, Debug)]
pub struct DashboardView {
    /// Statistics.
    pub stats: Stats,
    /// Health of the provider.
    pub health: ProviderHealth,
}

/// Data of the sign-in page.
#[derive(Clone, Debug, Default)]
pub struct SignInView {
    /// The name typed last.
    pub typed: String,
    /// WebAuthn options to sign in with a passkey alone, if passkeys are enabled.
    pub passkey: Option<String>,
    /// The sealed challenge of these options.
    pub challenge: String,
}

/// Data of the account page.
#[derive(Clone, Debug, Default)]
pub struct AccountView {
    /// Whether an authenticator app is set up.
    pub app: bool,
    /// All passkeys.
    pub passkeys: Vec<KeyLine>,
    /// Recovery codes left.
    pub recovery_left: u32,
    /// All sessions.
    pub sessions: Vec<SessionLine>,
    /// Setup of a new second factor, while the session is recently authenticated.
    pub setup: Option<FactorSetup>,
}

/// A passkey, as its owner sees it.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// Handle that the page uses for it.
    pub handle: String,
    /// Name that its owner gave it.
    pub name: String,
    /// Time of registration.
    pub created_at: OffsetDateTime,
    /// Time of last use.
    pub used_at: Option<OffsetDateTime>,
}

/// A session, as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Handle that the page uses for it.
    pub handle: String,
    /// Browser and operating system.
    pub device: String,
    /// Start of the session.
    pub began_at: OffsetDateTime,
    /// Last activity in the session.
    pub seen_at: OffsetDateTime,
    /// Whether it is the current session.
    pub is_this: bool,
}

/// Secrets and options to set up a new second factor.
#[derive(Clone, Debug)]
pub struct FactorSetup {
    /// Secret of an authenticator app.
    pub secret: String,
    /// WebAuthn options to create a passkey, if passkeys are enabled.
    pub passkey: Option<String>,
}

/// Data of the staff page.
#[derive(Clone, Debug, Default)]
pub struct StaffView {
    /// All staff members, by name.
    pub members: Vec<StaffRow>,
    /// New enrolment link, shown once.
    pub link: Option<InviteLink>,
    /// Requests that wait for a second administrator, the oldest first.
    pub requests: Vec<StaffRequest>,
}

/// Data of the page with the staff audit trail.
#[derive(Clone, Debug, Default)]
pub struct ActivityView {
    /// The filter.
    pub filter: StaffFilter,
    /// The events, the latest first.
    pub lines: Vec<StaffLine>,
    /// Position of the next page, if there is one.
    pub older: Option<i64>,
    /// All staff members, by name.
    pub staff: Vec<StaffMember>,
}

/// A new enrolment link.
#[derive(Clone, Debug)]
pub struct InviteLink {
    /// Its secret.
    pub secret: String,
    /// Account name that it is for.
    pub name: String,
}

/// One row of the staff page.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// The staff member.
    pub colleague: StaffMember,
    /// Whether they are enrolled.
    pub is_enrolled: bool,
    /// Number of their sessions.
    pub sessions: usize,
}

/// Second factors that a staff member has.
#[derive(Clone, Debug, Default)]
pub struct AvailableFactors {
    /// Whether an authenticator app is set up.
    pub totp: bool,
    /// WebAuthn options to request a passkey, if one is registered.
    pub passkey: Option<String>,
    /// Whether recovery codes are left.
    pub recovery: bool,
}

/// State of an enrolment.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// The assigned name. `None` if the staff member may choose it.
    pub name: Option<String>,
    /// The name typed last.
    pub typed: String,
    /// Whether a password is set.
    pub has_password: bool,
    /// Secret of an authenticator app, to type where the QR code cannot be scanned.
    pub secret: String,
    /// WebAuthn options to create a passkey, if passkeys are enabled.
    pub passkey: Option<String>,
    /// When too many failures in a row locked the account before this reset, if they have.
    pub locked_at: Option<OffsetDateTime>,
}
