//! Access matrix: every page and server function of the admin against every kind of caller. A route
//! without an entry fails. Other routes have their entry in `custom_requests`. `ownership` tests
//! items that belong to one account.

use super::signed_in_staff::{PASSWORD, SignedInStaff};
use crate::{app::TestApp, browser::Browser, page::Page};
use app::admin::routes::{AdminPath, EXPORT};
use kyc::admin::Role;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, header::LOCATION};
use std::{collections::BTreeSet, time::Duration};
use time::OffsetDateTime;

/// The kinds of callers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Caller {
    /// A caller without a sign-in.
    Anonymous,
    /// A caller after the password and before the second factor.
    AwaitingSecondFactor,
    /// A signed-in caller.
    SignedIn(Role),
}

pub(super) const CALLERS: [Caller; 5] = [
    Caller::Anonymous,
    Caller::AwaitingSecondFactor,
    Caller::SignedIn(Role::Viewer),
    Caller::SignedIn(Role::Reviewer),
    Caller::SignedIn(Role::Administrator),
];

/// The callers that an entry allows.
#[derive(Clone, Copy, Debug)]
enum ExpectedAccess {
    /// Every caller; the function itself judges the request.
    Everyone,
    /// Every signed-in caller.
    SignedIn,
    /// Signed-in callers with one of these roles.
    Roles(&'static [Role]),
}

const EVERY_ROLE: ExpectedAccess = ExpectedAccess::Roles(Role::ALL);
const REVIEWERS: ExpectedAccess = ExpectedAccess::Roles(&[Role::Reviewer, Role::Administrator]);
const ADMINISTRATORS: ExpectedAccess = ExpectedAccess::Roles(&[Role::Administrator]);

/// The entry of a page; `None` if it has none.
fn page(pattern: &str) -> Option<ExpectedAccess> {
    Some(match pattern {
        // Guards of these pages redirect the callers that need another step.
        "/admin/sign-in" | "/admin/sign-in/second" | "/admin/enrol" => ExpectedAccess::Everyone,
        "/admin/recovery-codes" | "/admin/confirm" | "/admin/account" => ExpectedAccess::SignedIn,
        "/admin/recovery-codes.txt" => ExpectedAccess::SignedIn,
        "/admin" | "/admin/search/{search}" | "/admin/case/{reference}" | "/admin/overview" => {
            EVERY_ROLE
        }
        "/admin/case/{reference}/evidence" | "/admin/case/{reference}/evidence.json" => REVIEWERS,
        "/admin/export/{list}" => REVIEWERS,
        "/admin/staff" | "/admin/staff/activity" | "/admin/staff/activity.csv" => ADMINISTRATORS,
        _ => return None,
    })
}

/// A server function: the allowed callers and the need for a fresh second factor.
/// `owned` means that it names an item of one account.
pub(super) struct Entry {
    who: ExpectedAccess,
    fresh: bool,
    pub(super) owned: bool,
}

/// The entry of a server function; `None` if it has none.
pub(super) fn function(path: &str) -> Option<Entry> {
    let entry = |who, fresh, owned| Some(Entry { who, fresh, owned });
    match path.strip_prefix("/admin/api/")? {
        "sign-in" | "sign-in-passkey" | "code" | "recovery" | "passkey" | "sign-out"
        | "language" => entry(ExpectedAccess::Everyone, false, false),
        "choose-password" | "enrol-code" | "enrol-passkey" => {
            entry(ExpectedAccess::Everyone, false, false)
        }
        "codes-noted" | "stay" | "keep-typed" => entry(ExpectedAccess::SignedIn, false, false),
        "end-session" => entry(ExpectedAccess::SignedIn, false, true),
        "change-password" | "set-app" | "add-passkey" | "make-codes" => {
            entry(ExpectedAccess::SignedIn, true, false)
        }
        "remove-factor" | "name-passkey" => entry(ExpectedAccess::SignedIn, true, true),
        "search" | "list-news" | "case-news" | "dismiss-changes" => entry(EVERY_ROLE, false, false),
        "reveal" | "ask-overrule" | "answer-overrule" => entry(REVIEWERS, true, false),
        "put-away" => entry(ADMINISTRATORS, true, false),
        "export" => entry(REVIEWERS, true, false),
        "case-assign" | "case-note" | "case-message" => entry(REVIEWERS, false, false),
        "case-ask" | "case-invite" | "case-release" => entry(REVIEWERS, false, false),
        "add-staff" | "change-staff" | "answer-staff-request" => entry(ADMINISTRATORS, true, false),
        _ => None,
    }
}

/// One account or browser for each kind of caller.
pub(super) struct Callers<'a> {
    app: &'a TestApp,
    staff: Vec<SignedInStaff>,
    /// The time of the last sign-in with a second factor.
    fresh_since: OffsetDateTime,
    second_factor_pending: SignedInStaff,
}

