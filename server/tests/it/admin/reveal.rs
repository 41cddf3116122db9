//! Reveals of unmasked personal data: they need a reason, last five minutes and count against a
//! daily budget. Grant, event and staff audit entry are one transaction.

use super::signed_in_staff::SignedInStaff;
use crate::{
    app::{Setup, TestApp},
    page::Page,
    person::Person,
};
use kyc::admin::Role;
use std::time::Duration;

const EMAIL: &str = "john.doe@example.com";
const REASON: &str = "compare with the letter";

impl SignedInStaff {
    /// Opens a case and requests the reveal of a field.
    pub(crate) async fn reveal(&mut self, case: &str, field: &str, reason: &str) -> &Page {
        self.case(case).await;
        let pairs = [("field", field), ("reveal_reason", reason)];
        self.press(".in-full form", &pairs).await
    }
}

const GRANTS: &str = "SELECT field FROM reveals ORDER BY seq";
const CHAIN: &str = "SELECT detail FROM events WHERE action = 'revealed' ORDER BY id";
const STAFF: &str = "SELECT detail FROM desk_trail \
     WHERE deed IN ('revealed', 'over_budget', 'alert_seen') ORDER BY pos";

#[tokio::test]
async fn reveal_with_a_reason_shows_one_field_to_one_reviewer_for_five_minutes() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut other = app.sign_in_staff(Role::Reviewer).await;
    let page = rita.case(&case).await;
    assert!(!page.text.contains(EMAIL) && page.text.contains("j…@e….com"));
    // The SSN is erased: the page says so and offers no button for it.
    assert!(
        page.text
            .contains("was deleted when the verification provider received it")
    );
    let offered = page.all(".in-full button");
    assert_eq!(offered.len(), 5, "{offered:?}");

    for nothing in ["", "  ", "why", &"x".repeat(501)] {
        let page = rita.reveal(&case, "email", nothing).await;
        assert_eq!(page.problems()[0].0, "#reveal_reason");
        assert_eq!(page.value("reveal_reason").as_deref(), Some(nothing));
        assert!(!page.text.contains(EMAIL));
    }
    assert!(app.column(GRANTS).await.is_empty());

    let page = rita.reveal(&case, "email", REASON).await.clone();
    assert_eq!(page.path, format!("/admin/case/{case}"));
    assert!(!page.path.contains("john") && !page.title().contains("john"));
    assert_eq!(page.header("cache-control"), "no-store");
    let until = app.now() + Duration::from_secs(300);
    let time = format!("until {:02}:{:02} UTC", until.hour(), until.minute());
    assert_eq!(page.one(".revealed"), format!("{EMAIL} {time}"));
    assert_eq!(page.all(".in-full button").len(), 4);
    assert_eq!(page.text.matches(EMAIL).count(), 1, "and nowhere else");
    assert!(!page.text.contains("1990-") && !page.text.contains("123 Main"));
    assert!(!other.case(&case).await.text.contains(EMAIL));

    // Opening the case again uses the same grant.
    let page = rita.case(&case).await;
    assert!(page.text.contains(EMAIL));
    assert_eq!(app.column(GRANTS).await, ["email"]);
    let chain = app.column(CHAIN).await;
    assert_eq!(chain.len(), 1);
    let start = r#"{"action":"revealed","field":"email","text":""#;
    assert!(
        chain[0].starts_with(start) && !chain[0].contains(REASON),
        "{chain:?}"
    );
    let staff = app.column(STAFF).await;
    assert_eq!(staff.len(), 1);
    assert!(
        staff[0].contains(&case) && staff[0].contains("\"email\""),
        "{staff:?}"
    );
    assert!(
        !staff[0].contains(REASON),
        "a reason may say something about them"
    );

    app.advance(Duration::from_secs(299));
    assert!(rita.case(&case).await.text.contains(EMAIL));
    app.advance(Duration::from_secs(1));
    assert!(!rita.case(&case).await.text.contains(EMAIL), "it is over");
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
}

#[tokio::test]
async fn reveal_is_refused_to_viewers_and_without_a_fresh_second_factor() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut vera = app.sign_in_staff(Role::Viewer).await;
    let page = vera.case(&case).await;
    assert!(!page.has(".in-full"));
    let fields = [
        ("csrf", page.csrf()),
        ("case", case.clone()),
        ("seen", "1".to_owned()),
        ("field", "email".to_owned()),
    ];
    let mut fields = fields
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
    fields.push(("reveal_reason".to_owned(), REASON.to_owned()));
    let request = vera.browser.post("/admin/api/reveal", &fields);
    assert_eq!(vera.browser.send(request).await.status, 403);
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    app.advance(Duration::from_secs(11 * 60));
    let page = rita.case(&case).await;
    assert!(!page.has(".in-full"), "nothing is typed that would be lost");
    let to = page.attribute(".freshly a", "href").expect("a link");
    rita.browser.get(&to).await;
    let page = rita.confirm(&app).await;
    assert_eq!(page.path, format!("/admin/case/{case}"));
    assert!(page.has(".in-full"));
    assert!(app.column(GRANTS).await.is_empty());
}

