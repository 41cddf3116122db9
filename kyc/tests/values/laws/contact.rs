//! Properties of email addresses and phone numbers.

use super::{cases, laced, separator};
use kyc::value::{Email, Phone};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn email_round_trips_and_folds_only_the_domain(
        local in "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}",
        domain in "[A-Za-z0-9]{1,30}",
        top in "[A-Za-z]{2,10}",
    ) {
        let email = Email::parse(&format!(" {local}@{domain}.{top}\n")).expect("a sound shape");
        prop_assert_eq!(email.as_str(), format!("{local}@{}.{}", domain.to_lowercase(), top.to_lowercase()));
        prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
    }

    #[test]
    fn email_never_contains_header_characters(
        typed in "[a-c@. \r\n\t<>,;:\"é\u{200B}-]{0,20}",
    ) {
        if let Ok(email) = Email::parse(&typed) {
            prop_assert!(email.as_str().is_ascii() && email.as_str().len() <= Email::MAX);
            prop_assert!(!email.as_str().contains(|c: char| c.is_control() || " <>,;:\"()[]\\".contains(c)));
            prop_assert_eq!(email.as_str().matches('@').count(), 1);
        }
    }

    #[test]
    fn us_phone_in_any_format_becomes_e164(
        digits in "[2-9][0-9]{9}",
        between in prop::collection::vec(separator(), 1..12),
        extension in "|( ?(x|ext\\.?|#|,) ?[0-9]{1,7})",
    ) {
        let e164 = format!("+1{digits}");
        for prefix in ["", "1", "+1"] {
            let typed = format!("{}{extension}", laced(&format!("{prefix}{digits}"), &between));
            prop_assert_eq!(Phone::parse(&typed).map(String::from), Ok(e164.clone()), "{:?}", typed);
        }
    }

    #[test]
    fn phone_parsed_again_is_the_same(typed in "\\+?[0-9]{1,17}") {
        if let Ok(phone) = Phone::parse(&typed) {
            prop_assert!(phone.e164().starts_with('+') && phone.e164().len() <= 16);
            prop_assert!(phone.e164()[1..].bytes().all(|b| b.is_ascii_digit()));
            prop_assert_eq!(Phone::parse(phone.e164()), Ok(phone));
        }
    }
}
