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
        how in prop::sample::select(vec![
            "po box", "p.o. box", "p o box", "pobox", "post office box", "p.o.box", "pob", "po", "lock box",
            "box", "bx", "apartado", "apdo postal", "drawer", "caller", "gpo", "postal box",
        ]),
        between in prop::collection::vec(separator(), 1..12),
        upper in prop::collection::vec(any::<bool>(), 20),
    ) {
        let mixed: String = how.chars().zip(upper).map(|(c, upper)| {
            if upper { c.to_ascii_uppercase() } else { c }
        }).collect();
        let typed = laced(&format!("{mixed} {number}"), &between);
        let parsed = StreetLine::parse_first(&typed);
        prop_assert_eq!(parsed.err(), Some(FieldError::AddressLine1PoBox), "{:?}", typed);
    }

    #[test]
    fn po_box_is_found_through_look_alikes(
        how in prop::sample::select(vec!["po box 12", "pob 12", "lock box 12", "post office box 12"]),
        picks in prop::collection::vec(0_usize..4, 20),
    ) {
        let alike = |c: char, pick: usize| match (c, pick) {
            ('o', 1) => '0', ('o', 2) => 'о', ('o', 3) => 'ｏ',
            ('p', 1) => 'р', ('p', 2) => 'ρ', ('p', 3) => 'Ｐ',
            ('b', 1) => 'В', ('b', 2) => 'Β', ('b', 3) => '𝐛',
            ('x', 1) => 'х', ('x', 2) => 'Χ', ('x', 3) => 'ⓧ',
            ('c', 1) => 'с', ('e', 2) => 'е', ('i', 1) => '1', ('k', 1) => 'к',
            (' ', 1) => '\u{A0}', (' ', 2) => '\u{3000}',
            (c, _) => c,
        };
        let typed: String = how.chars().zip(picks).map(|(c, pick)| alike(c, pick)).collect();
        let parsed = StreetLine::parse_first(&typed);
        prop_assert_eq!(parsed.err(), Some(FieldError::AddressLine1PoBox), "{:?}", typed);
    }

    #[test]
    fn street_line_outcome_does_not_depend_on_case(typed in "[0-9]{0,3} ?[a-zA-Z0-9 .,#/-]{0,30}") {
        let upper = StreetLine::parse_first(&typed.to_uppercase()).map(|_| ());
        let lower = StreetLine::parse_first(&typed.to_lowercase()).map(|_| ());
        prop_assert_eq!(StreetLine::parse_first(&typed).map(|_| ()), upper);
        prop_assert_eq!(lower, upper);
    }

    #[test]
    fn numbered_streets_are_never_a_box(
        number in 1_u32..100_000,
        name in prop::sample::select(vec![
            "Box Elder", "Post Office", "Po River", "Boxwood", "Apartado", "Lockhart", "Drawer", "Postal",
        ]),
        kind in prop::sample::select(vec!["Rd", "St", "Lane", "Ct.", "Ave"]),
        unit in "|(, | )(Apt|Unit|#|Ste) [0-9A-F]{1,3}",
    ) {
        let typed = format!("{number} {name} {kind}{unit}");
        prop_assert!(StreetLine::parse_first(&typed).is_ok(), "{}", typed);
    }
}
