//! The login throttle: failures slow down the caller that causes them and lock no other account
//! out.

use super::signed_in_staff::PASSWORD;
use crate::app::{Setup, TestApp};
use kyc::admin::Role;
use std::time::Duration;

/// A server that takes client addresses from the proxy's header.
async fn behind_a_proxy() -> TestApp {
    let setup = Setup::default().var("VESTIBULE_TRUSTED_PROXIES", "127.0.0.0/8");
    setup.start().await
}

#[tokio::test]
async fn password_guessing_is_throttled_without_locking_the_account() {
    let app = behind_a_proxy().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let from = |ip: &str| app.browser().habit("x-forwarded-for", ip);
    // The account trusts the address of its last sign-in.
    jane.browser = from("198.51.100.7");
    jane.first(PASSWORD).await;
    let code = jane.next_code(&app);
    jane.browser.submit(&[("code", &code)]).await;

    // From one address, the sixth attempt waits, whether its password is right or wrong.
    let mut attacker = from("203.0.113.9");
    for n in 0..7 {
        attacker.get("/admin/sign-in").await;
        let password = if n == 6 {
            PASSWORD
        } else {
            "guess after guess after guess"
        };
        let page = attacker
            .submit(&[("name", &jane.name), ("password", password)])
            .await;
        let expected = if n < 5 { "wrong" } else { "wait-1" };
        assert_eq!(
            page.path,
            format!("/admin/sign-in?notice={expected}"),
            "try {n}"
        );
    }
    // All addresses that the account does not trust share one throttle.
    for n in 0..60 {
        let mut other = from(&format!("192.0.2.{n}"));
        other.get("/admin/sign-in").await;
        other
            .submit(&[("name", &jane.name), ("password", "guess after guess")])
            .await;
    }
    let mut stranger = from("192.0.2.200");
    stranger.get("/admin/sign-in").await;
    let page = stranger
        .submit(&[("name", &jane.name), ("password", PASSWORD)])
        .await;
    assert!(page.path.contains("notice=wait-"), "{}", page.path);
    // A trusted address does not wait.
    jane.browser = from("198.51.100.7");
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    let code = jane.next_code(&app);
    assert_eq!(jane.browser.submit(&[("code", &code)]).await.path, "/admin");
    // The attacker may try again after the wait.
    app.advance(Duration::from_secs(120));
    attacker.get("/admin/sign-in").await;
    let page = attacker
        .submit(&[("name", &jane.name), ("password", "one more guess, then")])
        .await;
    assert_eq!(page.path, "/admin/sign-in?notice=wrong");
}

#[tokio::test]
async fn name_guessing_is_throttled_for_its_address_only() {
    let app = behind_a_proxy().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let from = |ip: &str| app.browser().habit("x-forwarded-for", ip);
    let mut attacker = from("203.0.113.9");
    // No account has failed more than once: the throttle is the address's.
    for n in 0..32 {
        attacker.get("/admin/sign-in").await;
        let name = format!("guess.{n}");
        let page = attacker
            .submit(&[
                ("name", &name),
                ("password", "the same guess for everybody"),
            ])
            .await;
        let expected = if n < 30 { "wrong" } else { "wait-1" };
        assert_eq!(
            page.path,
            format!("/admin/sign-in?notice={expected}"),
            "name {n}"
        );
    }
    // The correct password waits, too, from a throttled address.
    jane.browser = from("203.0.113.9");
    assert_eq!(
        jane.first(PASSWORD).await.path,
        "/admin/sign-in?notice=wait-1"
    );
    // One event for unknown names and one for the account, within the hour.
    let held = "SELECT detail FROM desk_trail WHERE deed = 'held_back'";
    assert_eq!(app.column(held).await.len(), 2);
    // Another address signs in without a wait.
    jane.browser = from("203.0.113.10");
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    let code = jane.next_code(&app);
    assert_eq!(jane.browser.submit(&[("code", &code)]).await.path, "/admin");
    // The wait ends after a minute; the next one takes twice as long.
    app.advance(Duration::from_secs(30));
    for (name, expected) in [("guess.late", "wrong"), ("guess.later", "wait-2")] {
        attacker.get("/admin/sign-in").await;
        let page = attacker
            .submit(&[("name", name), ("password", "the same guess for everybody")])
            .await;
        assert_eq!(page.path, format!("/admin/sign-in?notice={expected}"));
    }
}

#[tokio::test]
async fn wrong_current_password_counts_as_a_failed_sign_in() {
    let app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let new = "a slow barge in the fog";
    let guess = [
        ("present", "not what it is at all"),
        ("password", new),
        ("again", new),
    ];
    jane.browser.get("/admin/account").await;
    for n in 0..5 {
        let page = jane.press("#change-password", &guess).await;
        assert_eq!(page.path, "/admin/account?notice=present", "{n}");
    }
    let right = [("present", PASSWORD), ("password", new), ("again", new)];
    let page = jane.press("#change-password", &right).await;
    assert_eq!(page.path, "/admin/account?notice=wait-1");
    let refused = "SELECT CAST(SUM(times) AS TEXT) FROM sign_in_refusals \
                   WHERE detail LIKE '%\"refused\"%'";
    assert_eq!(app.column(refused).await, ["5"]);
    app.advance(Duration::from_secs(61));
    jane.browser.get("/admin/account").await;
    let page = jane.press("#change-password", &right).await;
    assert_eq!(page.path, "/admin/account?notice=done-password-changed");
}

#[tokio::test]
async fn shared_address_throttle_delays_wrong_passwords_only() {
    let app = behind_a_proxy().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let shared = || app.browser().habit("x-forwarded-for", "203.0.113.9");
    let mistypes = async |n: u32| {
        let mut browser = shared();
        browser.get("/admin/sign-in").await;
        let name = format!("unknown.{n}");
        let fields = [("name", name.as_str()), ("password", "not what it is")];
        browser.submit(&fields).await.path.clone()
    };
    for n in 0..36 {
        assert_eq!(mistypes(n).await, "/admin/sign-in?notice=wrong", "{n}");
        if n >= 29 {
            // Longer than the longest wait.
            app.advance(Duration::from_secs(3_600));
        }
    }
    // The account does not trust this address yet. A correct password neither starts a wait between
    // password and code, nor delays the next mistake.
    jane.browser = shared();
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    let code = jane.next_code(&app);
    assert_eq!(jane.browser.submit(&[("code", &code)]).await.path, "/admin");
    assert_eq!(mistypes(99).await, "/admin/sign-in?notice=wrong");
    assert!(
        mistypes(99)
            .await
            .starts_with("/admin/sign-in?notice=wait-")
    );
    // A trusted address is exempt from the failures of other accounts.
    jane.browser = shared();
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
}
