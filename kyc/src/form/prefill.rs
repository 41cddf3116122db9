//! Prefill: a code to somebody's phone shows that it is theirs, and what the upstream
//! knows of them is filled in (contract §5). It is optional: whoever skips it, or for
//! whom it fails, types.

use super::{Draft, address::AddressTyped, birth::BirthTyped, name::NameTyped};
use crate::{id::ExternalId, value::Fault};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How many codes one application may be sent: each is a text message that the firm
/// pays for.
const CODES: u8 = 3;
/// How many tries a code has (contract §5).
const TRIES: u8 = 3;
/// How long a code lives (contract §5).
const LIFE: Duration = Duration::minutes(10);
/// The digits of a code (contract §5).
const DIGITS: usize = 6;

/// What somebody types to be sent a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrefillTyped {
    /// The date of birth.
    pub birth: BirthTyped,
    /// The phone number.
    pub phone: String,
}

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefill {
    /// How many codes were asked for.
    codes: u8,
    /// The code that is waited for.
    open: Option<Open>,
    /// Whether one was right. There is nothing more to be had then.
    over: bool,
}

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    /// The upstream's id for it: another than the application's (contract §5).
    external_id: ExternalId,
    #[serde(with = "time::serde::timestamp")]
    sent_at: OffsetDateTime,
    /// How many others were typed in its place.
    wrong: u8,
}

impl Prefill {
    /// Whether another code may be sent.
    #[must_use]
    pub const fn may_begin(&self) -> bool {
        !self.over && self.codes < CODES
    }

    /// The upstream's id of what is waited for, while there is a code that may still
    /// be right.
    #[must_use]
    pub fn waits_for(&self, now: OffsetDateTime) -> Option<&ExternalId> {
        let open = self.open.as_ref().filter(|_| !self.over)?;
        (open.wrong < TRIES && now < open.sent_at + LIFE).then_some(&open.external_id)
    }

    /// A code is asked for. Counted before it is, so that no two at once are one.
    pub const fn begun(&mut self) {
        self.codes = self.codes.saturating_add(1);
    }

    /// It was sent: it takes the place of the one before.
    pub fn sent(&mut self, external_id: ExternalId, now: OffsetDateTime) {
        self.open = Some(Open {
            external_id,
            sent_at: now,
            wrong: 0,
        });
    }

    /// Another one was typed.
    pub fn missed(&mut self) {
        if let Some(open) = &mut self.open {
            open.wrong = open.wrong.saturating_add(1);
        }
    }

    /// The right one was typed.
    pub fn passed(&mut self) {
        self.over = true;
        self.open = None;
    }
}

/// A code as it was typed: six digits, whatever stands between them. Kept nowhere.
pub struct Code(String);

impl Code {
    /// Reads one.
    ///
    /// # Errors
    /// [`Fault::CodeEmpty`] or [`Fault::CodeShape`].
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let between = |c: char| c.is_whitespace() || c == '-';
        let digits: String = typed.chars().filter(|c| !between(*c)).collect();
        if digits.is_empty() {
            return Err(Fault::CodeEmpty);
        }
        let sound = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then_some(Self(digits)).ok_or(Fault::CodeShape)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the upstream knows of somebody: any of it may be blank. The last four digits
/// of the Social Security number, which it knows, too, are of no use here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The name.
    pub name: NameTyped,
    /// The e-mail address.
    pub email: String,
    /// The home address, where it is one in the United States.
    pub address: AddressTyped,
}

impl Draft {
    /// Fills in what was found where nothing is typed yet; says whether that was
    /// anything. It is judged like anything typed, and shown before it is sent.
    pub fn fill_in(&mut self, found: Found) -> bool {
        let mut filled = false;
        if is_blank(&self.name.typed) && !is_blank(&found.name) {
            self.name.typed = found.name.bounded();
            filled = true;
        }
        let email = &mut self.contact.typed.email;
        if email.trim().is_empty() && !found.email.trim().is_empty() {
            *email = found.email;
            self.contact.typed = self.contact.typed.clone().bounded();
            filled = true;
        }
        let AddressTyped { line1, city, .. } = &self.address.typed;
        if line1.trim().is_empty()
            && city.trim().is_empty()
            && !found.address.line1.trim().is_empty()
        {
            self.address.typed = found.address.bounded();
            filled = true;
        }
        filled
    }
}

