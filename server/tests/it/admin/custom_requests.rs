//! The routes of the desk that are neither a page nor a server function, and
//! that there is none of which nobody thought.

use super::matrix::{CALLERS, Caller, Callers, answer};
use crate::{app::TestApp, sources::files};
use app::admin::routes::{ENROL_LINK, TOTP_IMAGE};
use reqwest::Method;
use std::collections::BTreeSet;

/// What the sources of the desk call its routes.
const ROUTES: [&str; 5] = [
    // The pages, and the functions with what answers by a file: the matrix has
    // an entry for each.
    "path.pattern()",
    "\"/admin/api/{*function}\"",
    "app::admin::routes::EXPORT",
    // Each has its entry below.
    "app::admin::routes::TOTP_IMAGE",
    "&enrol_link::route()",
];

#[test]
fn no_route_of_the_desk_is_without_an_entry() {
    let mut found = BTreeSet::new();
    for (path, text) in files("server/src/http/admin", &["rs"]) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        // No route comes in by a way that is not looked at here.
        for way in ["route_service(", ".nest", ".merge(", "fallback_service("] {
            assert!(!code.contains(way), "{path}: {way}");
        }
        for route in code.split(".route(").skip(1) {
            let name = route.split(',').next().unwrap_or_default();
            found.insert(name.trim().to_owned());
        }
    }
    assert_eq!(found, BTreeSet::from(ROUTES.map(str::to_owned)));
}

#[tokio::test]
async fn a_route_added_by_hand_gives_nothing_to_whoever_has_no_business_there() {
    let app = TestApp::new().await;
    let mut crowd = Callers::gather(&app).await;
    // None of them enrols, and nobody was given this link.
    let nobodys = format!("{ENROL_LINK}{}", "0".repeat(26));
    for caller in CALLERS {
        // Whoever is in stays in, wherever the link would have led them.
        let led = match caller {
            Caller::In(_) => "/admin?notice=inside",
            Caller::Stranger | Caller::Halfway => "/admin/sign-in?notice=gone",
        };
        for (path, expected) in [(TOTP_IMAGE, "404"), (nobodys.as_str(), led)] {
            let mut browser = crowd.browser(caller).await;
            let before = browser.cookies.clone();
            let request = browser.request(Method::GET, path);
            let said = answer(&browser.send(request).await);
            assert_eq!(said, expected, "{path} for {caller:?}");
            assert_eq!(browser.cookies, before, "{path} for {caller:?}");
            // They are where they were, and nothing there takes a form.
            let csrf = ("csrf".to_owned(), browser.page().csrf());
            let page = browser.send(browser.post(path, &[csrf])).await;
            assert_eq!(page.status, 404, "{path} for {caller:?}");
        }
    }
}
