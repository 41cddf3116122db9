//! Limits of guessing: attempts are counted before they are verified, and 100 failures in a row
//! lock an account. Refusals do not fill the trail. An attacker stops no one else's sign-in.

use super::signed_in_staff::{PASSWORD, SignedInStaff, link};
use crate::{
    app::{Setup, TestApp},
    browser::Browser,
    wait::{equal, eventually},
};
use futures_util::future::join_all;
use kyc::admin::Role;
use std::time::Duration;

const WRONG: &str = "guess after guess after guess";
/// Attempts that were refused after a check, in the current hour.
const JUDGED: &str = "SELECT CAST(COALESCE(SUM(times), 0) AS TEXT) FROM sign_in_refusals \
     WHERE detail LIKE '%\"refused\"%'";
const FAILURES: &str = "SELECT CAST(in_a_row AS TEXT) FROM sign_in_failures";

async fn behind_a_proxy() -> TestApp {
    let setup = Setup::default().var("VESTIBULE_TRUSTED_PROXIES", "127.0.0.0/8");
    setup.start().await
}

fn from(app: &TestApp, ip: &str) -> Browser {
    app.browser().habit("x-forwarded-for", ip)
}

/// Opens the sign-in page of each browser, then posts name and password from all of them at once.
/// Returns status and target of each answer.
async fn sign_in_at_once(browsers: Vec<Browser>, name: &str, password: &str) -> Vec<(u16, String)> {
    let mut ready = Vec::new();
    for mut browser in browsers {
        browser.get("/admin/sign-in").await;
        ready.push(browser);
    }
    let posts = ready.into_iter().map(|mut browser| async move {
        let css = "form[action='/admin/api/sign-in']";
        let typed = [("name", name), ("password", password)];
        let (action, fields) = browser.filled(css, &typed);
        let request = browser.post(&action, &fields);
        let page = browser.send(request).await;
        let to = page.headers.get("location");
        let to = to.map(|to| to.to_str().expect("ASCII").to_owned());
        let retry = page.headers.get("retry-after");
        let retry = retry.map(|it| it.to_str().expect("ASCII").to_owned());
        (page.status.as_u16(), to.or(retry).unwrap_or_default())
    });
    join_all(posts).await
}

/// Signs in from an address, which the account then trusts.
async fn sign_in_from(app: &TestApp, staff: &mut SignedInStaff, ip: &str) {
    staff.browser = from(app, ip);
    assert_eq!(staff.first(PASSWORD).await.path, "/admin/sign-in/second");
    let code = staff.next_code(app);
    assert_eq!(
        staff.browser.submit(&[("code", &code)]).await.path,
        "/admin"
    );
}

#[tokio::test]
async fn forty_five_wrong_passwords_at_once_are_judged_five_times() {
    let app = TestApp::new().await;
    let jane = app.sign_in_staff(Role::Reviewer).await;
    let browsers = (0..45).map(|_| app.browser()).collect();
    let answers = sign_in_at_once(browsers, &jane.name, WRONG).await;
    let wrong = answers
        .iter()
        .filter(|(_, to)| to.ends_with("notice=wrong"));
    assert_eq!(wrong.count(), 5);
    assert_eq!(app.column(JUDGED).await, ["5"]);
}

#[tokio::test]
async fn forty_five_wrong_codes_at_once_from_many_addresses_are_judged_five_times() {
    let app = behind_a_proxy().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.browser = from(&app, "192.0.2.1");
    jane.first(PASSWORD).await;
    let (action, mut fields) = jane.browser.filled("form:has(#code)", &[]);
    fields.retain(|(name, _)| name != "code");
    fields.push(("code".to_owned(), "000000".to_owned()));
    let posts = (0..45).map(|n| {
        let mut browser = jane.browser.clone();
        browser.habits = vec![("x-forwarded-for", format!("192.0.2.{}", n + 10))];
        let request = browser.post(&action, &fields);
        async move { browser.send(request).await.header("location").to_owned() }
    });
    let targets = join_all(posts).await;
    let again = targets.iter().filter(|to| to.ends_with("notice=code"));
    assert_eq!(
        again.count(),
        4,
        "the fifth one ends the sign-in: {targets:?}"
    );
    assert_eq!(app.column(JUDGED).await, ["5"]);
    let page = jane.browser.get("/admin/sign-in/second").await;
    assert_eq!(page.path, "/admin/sign-in?notice=ended");
}