fn is_blank(name: &NameTyped) -> bool {
    [&name.given, &name.middle, &name.family]
        .iter()
        .all(|part| part.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-26 10:00 UTC);

    fn id(text: &str) -> ExternalId {
        ExternalId::parse(text).expect("an id")
    }

    #[test]
    fn a_code_is_six_digits_whatever_stands_between() {
        for typed in ["123456", " 123 456 ", "123-456", "12\u{a0}34 56"] {
            assert_eq!(
                Code::parse(typed).ok().as_ref().map(Code::as_str),
                Some("123456")
            );
        }
        for (typed, fault) in [
            ("", Fault::CodeEmpty),
            (" - ", Fault::CodeEmpty),
            ("00000", Fault::CodeShape),
            ("1234567", Fault::CodeShape),
            ("12345a", Fault::CodeShape),
            ("１２３４５６", Fault::CodeShape),
        ] {
            assert_eq!(Code::parse(typed).err(), Some(fault), "{typed}");
        }
    }

    #[test]
    fn a_code_has_three_tries_and_ten_minutes_and_a_person_three_codes() {
        let mut prefill = Prefill::default();
        assert!(prefill.may_begin() && prefill.waits_for(NOW).is_none());
        for n in 1..=3_u8 {
            assert!(prefill.may_begin(), "code {n}");
            let name = format!("ext_{n}");
            prefill.begun();
            prefill.sent(id(&name), NOW);
            assert_eq!(prefill.waits_for(NOW), Some(&id(&name)));
            assert!(prefill.waits_for(NOW + LIFE).is_none());
            prefill.missed();
            prefill.missed();
            assert!(prefill.waits_for(NOW).is_some());
            prefill.missed();
            assert!(prefill.waits_for(NOW).is_none());
        }
        assert!(!prefill.may_begin());
    }

    #[test]
    fn once_one_was_right_there_is_no_other() {
        let mut prefill = Prefill::default();
        prefill.begun();
        prefill.sent(id("ext_1"), NOW);
        prefill.passed();
        assert!(!prefill.may_begin() && prefill.waits_for(NOW).is_none());
    }

    fn found() -> Found {
        Found {
            name: NameTyped {
                given: "Jane".to_owned(),
                family: "Smith".to_owned(),
                ..NameTyped::default()
            },
            email: "jane.smith@example.com".to_owned(),
            address: AddressTyped {
                line1: "123 Main St".to_owned(),
                city: "New York".to_owned(),
                state: "NY".to_owned(),
                postal: "10001".to_owned(),
                ..AddressTyped::default()
            },
        }
    }

    #[test]
    fn what_was_typed_stays() {
        let mut draft = Draft::default();
        draft.name.typed.family = "Doe".to_owned();
        draft.contact.typed.email = "john.doe@example.com".to_owned();
        draft.contact.typed.phone = "+12125551234".to_owned();
        assert!(draft.fill_in(found()));
        assert_eq!(draft.name.typed.given, "");
        assert_eq!(draft.contact.typed.email, "john.doe@example.com");
        assert_eq!(draft.contact.typed.phone, "+12125551234");
        assert_eq!(draft.address.typed, found().address);
        assert!(!draft.fill_in(found()), "there is nothing left to fill in");
        assert!(!Draft::default().fill_in(Found::default()));
    }

    #[test]
    fn what_is_filled_in_is_cut_like_what_is_typed() {
        let mut draft = Draft::default();
        let mut long = found();
        long.email = "a".repeat(10_000);
        long.name.given = "b".repeat(10_000);
        assert!(draft.fill_in(long));
        assert_eq!(draft.contact.typed.email.len(), 300);
        assert_eq!(draft.name.typed.given.len(), 300);
    }
}
