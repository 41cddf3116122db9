//! The country of a phone number, as far as the price of a text message depends on it.
//!
//! The tables of `phonenumber` know assigned ranges only. The North American plan therefore has its
//! own table here. It also decides about new exchanges, and about the contract's sandbox value.

use super::{Phone, phone};
use phonenumber::Type;

/// Area codes of Canada (NANPA, 2026).
const CANADA: &[&str] = &[
    "204", "226", "236", "249", "250", "257", "263", "289", "306", "343", "354", "365", "367",
    "368", "382", "403", "416", "418", "428", "431", "437", "438", "450", "460", "468", "474",
    "506", "514", "519", "537", "548", "568", "579", "581", "584", "587", "600", "604", "613",
    "622", "639", "647", "672", "683", "705", "709", "742", "753", "778", "780", "782", "807",
    "819", "825", "867", "873", "879", "902", "905", "942",
];

/// Area codes of the other countries of the plan, with each country. Text messages there cost a
/// multiple: number farms use them.
const CARIBBEAN: &[(&str, &str)] = &[
    ("242", "BS"),
    ("246", "BB"),
    ("264", "AI"),
    ("268", "AG"),
    ("284", "VG"),
    ("345", "KY"),
    ("441", "BM"),
    ("473", "GD"),
    ("649", "TC"),
    ("658", "JM"),
    ("664", "MS"),
    ("721", "SX"),
    ("758", "LC"),
    ("767", "DM"),
    ("784", "VC"),
    ("809", "DO"),
    ("829", "DO"),
    ("849", "DO"),
    ("868", "TT"),
    ("869", "KN"),
    ("876", "JM"),
];

/// Area codes without a country: premium rate and personal numbers, which may forward anywhere.
const PREMIUM: &[&str] = &[
    "500", "521", "522", "523", "524", "525", "526", "527", "528", "529", "532", "533", "535",
    "538", "542", "543", "544", "545", "546", "547", "549", "550", "552", "553", "554", "556",
    "566", "558", "569", "577", "578", "588", "589", "700", "900",
];

impl Phone {
    /// Whether a text message may go to this number. It must belong to one of these countries (ISO
    /// 3166) and be no premium number. Territories of the United States count as `US`.
    #[must_use]
    pub fn is_in(&self, countries: &[String]) -> bool {
        let named = |country: &str| countries.iter().any(|it| it == country);
        let digits = self.e164().trim_start_matches('+');
        match digits.strip_prefix('1') {
            Some(national) => north_american(national).is_some_and(named),
            None => elsewhere(digits, named),
        }
    }
}

/// The country of a national number of the North American plan.
fn north_american(national: &str) -> Option<&'static str> {
    let (area, exchange) = (national.get(..3)?, national.get(3..6)?);
    if PREMIUM.contains(&area) || exchange == "976" {
        return None;
    }
    if CANADA.contains(&area) {
        return Some("CA");
    }
    let caribbean = CARIBBEAN.iter().find(|(code, _)| *code == area);
    Some(caribbean.map_or("US", |(_, country)| *country))
}

/// Whether a number outside the plan belongs to a named country and is not known as premium.
fn elsewhere(digits: &str, named: impl Fn(&str) -> bool) -> bool {
    let Some((code, regions)) = phone::country(digits) else {
        return false;
    };
    let national = &digits[code.len()..];
    let is_premium = regions.iter().any(|region| {
        let kinds = [Type::PremiumRate, Type::SharedCost];
        let kinds = kinds
            .into_iter()
            .filter_map(|kind| region.descriptors().get(kind));
        kinds.into_iter().any(|kind| kind.is_match(national))
    });
    !is_premium && regions.iter().any(|region| named(region.id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(number: &str, countries: &[&str]) -> bool {
        let countries: Vec<_> = countries.iter().map(|it| (*it).to_owned()).collect();
        Phone::parse(number).expect(number).is_in(&countries)
    }

    #[test]
    fn codes_go_to_us_numbers_only() {
        for us in [
            "+1 212 555 1234",
            "+1 555 123 4567",
            "+1 787 555 1234",
            "+1 671 555 1234",
            "+1 340 555 1234",
            "+1 907 555 1234",
            "+1 808 555 1234",
        ] {
            assert!(is_in(us, &["US"]), "{us}");
        }
        for other in [
            "+1 900 555 1234",
            "+1 212 976 1234",
            "+1 500 555 1234",
            "+1 876 555 1234",
            "+1 809 555 1234",
            "+1 242 555 1234",
            "+1 441 555 1234",
            "+1 416 555 1234",
            "+44 7400 123456",
            "+52 55 1234 5678",
            "+53 5 123 4567",
        ] {
            assert!(!is_in(other, &["US"]), "{other}");
        }
    }

    #[test]
    fn named_country_is_allowed_without_premium_numbers() {
        assert!(is_in("+1 416 555 1234", &["US", "CA"]));
        assert!(is_in("+1 876 555 1234", &["JM"]));
        assert!(is_in("+44 7400 123456", &["US", "GB"]));
        assert!(!is_in("+44 909 879 0123", &["US", "GB"]), "premium");
        assert!(!is_in("+1 900 555 1234", &["US", "CA"]), "premium");
        assert!(!is_in("+1 212 555 1234", &["CA"]));
    }

    #[test]
    fn area_codes_are_in_one_table_only() {
        let caribbean = CARIBBEAN.iter().map(|(code, _)| *code);
        let mut all: Vec<_> = CANADA
            .iter()
            .chain(PREMIUM)
            .copied()
            .chain(caribbean)
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|code| code.len() == 3));
    }
}
