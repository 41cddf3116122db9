//! Every field error once through HTTP (UX rules 15 and 16).

use crate::{
    app::{Setup, TestApp},
    person::{Person, SSN},
};
use kyc::{form::Field, value::FieldError};

/// Path of the page with this field.
fn page_of(field: Field) -> &'static str {
    match field {
        Field::Agreed => "/agreement",
        Field::Given | Field::Middle | Field::Family => "/name",
        Field::BirthDate | Field::Month | Field::Day | Field::Year => "/date-of-birth",
        Field::Email | Field::Phone | Field::Referral => "/contact",
        Field::Line1 | Field::Line2 | Field::City | Field::State | Field::PostalCode => "/address",
        Field::Ssn => "/ssn",
        Field::Code => "/fill-in/code",
    }
}

/// Input that causes this error.
fn typed(fault: FieldError) -> Vec<(&'static str, String)> {
    let long = |n: usize| "a".repeat(n);
    let one = |name, value: &str| vec![(name, value.to_owned())];
    let date = |year: &str, month: &str, day: &str| {
        let parts = [("year", year), ("month", month), ("day", day)];
        parts.map(|(name, value)| (name, value.to_owned())).to_vec()
    };
    match fault {
        FieldError::GivenNameEmpty => one("given", "  "),
        FieldError::GivenNameTooLong => one("given", &long(51)),
        FieldError::GivenNameCharacters => one("given", "J0hn <b>"),
        FieldError::GivenNameNoLetter => one("given", "-"),
        FieldError::MiddleNameTooLong => one("middle", &long(51)),
        FieldError::MiddleNameCharacters => one("middle", "M!"),
        FieldError::MiddleNameNoLetter => one("middle", "'"),
        FieldError::MiddleNameFiller => one("middle", "N/A"),
        FieldError::FamilyNameEmpty => one("family", ""),
        FieldError::FamilyNameTooLong => one("family", &long(51)),
        FieldError::FamilyNameCharacters => one("family", "Doe\"><script>alert(1)</script>"),
        FieldError::FamilyNameNoLetter => one("family", "."),
        FieldError::BirthDateEmpty => date("", "", ""),
        FieldError::BirthDayMissing => one("day", ""),
        FieldError::BirthMonthMissing => one("month", ""),
        FieldError::BirthYearMissing => one("year", ""),
        FieldError::BirthYearFourDigits => one("year", "90"),
        FieldError::BirthDateShape => one("day", "x"),
        FieldError::BirthDateImpossible => date("1990", "February", "31"),
        FieldError::BirthDateFuture => one("year", "2999"),
        FieldError::BirthDateTooLongAgo => one("year", "1850"),
        FieldError::EmailEmpty => one("email", ""),
        FieldError::EmailTooLong => one("email", &format!("{}@example.com", long(250))),
        FieldError::EmailLocalTooLong => one("email", &format!("{}@example.com", long(65))),
        FieldError::EmailCharacters => one("email", "john doe@example.com"),
        FieldError::EmailDots => one("email", "john..doe@example.com"),
        FieldError::EmailDomain => one("email", "john@-example.com"),
        FieldError::EmailShape => one("email", "john.doe"),
        FieldError::PhoneEmpty => one("phone", ""),
        FieldError::PhoneShape => one("phone", "call me"),
        FieldError::PhoneImpossible => one("phone", "+1 555"),
        FieldError::ReferralCodeTooLong => one("referral", &long(65)),
        FieldError::ReferralCodeCharacters => one("referral", "REF 123!"),
        FieldError::ReferralCodeUnknown => one("referral", "NOBODYS-1"),
        FieldError::AddressLine1Empty => one("line1", ""),
        FieldError::AddressLine1TooLong => one("line1", &long(101)),
        FieldError::AddressLine1Characters => one("line1", "123 Main <Street>"),
        FieldError::AddressLine1PoBox => one("line1", "PO Box 123"),
        FieldError::AddressLine2TooLong => one("line2", &long(101)),
        FieldError::AddressLine2Characters => one("line2", "Apt {4B}"),
        FieldError::CityEmpty => one("city", ""),
        FieldError::CityTooLong => one("city", &long(51)),
        FieldError::CityCharacters => one("city", "New Y0rk*"),
        FieldError::StateEmpty => one("state", ""),
        FieldError::StateUnknown => one("state", "Atlantis"),
        FieldError::StateMilitary => one("city", "APO"),
        FieldError::PostalCodeEmpty => one("postal", ""),
        FieldError::PostalCodeShape => one("postal", "1000"),
        FieldError::PostalCodeStateMismatch => one("postal", "90210"),
        FieldError::SsnEmpty => one("ssn", ""),
        FieldError::SsnLength => one("ssn", "123-45-678"),
        FieldError::SsnCharacters => one("ssn", "123-45-678O"),
        FieldError::SsnImpossible => one("ssn", "000-12-3456"),
        FieldError::SsnItin => one("ssn", "912-70-3456"),
        FieldError::SsnAdvertised => one("ssn", "078-05-1120"),
        FieldError::ConsentMissing => Vec::new(),
        // Errors of other pages.
        FieldError::BirthDateDiffers
        | FieldError::CodeEmpty
        | FieldError::CodeShape
        | FieldError::CodeWrong
        | FieldError::CodePending => Vec::new(),
    }
}

