//! Properties of names, dates of birth, Social Security numbers and referral codes.

use super::{cases, laced, separator};
use crate::TODAY;
use kyc::{
    value::Ssn,
    value::{BirthDate, FieldError, Name, ReferralCode, text},
};
use proptest::prelude::*;
use time::{Date, Duration, macros::date};

fn born_on() -> impl Strategy<Value = Date> {
    (0..130 * 365_i64).prop_map(|days| TODAY - Duration::days(days))
}

fn birth(born: Date, month: &str) -> Result<BirthDate, FieldError> {
    BirthDate::parse(
        &born.day().to_string(),
        month,
        &format!("{:04}", born.year()),
        TODAY,
    )
}

/// Reference implementation of the age: counts the birthdays one by one.
fn birthdays(born: Date, today: Date) -> u16 {
    (born.year() + 1..=today.year())
        .map(|year| {
            born.replace_year(year)
                .unwrap_or_else(|_| date!(2000 - 03 - 01).replace_year(year).expect("1 March"))
        })
        .filter(|birthday| *birthday <= today)
        .count()
        .try_into()
        .expect("few")
}

const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn name_parsed_again_is_the_same(typed in "[\\p{L}\\p{M}' .’-]{1,30}") {
        if let Ok(name) = Name::parse_given(&typed) {
            prop_assert_eq!(Name::parse_given(name.as_str()), Ok(name.clone()));
            prop_assert!(name.as_str().chars().count() <= Name::MAX);
            prop_assert_eq!(Name::parse_family(&typed), Ok(name.clone()));
            // `NO` is a first name, and in the middle a word for none.
            let middle = Name::parse_middle(&typed);
            prop_assert!(middle == Ok(Some(name)) || middle == Err(FieldError::MiddleNameFiller));
        }
    }

    #[test]
    fn name_is_the_same_composed_and_decomposed(name in "[a-zA-ZÀ-ÖØ-öø-ÿĀ-ſẠ-ỹ]{1,50}") {
        use unicode_normalization::UnicodeNormalization as _;
        let decomposed: String = name.nfd().collect();
        let parsed = Name::parse_given(&name);
        prop_assert!(parsed.is_ok());
        prop_assert_eq!(Name::parse_given(&decomposed), parsed);
    }

    #[test]
    fn birth_date_round_trips(born in born_on()) {
        let parsed = birth(born, &u8::from(born.month()).to_string()).expect("a day of the last 130 years");
        prop_assert_eq!(parsed.date(), born);
        prop_assert_eq!(parsed.iso(), born.to_string());
        prop_assert_eq!(BirthDate::try_from(parsed.iso()), Ok(parsed));
    }

    #[test]
    fn birth_month_means_the_same_in_numbers_and_in_both_languages(
        born in born_on(),
        cut in 3_usize..12,
        upper in any::<bool>(),
    ) {
        let number = u8::from(born.month());
        let index = usize::from(number) - 1;
        for name in [ENGLISH[index], SPANISH[index]] {
            let cut = &name[..cut.min(name.len())];
            let word = if upper { cut.to_uppercase() } else { cut.to_owned() };
            prop_assert_eq!(birth(born, &word), birth(born, &number.to_string()));
        }
    }

    #[test]
    fn birth_date_in_the_future_is_refused(days in 1..2000_i64) {
        let born = TODAY + Duration::days(days);
        prop_assert_eq!(birth(born, &u8::from(born.month()).to_string()), Err(FieldError::BirthDateFuture));
    }

    #[test]
    fn birth_date_is_sound_exactly_when_the_calendar_has_it(
        day in 0_u8..40,
        month in 0_u8..15,
        year in 1900_i32..2026,
    ) {
        let exists = time::Month::try_from(month).is_ok_and(|m| Date::from_calendar_date(year, m, day).is_ok());
        let parsed = BirthDate::parse(&day.to_string(), &month.to_string(), &year.to_string(), TODAY);
        prop_assert_eq!(parsed.is_ok(), exists);
        prop_assert!(exists || parsed == Err(FieldError::BirthDateImpossible));
    }

    #[test]
    fn age_is_the_number_of_birthdays(born in born_on(), later in 0..20_000_i64) {
        let today = born + Duration::days(later);
        let birth = BirthDate::try_from(born.to_string()).expect("a day");
        prop_assert_eq!(birth.age_on(today), birthdays(born, today));
        prop_assert!(birth.age_on(today + Duration::DAY) - birth.age_on(today) <= 1);
        prop_assert_eq!(birth.age_on(born - Duration::days(later)), 0);
    }

    #[test]
    fn ssn_is_refused_exactly_when_never_issued(
        area in 0_u16..1000,
        group in 0_u8..100,
        serial in 0_u16..10_000,
        between in prop::collection::vec(separator(), 1..12),
    ) {
        let dashed = format!("{area:03}-{group:02}-{serial:04}");
        let never = area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0;
        match Ssn::parse(&laced(&dashed, &between)) {
            Ok(ssn) => {
                prop_assert!(!never);
                prop_assert!(*ssn.dashed() == dashed);
                prop_assert!(*ssn.digits() == dashed.replace('-', ""));
                prop_assert_eq!(ssn.last_four(), format!("{serial:04}"));
            }
            Err(FieldError::SsnItin) => prop_assert!(area >= 900 && group >= 50),
            Err(fault) => prop_assert!(never && fault == FieldError::SsnImpossible),
        }
    }

    #[test]
    fn ssn_of_another_length_is_refused(digits in "[0-9]{1,8}|[0-9]{10,30}") {
        prop_assert_eq!(Ssn::parse(&digits).err(), Some(FieldError::SsnLength));
    }

    #[test]
    fn referral_code_is_sound_exactly_in_its_alphabet(
        code in "[A-Za-z0-9_-]{1,64}",
        odd in "[^A-Za-z0-9_\\s\\p{C}-]",
    ) {
        prop_assert_eq!(ReferralCode::parse(&format!(" {code} ")).map(|c| c.map(String::from)), Ok(Some(code.clone())));
        let spoilt = format!("A{odd}{}", &code[..code.len().min(62)]);
        let is_read = |c| text::is_hyphen(c) || text::narrow(c) != c || text::is_invisible(c);
        prop_assert!(text::is_blank(&odd) || odd.contains(is_read) || ReferralCode::parse(&spoilt) == Err(FieldError::ReferralCodeCharacters));
    }
}
