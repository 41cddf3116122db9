//! A phone number.

use super::{FieldError, fold, text};
use crate::pii::Pii;
use phonenumber::{
    Metadata, Type,
    metadata::{DATABASE, Descriptor},
};
use serde::{Deserialize, Serialize};

/// A phone number in E.164: `+`, country code, national number, at most 15 digits.
///
/// Source: ux-rule 23; contract §3. A phone number must be *possible* by libphonenumber's tables.
/// The country code exists, and the country has numbers of this length. A North American national
/// number must not begin with 0 or 1.
///
/// The stricter *valid* is not required. It depends on the ranges assigned when the tables were
/// made, so it rejects newer ones. It also rejects the contract's sandbox value +15551234567.
///
/// Only the tables of the `phonenumber` crate are used, not its parser. The parser removes a trunk
/// prefix even where the digit belongs to the national number (+7 812…). It is also slow on its
/// first use of a country.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(Pii<String>);

impl Phone {
    /// Parses a phone number: of the United States as it is dialled there, or international with
    /// `+`, `00` or `011`.
    ///
    /// Spaces, hyphens, dots, slashes, brackets and invisible characters are ignored (ux-rule 18).
    /// A link's scheme or a label before the number (`tel:`, `Mobile:`) is dropped. So is an
    /// extension (`x5`, `ext. 5`, `#5`, `,5`): neither E.164 nor the provider supports it.
    ///
    /// # Errors
    /// [`FieldError::PhoneEmpty`], [`FieldError::PhoneShape`] (not a phone number) or
    /// [`FieldError::PhoneImpossible`] (no phone number of that country has this form).
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        if text::is_blank(typed) {
            return Err(FieldError::PhoneEmpty);
        }
        let digits = international(typed).ok_or(FieldError::PhoneShape)?;
        let (code, regions) = country(&digits).ok_or(FieldError::PhoneImpossible)?;
        let national = without_trunk_prefix(&regions, &digits[code.len()..]);
        let e164 = format!("+{code}{national}");
        let unassigned = code == "1" && national.starts_with(['0', '1']);
        if unassigned || !is_possible(&regions, national) || e164.len() > 16 {
            return Err(FieldError::PhoneImpossible);
        }
        Ok(Self(Pii::new(e164)))
    }

    /// `+12125551234`, for the provider.
    #[must_use]
    pub fn e164(&self) -> &str {
        self.0.expose()
    }

    /// The phone number for its owner's page: `+1 (212) 555-1234` in the North American plan, else
    /// E.164.
    #[must_use]
    pub fn readable(&self) -> String {
        let e164 = self.e164();
        match e164.strip_prefix("+1").map(|national| national.split_at(3)) {
            Some((area, rest)) if rest.len() == 7 => {
                let (exchange, line) = rest.split_at(3);
                format!("+1 ({area}) {exchange}-{line}")
            }
            _ => e164.to_owned(),
        }
    }
}

/// Words before or behind a number that say what it is.
const LABELS: [&str; 22] = [
    "tel",
    "telf",
    "tlf",
    "telephone",
    "telefono",
    "phone",
    "ph",
    "mobile",
    "movil",
    "cell",
    "cel",
    "cellphone",
    "celular",
    "home",
    "casa",
    "work",
    "trabajo",
    "sms",
    "whatsapp",
    "t",
    "m",
    "c",
];

/// Words that begin an extension.
const EXTENSIONS: [&str; 12] = [
    "x",
    "xt",
    "ex",
    "ext",
    "exten",
    "extn",
    "extension",
    "int",
    "interno",
    "anexo",
    "poste",
    "ramal",
];

/// The digits after the `+`; `None` if the input has other characters than digits, separators, a
/// label and an extension.
fn international(typed: &str) -> Option<String> {
    let folded = fold::fold(typed).replace("%2b", "+").replace("%20", " ");
    let number = behind_label(&folded)?;
    let end = number
        .find(|c: char| !(c.is_ascii_digit() || c == '+' || c == '/' || text::is_separator(c)))
        .unwrap_or(number.len());
    let (number, extension) = number.split_at(end);
    if !is_droppable(extension) {
        return None;
    }
    let compact = text::compact(number).replace('/', "");
    // 0011 is the international prefix of Australia, 011 of North America, 00 of most others.
    let prefixes = ["+00", "+", "0011", "011", "00"];
    let abroad = prefixes
        .iter()
        .find_map(|prefix| compact.strip_prefix(prefix));
    let digits = abroad.unwrap_or(&compact);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let has_code = abroad.is_some() || (digits.len() == 11 && digits.starts_with('1'));
    Some(if has_code {
        digits.to_owned()
    } else {
        format!("1{digits}")
    })
}

