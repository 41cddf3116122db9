//! Properties of states, ZIP codes and addresses.

use super::{cases, laced, separator};
use kyc::value::{Address, City, FieldError, PostalCode, StreetLine, UsState};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn zip_in_any_format_round_trips(
        digits in "[0-9]{5}([0-9]{4})?",
        between in prop::collection::vec(separator(), 1..12),
    ) {
        let code = PostalCode::parse(&laced(&digits, &between)).expect("5 or 9 digits");
        prop_assert_eq!(code.as_str().replace('-', ""), digits.clone());
        prop_assert_eq!(code.zip5(), &digits[..5]);
        prop_assert_eq!(PostalCode::parse(code.as_str()), Ok(code));
    }

    #[test]
    fn zip_state_follows_from_the_first_three_digits(
        prefix in "[0-9]{3}",
        tails in prop::array::uniform2("[0-9]{2}|[0-9]{6}"),
        state in prop::sample::select(UsState::ALL),
    ) {
        let [a, b] = tails.map(|tail| PostalCode::parse(&format!("{prefix}{tail}")).expect("a ZIP code"));
        prop_assert_eq!(a.is_in(state), b.is_in(state));
        prop_assert!(UsState::ALL.iter().filter(|s| a.is_in(**s)).count() <= 4);
        let address = Address::parse("123 Main Street", "", "New York", state.code(), a.as_str());
        prop_assert_eq!(address.is_ok(), a.is_in(state));
    }

    #[test]
    fn state_is_read_from_its_code_name_and_label(
        state in prop::sample::select(UsState::ALL),
        upper in any::<bool>(),
    ) {
        for shown in [state.code().to_owned(), state.name().to_owned(), state.label(), state.to_string()] {
            let typed = if upper { shown.to_uppercase() } else { shown.to_lowercase() };
            prop_assert_eq!(UsState::parse(&typed), Ok(state));
        }
    }

    #[test]
    fn street_lines_and_cities_parsed_again_are_the_same(
        typed in "[\\p{L}\\p{M}0-9 .,#'’/&()-]{1,40}",
    ) {
        if let Ok(line) = StreetLine::parse_first(&typed) {
            prop_assert_eq!(StreetLine::parse_first(line.as_str()), Ok(line.clone()));
            prop_assert_eq!(StreetLine::parse_second(&typed), Ok(Some(line)));
        }
        if let Ok(city) = City::parse(&typed) {
            prop_assert_eq!(City::parse(city.as_str()), Ok(city));
        }
    }

    #[test]
    fn po_box_is_found_in_any_spelling(
        number in 1_u32..100_000,
        how in prop::sample::select(vec!["po box", "p.o. box", "p o box", "pobox", "post office box", "p.o.box"]),
        upper in any::<bool>(),
        gap in "[ #]{0,2}",
    ) {
        let how = if upper { how.to_uppercase() } else { how.to_owned() };
        prop_assert_eq!(StreetLine::parse_first(&format!("{how}{gap}{number}")).err(), Some(FieldError::AddressLine1PoBox));
    }
}
