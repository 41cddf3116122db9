//! Session fixation by a planted cookie (security case 11).

use crate::{app::Setup, person::Person};

/// The cookie belongs to another person's application, and a page on a subdomain could set
/// it. Browsers reserve the prefix `__Host-`, and they do not decode `%` in a name.
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
        // The planted cookie follows the victim's own session cookie.
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
