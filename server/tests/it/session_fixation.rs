//! A session that somebody else planted in a browser (security case 11).

use crate::{app::Setup, person::Person};

/// The cookie of an application that somebody else began, as a page below our domain
/// could set it: browsers keep `__Host-` to ourselves, and read no `%` in a name.
#[tokio::test]
async fn session_cookie_in_another_spelling_is_ignored() {
    let app = Setup::default()
        .var("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com")
        .start()
        .await;
    let mut attacker = app.browser();
    attacker.fill_in(&Person::JOHN).await;
    let name = "__Host-vestibule-session";
    let planted = attacker.cookies[name].clone();
    for (name, path) in [
        (name, "/check"),
        ("__%48ost-vestibule-session", "/?notice=fresh"),
        ("%5F%5FHost%2Dvestibule%2Dsession", "/?notice=fresh"),
        ("\u{2000}__Host-vestibule-session", "/?notice=fresh"),
        ("__Host-vestibule-session\u{a0}", "/?notice=fresh"),
    ] {
        let mut victim = app.browser();
        victim.cookies.insert(name.to_owned(), planted.clone());
        assert_eq!(victim.get("/check").await.path, path, "{name}");
        if path == "/check" {
            continue;
        }
        // Beside a session of their own, which it would come behind.
        let mut victim = app.browser();
        victim.begin().await;
        victim.cookies.insert(format!("{name} "), planted.clone());
        assert_eq!(
            victim.get("/check").await.path,
            "/agreement?notice=order",
            "{name}"
        );
    }
}
