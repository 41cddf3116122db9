//! The admin routes that are neither a page nor a server function. A route without an entry fails.

use super::matrix::{CALLERS, Caller, Callers, answer};
use crate::{app::TestApp, sources::files};
use app::admin::routes::{ENROL_LINK, TOTP_IMAGE};
use reqwest::Method;
use std::collections::BTreeSet;

/// The route expressions in the sources of the admin.
const ROUTES: [&str; 5] = [
    // The pages, the server functions and the files: the matrix has an entry for each.
    "path.pattern()",
    "\"/admin/api/{*function}\"",
    "app::admin::routes::EXPORT",
    // These routes have their entry below.
    "app::admin::routes::TOTP_IMAGE",
    "&enrol_link::route()",
];

#[test]
fn admin_routes_all_have_an_entry() {
    let mut found = BTreeSet::new();
    let below = files("server/src/http", &["rs"]).into_iter();
    for (path, text) in below.filter(|(path, _)| path.starts_with("server/src/http/admin")) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        // Routes may only be added with `.route(`, which this test reads.
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
async fn custom_admin_route_refuses_callers_without_permission() {
    let app = TestApp::new().await;
    let mut callers = Callers::sign_in(&app).await;
    // No caller is enrolling, and no account has this link.
    let unknown_link = format!("{ENROL_LINK}{}", "0".repeat(26));
    for caller in CALLERS {
        // Signed-in callers stay signed in, for every link.
        let led = match caller {
            Caller::SignedIn(_) => "/admin?notice=inside",
            Caller::Anonymous | Caller::AwaitingSecondFactor => "/admin/sign-in?notice=gone",
        };
        for (path, expected) in [(TOTP_IMAGE, "404"), (unknown_link.as_str(), led)] {
            let mut browser = callers.browser(caller).await;
            let before = browser.cookies.clone();
            let request = browser.request(Method::GET, path);
            let response = answer(&browser.send(request).await);
            assert_eq!(response, expected, "{path} for {caller:?}");
            assert_eq!(browser.cookies, before, "{path} for {caller:?}");
            // No session changed, and these routes take no form.
            let csrf = ("csrf".to_owned(), browser.page().csrf());
            let page = browser.send(browser.post(path, &[csrf])).await;
            assert_eq!(page.status, 404, "{path} for {caller:?}");
        }
    }
}