#[tokio::test]
async fn reveal_beyond_the_budget_is_refused_and_alerts_administrators() {
    let app = Setup::default()
        .var("VESTIBULE_DESK_REVEALS_A_DAY", "2")
        .start()
        .await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    rita.reveal(&case, "email", REASON).await;
    assert!(
        rita.browser
            .page()
            .text
            .contains("1 left in the next 24 hours")
    );
    rita.reveal(&case, "phone", REASON).await;
    for _ in 0..2 {
        let page = rita.reveal(&case, "birth_date", REASON).await;
        assert!(
            page.one(".notice")
                .contains("the administrators were notified")
        );
        assert!(!page.text.contains("1990-"));
    }
    assert_eq!(app.column(GRANTS).await, ["email", "phone"]);
    assert_eq!(app.column(CHAIN).await.len(), 2);
    let staff = app.column(STAFF).await;
    assert_eq!(staff[2..], [r#"{"deed":"over_budget","budget":2}"#; 2]);
    // Each reviewer has a separate budget.
    let mut other = app.sign_in_staff(Role::Reviewer).await;
    assert!(other.reveal(&case, "email", REASON).await.has(".revealed"));

    let page = ann.browser.get("/admin").await;
    let alert = page.one(".alerts li");
    assert!(
        alert.contains(&rita.name) && alert.contains("2 blocked, last just now"),
        "{alert}"
    );
    assert!(!rita.browser.get("/admin").await.has(".alerts"));
    let page = ann.press(".alerts form", &[]).await;
    assert_eq!(page.path, "/admin/staff?notice=done-alert-reviewed");
    assert!(!ann.browser.get("/admin").await.has(".alerts"));
    assert_eq!(app.column(STAFF).await.len(), 6);

    // The budget counts the last 24 hours, not calendar days.
    app.advance(Duration::from_secs(24 * 3_600 + 1));
    rita.sign_in(&app).await;
    assert!(
        rita.reveal(&case, "birth_date", REASON)
            .await
            .has(".revealed")
    );
}

#[tokio::test]
async fn administrator_cannot_dismiss_an_alert_about_themselves() {
    let app = Setup::default()
        .var("VESTIBULE_DESK_REVEALS_A_DAY", "0")
        .start()
        .await;
    let case = app.applied(&Person::JOHN).await;
    let mut ann = app.sign_in_staff(Role::Administrator).await;
    let page = ann.reveal(&case, "email", REASON).await;
    assert!(page.has(".alerts") && !page.has(".alerts form"));
    let who = app.column("SELECT substr(actor, 10) FROM desk_trail WHERE deed = 'over_budget'");
    let (csrf, who) = (page.csrf(), who.await.remove(0));
    let fields = [("csrf".to_owned(), csrf), ("who".to_owned(), who)];
    let page = ann
        .browser
        .post_and_follow("/admin/api/put-away", &fields)
        .await;
    assert_eq!(page.path, "/admin/staff?notice=changed");
    assert!(page.has(".alerts"));
}

#[tokio::test]
async fn erasure_ends_reveals_and_erases_their_reasons() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    assert!(
        rita.reveal(&case, "email", REASON)
            .await
            .text
            .contains(EMAIL)
    );
    let csrf = rita.browser.page().csrf();
    app.task(&["erase", &case]).await;
    let page = rita.case(&case).await;
    assert!(
        !page.text.contains(EMAIL),
        "though the five minutes are not over"
    );
    assert!(!page.has(".in-full"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("case", &case),
        ("seen", "1"),
        ("field", "phone"),
        ("reveal_reason", REASON),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = rita
        .browser
        .post_and_follow("/admin/api/reveal", &fields)
        .await;
    assert!(page.path.ends_with("?notice=changed"), "{}", page.path);
    assert_eq!(app.column(GRANTS).await, ["email"]);
    let left = "SELECT kind || ' ' || hex(text_sealed) FROM case_texts";
    assert_eq!(app.column(left).await, ["reason "]);
}

/// A failed write of one of the three rows rolls back all of them.
#[tokio::test]
async fn reveal_writes_grant_and_audit_events_in_one_transaction() {
    let app = TestApp::new().await;
    let case = app.applied(&Person::JOHN).await;
    let mut rita = app.sign_in_staff(Role::Reviewer).await;
    let database = app.database().await;
    for table in ["reveals", "events", "desk_trail"] {
        database.refuse("INSERT", table).await;
        let page = rita.reveal(&case, "email", REASON).await;
        assert!(page.status.is_server_error(), "{table}: {}", page.status);
        database.accept("INSERT", table).await;
        assert!(!rita.case(&case).await.text.contains(EMAIL), "{table}");
        for sql in [GRANTS, CHAIN, STAFF] {
            assert!(app.column(sql).await.is_empty(), "{table}: {sql}");
        }
    }
    assert!(
        rita.reveal(&case, "email", REASON)
            .await
            .text
            .contains(EMAIL)
    );
}