/// The text behind a link's scheme or a label: all that ends with a colon, or one of [`LABELS`].
/// `None` if the text before the number is something else.
fn behind_label(folded: &str) -> Option<&str> {
    let start = folded.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | '['))?;
    let (label, number) = folded.split_at(start);
    let word = label.trim_matches(|c: char| !c.is_alphanumeric());
    let is_label = word.is_empty() || label.contains(':') || LABELS.contains(&word);
    is_label.then_some(number)
}

/// Whether the text behind a number is nothing, a label, a link's parameter or an extension of up to
/// seven digits.
fn is_droppable(text: &str) -> bool {
    if text.starts_with(";phone-context=") || text.starts_with(";isub=") {
        return true;
    }
    let is_blank = |c: char| text::is_separator(c) || matches!(c, ',' | ';' | '>' | '"' | '/');
    let number: String = text.chars().filter(|c| c.is_ascii_digit()).collect();
    let digits = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    let mark: String = text[..digits]
        .chars()
        .filter(|c| !text::is_separator(*c))
        .collect();
    let word: String = mark.chars().filter(|c| c.is_alphanumeric()).collect();
    if number.is_empty() {
        return text.chars().all(is_blank) || LABELS.contains(&&*word);
    }
    // Behind the digits there may only be an iPhone's end mark.
    let behind = text[digits..].trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = behind.trim_matches(|c: char| is_blank(c) || c == '#');
    let is_extension = |word: &str| word.is_empty() || EXTENSIONS.contains(&word);
    let is_marked = !mark.is_empty()
        && mark
            .chars()
            .all(|c| c.is_alphanumeric() || ",;#*:=.".contains(c));
    number.len() <= 7
        && behind.is_empty()
        && is_marked
        && (is_extension(&word) || word.strip_suffix("no").is_some_and(is_extension))
}

/// The country code of the digits and its regions, the main region first.
pub(super) fn country(digits: &str) -> Option<(&str, Vec<&'static Metadata>)> {
    // No country code is a prefix of another one (ITU-T E.164).
    (1..=3).find_map(|length| {
        let code = digits.get(..length)?;
        let number: u16 = code.parse().ok()?;
        (!code.starts_with('0')).then_some((code, DATABASE.by_code(&number)?))
    })
}

/// Removes the 0 of `+44 (0)20…`, if the number exists only without it.
fn without_trunk_prefix<'a>(regions: &[&Metadata], national: &'a str) -> &'a str {
    let trunk = regions.first().and_then(|region| region.national_prefix());
    match trunk.and_then(|trunk| national.strip_prefix(trunk)) {
        Some(rest) if is_known(regions, rest) && !is_known(regions, national) => rest,
        _ => national,
    }
}

/// Whether any kind of number has this length. As in libphonenumber, the main region decides for
/// all regions of its code.
fn is_possible(regions: &[&Metadata], national: &str) -> bool {
    let length = u16::try_from(national.len()).unwrap_or(u16::MAX);
    kinds(&regions[..1.min(regions.len())]).any(|kind| kind.possible_length().contains(&length))
}

/// Whether the number lies in an assigned range.
fn is_known(regions: &[&Metadata], national: &str) -> bool {
    is_possible(regions, national) && kinds(regions).any(|kind| kind.is_match(national))
}

/// The table entries of each kind of number that an applicant may have.
fn kinds<'a>(regions: &[&'a Metadata]) -> impl Iterator<Item = &'a Descriptor> {
    use Type::{FixedLine, Mobile, PersonalNumber, TollFree, Uan, Voip};
    let kinds = [Mobile, FixedLine, Voip, PersonalNumber, TollFree, Uan];
    regions.iter().flat_map(move |region| {
        kinds
            .into_iter()
            .filter_map(|kind| region.descriptors().get(kind))
    })
}

stored_text!(Phone, |stored| Phone::parse(&stored));