#[tokio::test]
async fn account_with_100_failures_in_a_row_needs_a_reset_and_its_owner_is_told() {
    let app = behind_a_proxy().await;
    let mut boss = app.sign_in_staff(Role::Administrator).await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    let fail = async |n: u32| {
        // Each attempt after the throttle's longest wait, each from an address of its own.
        app.advance(Duration::from_secs(16 * 60));
        let mut browser = from(&app, &format!("192.0.{}.{}", n / 50, n % 50));
        browser.get("/admin/sign-in").await;
        let typed = [("name", jane.name.as_str()), ("password", WRONG)];
        let page = browser.submit(&typed).await;
        assert_eq!(page.path, "/admin/sign-in?notice=wrong", "{n}");
    };
    for n in 0..3 {
        fail(n).await;
    }
    assert_eq!(app.column(FAILURES).await, ["3"]);
    let mut known = jane.clone_for(&app);
    sign_in_from(&app, &mut known, "198.51.100.7").await;
    assert!(
        app.column(FAILURES).await.is_empty(),
        "a success ends the row"
    );
    for n in 0..99 {
        fail(n).await;
    }
    let locked = "SELECT detail FROM desk_trail WHERE deed = 'locked'";
    assert!(app.column(locked).await.is_empty());
    fail(99).await;
    assert_eq!(app.column(locked).await.len(), 1);
    // The right password gets the same answer as a wrong one, also from a known address.
    app.advance(Duration::from_secs(16 * 60));
    for ip in ["203.0.113.5", "198.51.100.7"] {
        jane.browser = from(&app, ip);
        let page = jane.first(PASSWORD).await;
        assert_eq!(page.path, "/admin/sign-in?notice=wrong", "{ip}");
    }
    assert!(app.task(&["reviewer", "list"]).await.contains("locked"));
    boss.sign_in(&app).await;
    let page = boss.browser.get("/admin").await;
    assert!(page.one(".staff-changes").contains("Locked after 100"));
    let page = boss.browser.get("/admin/staff").await;
    assert!(
        page.all("tbody tr")
            .iter()
            .any(|row| row.contains("Locked"))
    );
    let page = boss.change_staff(&jane.name, "reset").await;
    let way = link(&page.one("#enrol-link"));
    jane.browser = app.browser();
    let page = jane.browser.get(&way).await;
    assert!(page.one(".notice.warning").contains("was locked after 100"));
    jane.enrol_again(&app).await;
    assert!(!jane.browser.get("/admin").await.has("#locked"));
    assert!(app.column(FAILURES).await.is_empty());
    // She trusts the address of the enrolment: the attack elsewhere makes her wait no longer.
    jane.browser = app.browser();
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    let said = app.task(&["audit", "verify"]).await;
    assert!(said.contains("rows of the staff's trail"), "{said}");
}

#[tokio::test]
async fn operator_resets_the_locked_account_of_the_last_administrator() {
    let app = TestApp::new().await;
    let mut boss = app.sign_in_staff(Role::Administrator).await;
    let sql = "INSERT INTO sign_in_failures SELECT id, 100, 0 FROM reviewers";
    assert_eq!(app.database().await.execute(sql, &[]).await, 1);
    boss.browser = app.browser();
    let page = boss.first(PASSWORD).await;
    assert_eq!(page.path, "/admin/sign-in?notice=wrong");
    let said = app.task(&["reviewer", "reset", &boss.name]).await;
    boss.browser = app.browser();
    boss.browser.get(&link(&said)).await;
    boss.enrol_again(&app).await;
    assert_eq!(boss.sign_in(&app).await.path, "/admin");
}