impl<'a> Callers<'a> {
    pub(super) async fn sign_in(app: &'a TestApp) -> Self {
        let mut staff = Vec::new();
        for role in Role::ALL {
            staff.push(app.sign_in_staff(*role).await);
        }
        let second_factor_pending = app.sign_in_staff(Role::Administrator).await;
        Self {
            app,
            staff,
            fresh_since: app.now(),
            second_factor_pending,
        }
    }

    /// A browser in the state of this caller.
    pub(super) async fn browser(&mut self, caller: Caller) -> Browser {
        match caller {
            Caller::Anonymous => {
                let mut browser = self.app.browser();
                browser.get("/admin/sign-in").await;
                browser
            }
            Caller::AwaitingSecondFactor => {
                self.second_factor_pending.browser = self.app.browser();
                let page = self.second_factor_pending.first(PASSWORD).await;
                assert_eq!(page.path, "/admin/sign-in/second");
                self.second_factor_pending.browser.clone()
            }
            Caller::SignedIn(role) => {
                let at = Role::ALL
                    .iter()
                    .position(|it| *it == role)
                    .expect("one of them");
                let colleague = &mut self.staff[at];
                let stale = self.app.now() - self.fresh_since > time::Duration::minutes(8);
                if stale {
                    self.fresh_since = self.app.now();
                    for other in &mut self.staff {
                        other.sign_in(self.app).await;
                    }
                    return self.staff[at].browser.clone();
                }
                if colleague.browser.get("/admin").await.path != "/admin" {
                    colleague.sign_in(self.app).await;
                }
                colleague.browser.clone()
            }
        }
    }
}

/// Whether only scripts call the function: it answers without redirects.
fn for_scripts(path: &str) -> bool {
    path == "/admin/api/stay"
}

/// The target of a redirect, otherwise the status.
pub(super) fn answer(page: &Page) -> String {
    match page.status.as_u16() {
        303 => page.header(LOCATION.as_str()).to_owned(),
        status => status.to_string(),
    }
}

fn is_allowed(who: ExpectedAccess, caller: Caller) -> bool {
    match (who, caller) {
        (ExpectedAccess::Everyone, _) | (ExpectedAccess::SignedIn, Caller::SignedIn(_)) => true,
        (ExpectedAccess::Roles(roles), Caller::SignedIn(role)) => roles.contains(&role),
        _ => false,
    }
}

