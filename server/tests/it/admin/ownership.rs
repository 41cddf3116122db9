//! Sessions and factors of a reviewer are unreachable for other staff, even by their correct id.

use super::matrix::{CALLERS, Caller, Callers, answer, function};
use crate::{app::TestApp, browser::Browser};
use kyc::admin::{Role, reviewer::Passkey, session::SessionSecret};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

const SESSIONS: &str = "SELECT hex(id_hash) FROM desk_sessions WHERE reviewer_id = \
     (SELECT reviewer_id FROM desk_passkeys)";
const PASSKEYS: &str = "SELECT hex(credential) FROM desk_passkeys";

/// Sends the form of one item of a list; returns where the answer leads.
async fn sends(browser: &mut Browser, path: &str, which: &str) -> String {
    let csrf = browser.page().csrf();
    let fields = [("csrf", csrf.as_str()), ("which", which)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request = browser.post(path, &fields);
    answer(&browser.send(request).await)
}

#[tokio::test]
async fn sessions_and_factors_of_other_staff_cannot_be_ended_by_id() {
    let app = TestApp::new().await;
    let mut callers = Callers::sign_in(&app).await;
    let mut jane = app.sign_in_staff(Role::Administrator).await;
    let cookie = &jane.browser.cookies["vestibule-admin-session"];
    let session = SessionSecret::parse(cookie).expect("a secret");
    let session = session.hash().handle();
    // This test has no browser that could create a passkey. No request here opens the sealed blob,
    // so that its content does not matter.
    let passkey = Passkey {
        credential: vec![7; 16],
        name: String::new(),
        blob: Vec::new(),
        created_at: app.now(),
        used_at: None,
    };
    let sql = "INSERT INTO desk_passkeys (credential, reviewer_id, key_sealed, created_at) \
               SELECT ?, id, x'00', 0 FROM reviewers WHERE name = ?";
    let values = [(&passkey.credential).into(), (&jane.name).into()];
    assert_eq!(app.database().await.execute(sql, &values).await, 1);
    app.seal_staff_rows().await;
    let (sessions, passkeys) = (app.column(SESSIONS).await, app.column(PASSKEYS).await);
    assert_eq!((sessions.len(), passkeys.len()), (1, 1));

    let owned = server_fn_paths().map(|(path, _)| path);
    let owned = owned.filter(|path| function(path).is_some_and(|entry| entry.owned));
    let owned: BTreeSet<_> = owned.collect();
    assert_eq!(owned.len(), 3, "{owned:?}");
    for path in owned {
        for which in [&session, &passkey.handle()] {
            for caller in CALLERS {
                let mut browser = callers.browser(caller).await;
                let response = sends(&mut browser, path, which).await;
                let expected = match caller {
                    Caller::SignedIn(_) => "/admin/account?notice=changed",
                    _ => "/admin/sign-in?notice=ended",
                };
                assert_eq!(response, expected, "{path} with {which} for {caller:?}");
                assert_eq!(app.column(SESSIONS).await, sessions, "{path}, {caller:?}");
                assert_eq!(app.column(PASSKEYS).await, passkeys, "{path}, {caller:?}");
            }
        }
    }
    assert_eq!(jane.browser.get("/admin").await.path, "/admin");
    // The same id ends the session when its owner sends it.
    let response = sends(&mut jane.browser, "/admin/api/end-session", &session).await;
    assert_eq!(response, "/admin/account?notice=done-session-ended");
    assert!(app.column(SESSIONS).await.is_empty());
}