/// Valid input of a field.
fn sound(name: &str) -> &'static str {
    let john = Person::JOHN;
    match name {
        "given" => john.given,
        "middle" => john.middle,
        "family" => john.family,
        "year" => "1990",
        "month" => "1",
        "day" => "15",
        "email" => john.email,
        "phone" => john.phone,
        "line1" => john.line1,
        "line2" => john.line2,
        "city" => john.city,
        "state" => john.state,
        "postal" => john.postal,
        _ => "",
    }
}

#[tokio::test]
async fn every_field_error_is_shown_twice_and_input_is_kept() {
    let app = Setup::default().var("KYC_REFERRALS", "on").start().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    // Two pages store no input. resume.rs and the prefill tests cover them.
    let elsewhere = |fault: &FieldError| {
        *fault == FieldError::BirthDateDiffers || Field::of(*fault) == Field::Code
    };
    for fault in FieldError::ALL.iter().filter(|fault| !elsewhere(fault)) {
        let field = Field::of(*fault);
        let typed = typed(*fault);
        if *fault == FieldError::SsnEmpty {
            // An empty box keeps the stored SSN, so an invalid one has to erase it first.
            browser.give_ssn("1").await;
        }
        browser.get(page_of(field)).await;
        let pairs: Vec<_> = typed
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (action, mut fields) = browser.filled("form#step", &pairs);
        fields.retain(|(name, _)| name != "agreed");
        let page = browser.post_and_follow(&action, &fields).await.clone();

        assert_eq!(page.path, page_of(field), "{fault}");
        assert!(
            page.title().starts_with("Error: "),
            "{fault}: {}",
            page.title()
        );
        let words = app::i18n::field_errors::of(*fault).en;
        let link = (format!("#{}", field.id()), words.to_owned());
        assert_eq!(page.problems(), [link], "{fault}");
        let control = format!("input#{}[aria-invalid=true]", field.id());
        assert!(page.has(&control), "{fault}: no {control}");
        assert_eq!(page.one("p.fault"), format!("Error: {words}"), "{fault}");
        assert_eq!(page.attribute(".alert", "role").as_deref(), Some("alert"));
        for (name, value) in &typed {
            if *name == "ssn" {
                assert_eq!(page.value("ssn"), None, "{fault}: a number came back");
                assert!(
                    value.is_empty() || !page.text.contains(value.as_str()),
                    "{fault}"
                );
            } else {
                assert_eq!(page.value(name).as_deref(), Some(value.as_str()), "{fault}");
            }
        }
        assert!(!page.has("script[src], script[type]"), "{fault}");

        // A valid value removes the error.
        let mended: Vec<_> = match field {
            Field::Agreed => vec![("agreed", "yes")],
            Field::Ssn => vec![("ssn", SSN)],
            _ => typed.iter().map(|(name, _)| (*name, sound(name))).collect(),
        };
        let page = browser.submit(&mended).await;
        assert_eq!(page.path, "/check", "{fault} was mended");
    }
    assert!(app.starts().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn all_field_errors_of_a_page_are_shown_at_once() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.begin().await;
    browser.agree().await;
    let page = browser.submit(&[]).await;
    let targets: Vec<_> = page
        .problems()
        .into_iter()
        .map(|(target, _)| target)
        .collect();
    assert_eq!(targets, ["#given", "#family"]);
    // A reload still shows the errors.
    assert_eq!(browser.get("/name").await.problems().len(), 2);
}

#[tokio::test]
async fn ssn_is_in_no_page() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    for path in ["/ssn", "/check", "/name", "/"] {
        let page = browser.get(path).await;
        for written in [SSN, "123456789", "123 45 6789", "123-45-"] {
            assert!(!page.text.contains(written), "{written} at {path}");
        }
    }
    let page = browser.get("/ssn").await;
    assert_eq!(page.value("ssn"), None);
    assert!(page.notice().expect("a notice").contains("ending in 6789"));
    // An empty box keeps the stored SSN.
    assert_eq!(browser.submit(&[]).await.path, "/check");
    assert_eq!(browser.hand_in().await.label().as_deref(), Some("approved"));
}

#[tokio::test]
async fn invalid_ssn_erases_the_stored_one() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    browser.fill_in(&Person::JOHN).await;
    browser.give_ssn("666-12-3456").await;
    assert_eq!(browser.get("/check").await.path, "/ssn?notice=order");
    let held: Option<Vec<u8>> = app.database().await.application("ssn_sealed").await;
    assert_eq!(held, None);
}