#[tokio::test]
async fn refused_sign_ins_of_an_hour_are_two_events_of_an_address() {
    let mut app = TestApp::new().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    for _ in 0..5 {
        jane.browser = app.browser();
        jane.first(WRONG).await;
    }
    let refused = "SELECT detail FROM desk_trail WHERE deed = 'refused'";
    let events = app.column(refused).await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].contains("\"origin\":\""), "{events:?}");
    assert!(!events[0].contains("127.0.0.1"), "{events:?}");
    app.advance(Duration::from_secs(3_600));
    // Housekeeping runs when a server starts.
    app.restart().await;
    eventually!("the count of the hour", async {
        equal(app.column(refused).await.len(), 2)
    });
    let events = app.column(refused).await;
    assert!(events[1].contains("\"times\":4"), "{events:?}");
    let left = "SELECT detail FROM sign_in_refusals";
    assert!(app.column(left).await.is_empty());
}

#[tokio::test]
async fn spray_from_many_addresses_adds_a_bounded_count_of_events() {
    let app = behind_a_proxy().await;
    app.sign_in_staff(Role::Reviewer).await;
    for n in 0..260 {
        // One /48 each.
        let mut browser = from(&app, &format!("2001:db8:{n:x}::1"));
        browser.get("/admin/sign-in").await;
        let name = format!("guess.{n}");
        let typed = [("name", name.as_str()), ("password", WRONG)];
        browser.submit(&typed).await;
    }
    let refused = "SELECT detail FROM desk_trail WHERE deed = 'refused'";
    assert_eq!(app.column(refused).await.len(), 201);
    assert_eq!(app.column(JUDGED).await, ["260"]);
}

#[tokio::test]
async fn guesses_from_one_network_are_held_back_and_a_known_address_is_not() {
    let app = behind_a_proxy().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    // Her own address is in the attacker's /48.
    sign_in_from(&app, &mut jane, "2001:db8:1:1::7").await;
    let mut last = String::new();
    for n in 0..122 {
        // Another /56 each.
        let mut browser = from(&app, &format!("2001:db8:1:{:x}00::1", n + 1));
        browser.get("/admin/sign-in").await;
        let name = format!("guess.{n}");
        let typed = [("name", name.as_str()), ("password", WRONG)];
        last.clone_from(&browser.submit(&typed).await.path);
    }
    assert_eq!(last, "/admin/sign-in?notice=wait-1");
    jane.browser = from(&app, "2001:db8:1:1::7");
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
}

#[tokio::test]
async fn full_password_queue_answers_503_at_once_and_a_known_address_signs_in() {
    let setup = Setup::default().var("VESTIBULE_TRUSTED_PROXIES", "127.0.0.0/8");
    let app = setup.full_password_cost().start().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    sign_in_from(&app, &mut jane, "198.51.100.7").await;
    let browsers = (0..48).map(|n| from(&app, &format!("2001:db8:{n:x}::1")));
    let browsers = browsers.collect();
    jane.browser = from(&app, "198.51.100.7");
    let (answers, page) =
        tokio::join!(sign_in_at_once(browsers, "unknown.account", WRONG), async {
            jane.first(PASSWORD).await.path.clone()
        });
    assert_eq!(page, "/admin/sign-in/second");
    let busy = answers.iter().filter(|(status, _)| *status == 503);
    let busy: Vec<_> = busy.collect();
    assert!(!busy.is_empty(), "{answers:?}");
    assert!(busy.iter().all(|(_, retry)| retry == "5"), "{busy:?}");
    let judged = app.column(JUDGED).await;
    assert_eq!(
        judged,
        [(48 - busy.len()).to_string()],
        "a 503 counts as no attempt"
    );
}

#[tokio::test]
async fn ration_of_an_address_leaves_a_known_account_its_own() {
    let setup = Setup::default().var("VESTIBULE_RATE_PER_MINUTE", "20");
    let app = setup.start().await;
    let mut jane = app.sign_in_staff(Role::Reviewer).await;
    jane.sign_in(&app).await;
    let mut attacker = app.browser();
    let mut refused = 0;
    for n in 0..40 {
        attacker.get("/admin/sign-in").await;
        let name = format!("guess.{n}");
        let typed = [("name", name.as_str()), ("password", WRONG)];
        refused += u32::from(attacker.submit(&typed).await.status == 429);
    }
    assert!(refused > 0);
    jane.browser = app.browser();
    assert_eq!(jane.first(PASSWORD).await.path, "/admin/sign-in/second");
    let code = jane.next_code(&app);
    assert_eq!(jane.browser.submit(&[("code", &code)]).await.path, "/admin");
}