#[tokio::test]
async fn admin_page_is_open_to_its_permitted_callers_only() {
    let app = TestApp::new().await;
    let mut callers = Callers::sign_in(&app).await;
    for path in AdminPath::ALL {
        let who = page(path.pattern());
        let who = who.unwrap_or_else(|| panic!("{} has no entry here", path.pattern()));
        for caller in CALLERS {
            let mut browser = callers.browser(caller).await;
            let request = browser
                .request(Method::GET, &path.at("VB-28T5-CY4T"))
                .header("accept", "text/html");
            let page = browser.send(request).await;
            let response = answer(&page);
            // The redirect to the sign-in also carries the page to open afterwards.
            let response = response.split("?to=").next().unwrap_or_default();
            let what = format!("{} for {caller:?}: {response}", path.pattern());
            match (who, caller) {
                (ExpectedAccess::Everyone, _) => assert!(!response.starts_with('4'), "{what}"),
                // The item may be missing (404), but the server never refuses.
                _ if is_allowed(who, caller) => {
                    assert!(["200", "404"].contains(&response), "{what}")
                }
                (_, Caller::SignedIn(_)) => assert_eq!(response, "403", "{what}"),
                (_, Caller::AwaitingSecondFactor) => {
                    assert_eq!(response, "/admin/sign-in/second", "{what}")
                }
                (_, Caller::Anonymous) => assert_eq!(response, "/admin/sign-in", "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn admin_function_checks_its_caller_by_itself() {
    let app = TestApp::new().await;
    let mut callers = Callers::sign_in(&app).await;
    let mut paths: BTreeSet<_> = server_fn_paths().map(|(path, _)| path).collect();
    // The export answers with a file and is no server function.
    paths.insert(EXPORT);
    let paths: Vec<_> = paths
        .into_iter()
        .filter(|path| path.starts_with("/admin"))
        .collect();
    assert!(paths.len() >= 18, "{paths:?}");
    let database = app.database().await;
    for path in paths {
        let Entry { who, fresh, owned } =
            function(path).unwrap_or_else(|| panic!("{path} has no entry here"));
        // `login_throttle` tests the throttle: here no caller may wait.
        database.run("DELETE FROM desk_tries").await;
        for caller in CALLERS {
            for script in [false, true] {
                let mut browser = callers.browser(caller).await;
                let csrf = browser.page().csrf();
                let fields = [
                    ("csrf", csrf.as_str()),
                    ("stay", "0"),
                    ("which", "unassigned"),
                ];
                let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
                let mut request = browser.post(path, &fields);
                if script {
                    request = browser.as_a_script(path, &fields);
                }
                let page = browser.send(request).await;
                let response = answer(&page);
                let what = format!("{path} for {caller:?}, script {script}: {response}");
                let second_factor = ["code", "recovery", "passkey"]
                    .iter()
                    .any(|end| path.strip_prefix("/admin/api/") == Some(*end));
                let turned_away = response == "403" || response == "/admin/sign-in?notice=ended";
                if second_factor && caller == Caller::Anonymous {
                    // A second factor without its first is answered like an ended session.
                    assert!(response.starts_with("/admin/sign-in"), "{what}");
                } else if is_allowed(who, caller) {
                    assert!(!turned_away && !response.starts_with('5'), "{what}");
                    if owned {
                        // An item of another account is answered like a missing one.
                        assert_eq!(response, "/admin/account?notice=changed", "{what}");
                    }
                } else if script || for_scripts(path) || matches!(caller, Caller::SignedIn(_)) {
                    assert_eq!(response, "403", "{what}");
                } else {
                    assert_eq!(response, "/admin/sign-in?notice=ended", "{what}");
                }
            }
        }
        let wants = stale(&app, &mut callers, path).await;
        let is_sent_to_confirm =
            wants == "403" || wants == "/admin/confirm" || wants.starts_with("/admin/confirm?to=");
        assert_eq!(
            is_sent_to_confirm, fresh,
            "{path} long after the second factor: {wants}"
        );
    }
}

/// The answer for an administrator whose second factor is too old.
async fn stale(app: &TestApp, callers: &mut Callers<'_>, path: &str) -> String {
    callers.staff[2].sign_in(app).await;
    app.advance(Duration::from_secs(11 * 60));
    let mut browser = callers.staff[2].browser.clone();
    let csrf = browser.page().csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("stay", "0"),
        ("which", "unassigned"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = browser.send(browser.post(path, &fields)).await;
    answer(&page)
}

#[test]
fn role_permissions_match_the_agreed_table() {
    use kyc::admin::Permission as P;
    let row = |permission: P| {
        Role::ALL
            .iter()
            .map(|role| role.may(permission))
            .collect::<Vec<_>>()
    };
    for permission in P::all() {
        let expected = match permission {
            P::ViewList | P::ViewCase | P::SeeOverview => [true, true, true],
            P::Note | P::Message | P::Assign | P::Reveal | P::Act => [false, true, true],
            P::RequestOverride | P::ConfirmOverride | P::TakeEvidence | P::Export => {
                [false, true, true]
            }
            P::ExportPersonal | P::ManageStaff => [false, false, true],
        };
        assert_eq!(row(permission), expected, "{permission:?}");
    }
    assert_eq!(P::all().count(), 14);
}
