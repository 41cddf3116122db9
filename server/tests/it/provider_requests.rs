//! Start requests at the provider by field and dialect (contract §3).

use crate::{
    app::{Setup, TestApp},
    person::Person,
};
use sandbox::Dialect;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

/// Removes a text field from a body and returns it.
#[track_caller]
fn take(body: &mut Value, field: &str) -> String {
    let taken = body.as_object_mut().and_then(|fields| fields.remove(field));
    let taken = taken.and_then(|value| value.as_str().map(str::to_owned));
    taken.unwrap_or_else(|| panic!("no text in {field}: {body}"))
}

/// Request for John in A and B, without ids and token.
fn john_in_camel_case(agreed_at: &str) -> Value {
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
        "agreementTime": agreed_at,
        "referralCode": "REF123",
        "ipAddress": "127.0.0.1",
    })
}

/// Request for John in C, without his id. No device script ran, so there is no token
/// (contract §9).
fn john_in_snake_case(agreed_at: &str) -> Value {
    json!({
        "ssn": "123456789",
        "first_name": "John",
        "middle_name": "Michael",
        "last_name": "Doe",
        "date_of_birth": "1990-01-15",
        "email": "john.doe@example.com",
        "phone_number": "+15551234567",
        "address": {
            "address_line_1": "123 Main Street",
            "address_line_2": "Apt 4B",
            "city": "New York",
            "state": "NY",
            "postal_code": "10001",
            "country": "US",
        },
        "agreement": { "version": "08.06.2026", "signed_at": agreed_at },
        "ip_address": "127.0.0.1",
        "docv_eligible": true,
        "referral_code": "REF123",
    })
}

#[tokio::test]
async fn every_contract_field_arrives_as_entered() {
    for dialect in Dialect::ALL {
        let app = Setup::speaking(dialect)
            .var("VESTIBULE_AGREEMENT_VERSION", "08.06.2026")
            .start()
            .await;
        let agreed_at = app.now().replace_nanosecond(0).expect("a whole second");
        let agreed_at = agreed_at.format(&Rfc3339).expect("a time");
        let mut browser = app.browser();
        browser.get("/?ref=REF123").await;
        browser.submit(&[]).await;
        browser.answer(&Person::JOHN).await;
        app.advance(std::time::Duration::from_secs(90));
        browser.hand_in().await;

        let mut body = app.starts().remove(0);
        let (name, expected) = match dialect {
            Dialect::A | Dialect::B => ("userId", john_in_camel_case(&agreed_at)),
            Dialect::C => ("external_id", john_in_snake_case(&agreed_at)),
        };
        let user_id = take(&mut body, name);
        let random = user_id.strip_prefix("usr_").expect("our prefix");
        assert_eq!(random.len(), 26, "128 random bits in base 32");
        assert_eq!(app.inquiry().user_id, user_id);
        if dialect != Dialect::C {
            let token = take(&mut body, "sessionToken");
            assert!(token.len() >= 26, "{token}");
            let cookie = browser.session().expect("a session");
            assert!(!token.contains(cookie) && !cookie.contains(&token));
        }
        assert_eq!(body, expected, "{dialect:?}");
    }
}

/// Field names of an object.
#[track_caller]
fn fields(value: &Value) -> Vec<&str> {
    let fields = value.as_object().expect("an object");
    fields.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn blank_fields_are_absent_from_the_request() {
    for (dialect, absent, of_body, of_address) in [
        (
            Dialect::A,
            ["middleName", "referralCode", "addressLine2"],
            11,
            5,
        ),
        (
            Dialect::B,
            ["middleName", "referralCode", "addressLine2"],
            11,
            5,
        ),
        // C sends an empty middle name.
        (
            Dialect::C,
            ["session_token", "referral_code", "address_line_2"],
            12,
            5,
        ),
    ] {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser
            .apply(&Person {
                middle: " ",
                line2: "",
                ..Person::JOHN
            })
            .await;
        let body = app.starts().remove(0);
        let (body, address) = (fields(&body), fields(&body["address"]));
        assert_eq!((body.len(), address.len()), (of_body, of_address));
        for name in absent {
            assert!(!body.contains(&name), "{name} in {body:?}");
            assert!(!address.contains(&name), "{name} in {address:?}");
        }
    }
}

#[tokio::test]
async fn typed_values_are_normalised_to_contract_format() {
    let typed = Person {
        given: "  José ",
        family: "O’Brien",
        phone: "(212) 555-1234",
        state: "new york",
        postal: "10001-1234",
        ssn: "123 45 6789",
        ..Person::JOHN
    };
    let camel = [
        ("/firstName", "José"),
        ("/phoneNumber", "+12125551234"),
        ("/ssn", "123-45-6789"),
        ("/address/state", "NY"),
        ("/address/postalCode", "10001-1234"),
    ];
    let snake = [
        ("/first_name", "José"),
        ("/phone_number", "+12125551234"),
        ("/ssn", "123456789"),
        ("/address/state", "NY"),
        ("/address/postal_code", "10001"),
    ];
    for (dialect, rows) in [
        (Dialect::A, camel),
        (Dialect::B, camel),
        (Dialect::C, snake),
    ] {
        let app = TestApp::speaking(dialect).await;
        app.browser().apply(&typed).await;
        let body = app.starts().remove(0);
        for (pointer, expected) in rows {
            assert_eq!(body.pointer(pointer), Some(&json!(expected)), "{pointer}");
        }
    }
}

#[tokio::test]
async fn longest_name_is_accepted_in_every_dialect() {
    // Fifty characters take more than fifty bytes.
    let longest = "ñ".repeat(50);
    for (dialect, field) in [
        (Dialect::A, "firstName"),
        (Dialect::B, "firstName"),
        (Dialect::C, "first_name"),
    ] {
        let app = TestApp::speaking(dialect).await;
        let mut browser = app.browser();
        browser.begin().await;
        browser.answer(&Person::JOHN).await;
        browser.get("/name").await;
        browser.submit(&[("given", &longest)]).await;
        let page = browser.hand_in().await;
        assert_eq!(page.label().as_deref(), Some("approved"), "{dialect:?}");
        assert_eq!(app.starts()[0][field], longest);
    }
}

#[tokio::test]
async fn typed_referral_code_overrides_the_link() {
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
async fn client_address_is_taken_from_trusted_proxies_only() {
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
async fn provider_receives_our_token_and_no_browser_cookie() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.apply(&Person::JOHN).await;
    let entry = app.sandbox.ledger().remove(0);
    assert_eq!(entry.authorization, sandbox::Authorization::Right);
    let cookie = browser.session().expect("a session");
    assert!(!entry.body.to_string().contains(cookie));
}
