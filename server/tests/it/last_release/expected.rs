//! What the admin shows of a database, and what a test must know to open it: `data/expected.json`.

use crate::{admin::signed_in_staff::SignedInStaff, page::Page};
use kyc::{admin::list::ERASED, state::StateKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, fs};
use time::OffsetDateTime;

const FILE: &str = "expected.json";

/// Texts of a page, by the name of their part.
type Parts = BTreeMap<String, Vec<String>>;

/// Figures of the dashboard. Those about the provider are of the running server, not of the database.
const DASHBOARD: &[(&str, &str)] = &[
    ("days", "#days tbody td"),
    ("funnel", "#funnel tbody td"),
    ("waiting", "#waiting tbody td"),
    ("times", "#times tbody td"),
];

/// Texts of a case that do not depend on the time.
const CASE: &[(&str, &str)] = &[
    ("assignee, person, ids, attempts", ".case-facts dd"),
    ("answers", ".panel .masked dd"),
    ("events", ".trail-what"),
    ("transitions", ".moved"),
    ("texts", ".trail .written"),
    ("override requests", ".wanted .standing"),
];

/// What a reviewer sees.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// Reference and masked person of each application, by state.
    pub(super) lists: BTreeMap<String, Vec<[String; 2]>>,
    /// Number of applications, by state.
    pub(super) counts: BTreeMap<String, String>,
    /// Figures of the dashboard, by part.
    pub(super) dashboard: BTreeMap<String, String>,
    /// The page of each application, by reference.
    pub(super) cases: BTreeMap<String, Parts>,
}

/// An enrolled staff account.
#[derive(Serialize, Deserialize)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) password: String,
    /// Secret of the authenticator app.
    pub(super) secret: String,
}

/// An application that its applicant has not submitted yet.
#[derive(Serialize, Deserialize)]
pub(super) struct Draft {
    /// Path of the resume link.
    pub(super) link: String,
    /// Date of birth.
    pub(super) born: String,
    /// Given name.
    pub(super) given: String,
}

/// A text that a reviewer typed and did not submit.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) reference: String,
    pub(super) text: String,
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Expected {
    /// Time of the last change, in seconds since 1970.
    pub(super) made_at: i64,
    pub(super) administrator: Account,
    pub(super) reviewer: Account,
    /// The reviewer's passkey, with its private key.
    pub(super) passkey: Value,
    pub(super) draft: Draft,
    pub(super) kept: Kept,
    /// Reference of an application whose attempt the provider did not accept yet.
    pub(super) submitting: String,
    /// Reference of a case without an assignee.
    pub(super) unassigned: String,
    /// An email address, and the references that a search for it finds.
    pub(super) email: String,
    pub(super) found: Vec<String>,
    pub(super) shown: Shown,
}

impl Expected {
    pub(super) fn read() -> Self {
        let text = fs::read_to_string(super::data().join(FILE)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    }

    pub(super) fn write(&self) {
        let text = serde_json::to_string_pretty(self).expect("JSON");
        fs::write(super::data().join(FILE), text + "\n").expect("written");
    }

    pub(super) fn time(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.made_at).expect("a time")
    }
}

/// The texts of these parts of a page.
fn parts(page: &Page, named: &[(&str, &str)]) -> Parts {
    let texts = named
        .iter()
        .map(|(name, css)| ((*name).to_owned(), page.all(css)));
    texts.collect()
}

impl Shown {
    /// Opens the list by each state, the dashboard, and each case.
    pub(super) async fn read(staff: &mut SignedInStaff) -> Self {
        let states = StateKind::ALL.iter().map(|state| state.as_str());
        let (mut lists, mut counts) = (BTreeMap::new(), BTreeMap::new());
        for state in states.chain([ERASED]) {
            let page = staff.list(&format!("?state={state}")).await;
            let references = page.all(".cases tbody th").into_iter();
            let people = page.all(".cases tbody td:nth-of-type(1)");
            let rows = references
                .zip(people)
                .map(|(reference, person)| [reference, person]);
            lists.insert(state.to_owned(), rows.collect::<Vec<_>>());
            let count = page.one(&format!(".filters [data-count={state}]"));
            counts.insert(state.to_owned(), count);
        }
        let dashboard = parts(staff.browser.get("/admin/overview").await, DASHBOARD);
        let dashboard = dashboard
            .into_iter()
            .map(|(part, cells)| (part, cells.join(" | ")));
        let dashboard = dashboard.collect();
        let mut cases = BTreeMap::new();
        for [reference, _] in lists.values().flatten() {
            let page = staff.case(reference).await;
            cases.insert(reference.clone(), parts(page, CASE));
        }
        Self {
            lists,
            counts,
            dashboard,
            cases,
        }
    }
}

impl SignedInStaff {
    /// Searches the list. Returns the references of the rows.
    pub(super) async fn find(&mut self, text: &str) -> Vec<String> {
        self.list("").await;
        let page = self.press("form.search", &[("find", text)]).await;
        page.all(".cases tbody th")
    }
}
