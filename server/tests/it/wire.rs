//! What the upstream received, field by field (contract §3).

use crate::{
    app::{Setup, TestApp},
    person::Person,
};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

/// Takes a field out of a body.
#[track_caller]
fn take(body: &mut Value, field: &str) -> String {
    let taken = body.as_object_mut().and_then(|fields| fields.remove(field));
    let taken = taken.and_then(|value| value.as_str().map(str::to_owned));
    taken.unwrap_or_else(|| panic!("no text in {field}: {body}"))
}

#[tokio::test]
async fn every_field_of_the_contract_arrives_as_it_was_entered() {
    let app = TestApp::new().await;
    let agreed_at = app.now().replace_nanosecond(0).expect("a whole second");
    let mut browser = app.browser();
    browser.get("/?ref=REF123").await;
    browser.submit(&[]).await;
    browser.answer(&Person::JOHN).await;
    app.advance(std::time::Duration::from_secs(90));
    browser.hand_in().await;

    let mut body = app.starts().remove(0);
    let user_id = take(&mut body, "userId");
    let random = user_id.strip_prefix("usr_").expect("our prefix");
    assert_eq!(random.len(), 26, "128 random bits in base 32");
    let token = take(&mut body, "sessionToken");
    assert!(token.len() >= 26, "{token}");
    let cookie = browser.session().expect("a session");
    assert!(!token.contains(cookie) && !cookie.contains(&token));
    assert_eq!(
        body,
        json!({
            "firstName": "John",
            "middleName": "Michael",
            "lastName": "Doe",
            "email": "john.doe@example.com",
            "phoneNumber": "+15551234567",
            "dateOfBirth": "1990-01-15",
            "ssn": "123-45-6789",
            "address": {
                "addressLine1": "123 Main Street",
                "addressLine2": "Apt 4B",
                "city": "New York",
                "state": "NY",
                "postalCode": "10001",
                "country": "US",
            },
            "agreementTime": agreed_at.format(&Rfc3339).expect("a time"),
            "referralCode": "REF123",
            "ipAddress": "127.0.0.1",
        })
    );
    assert_eq!(app.inquiry().user_id, user_id);
}

#[tokio::test]
async fn what_was_left_blank_is_absent() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser
        .apply(&Person {
            middle: " ",
            line2: "",
            ..Person::JOHN
        })
        .await;
    let body = app.starts().remove(0);
    let fields: Vec<_> = body.as_object().expect("an object").keys().collect();
    for absent in ["middleName", "referralCode"] {
        assert!(
            !fields.iter().any(|field| *field == absent),
            "{absent} in {fields:?}"
        );
    }
    assert_eq!(fields.len(), 11);
    let address = body["address"].as_object().expect("an object");
    assert!(!address.contains_key("addressLine2"));
    assert_eq!(address.len(), 5);
}

#[tokio::test]
async fn what_people_type_is_brought_into_the_contracts_form() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let typed = Person {
        given: "  José ",
        family: "O’Brien",
        phone: "(212) 555-1234",
        state: "new york",
        postal: "10001-1234",
        ssn: "123 45 6789",
        ..Person::JOHN
    };
    browser.apply(&typed).await;
    let body = app.starts().remove(0);
    for (pointer, expected) in [
        ("/firstName", "José"),
        ("/phoneNumber", "+12125551234"),
        ("/ssn", "123-45-6789"),
        ("/address/state", "NY"),
    ] {
        assert_eq!(body.pointer(pointer), Some(&json!(expected)), "{pointer}");
    }
    let zip = body["address"]["postalCode"].as_str().expect("text");
    assert!(zip.starts_with("10001"), "{zip}");
}

#[tokio::test]
async fn a_typed_referral_code_wins_over_the_links() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.get("/?ref=FROM-LINK").await;
    browser.submit(&[]).await;
    browser.answer(&Person::JOHN).await;
    assert_eq!(
        browser.get("/contact").await.value("referral").as_deref(),
        Some("FROM-LINK")
    );
    browser.submit(&[("referral", "TYPED_1")]).await;
    browser.hand_in().await;
    assert_eq!(app.starts()[0]["referralCode"], "TYPED_1");
}

#[tokio::test]
async fn the_address_of_the_person_is_believed_from_trusted_proxies_only() {
    for (proxies, forwarded, expected) in [
        ("", "198.51.100.7", "127.0.0.1"),
        ("10.0.0.0/8", "198.51.100.7", "127.0.0.1"),
        ("127.0.0.0/8", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.0/8", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.0/8", "rubbish", "127.0.0.1"),
    ] {
        let app = Setup::default()
            .var("VESTIBULE_TRUSTED_PROXIES", proxies)
            .start()
            .await;
        let mut browser = app.browser().habit("x-forwarded-for", forwarded);
        browser.apply(&Person::JOHN).await;
        assert_eq!(
            app.starts()[0]["ipAddress"],
            expected,
            "{proxies} {forwarded}"
        );
    }
}

#[tokio::test]
async fn the_upstream_is_shown_our_token_and_nothing_of_the_browsers() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let entry = app.sandbox.ledger().remove(0);
    assert_eq!(entry.authorization, sandbox::Authorization::Right);
    let cookie = browser.session().expect("a session");
    assert!(!entry.body.to_string().contains(cookie));
}
