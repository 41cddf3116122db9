//! Answers in full, for a reviewer who gave a reason and for a limited time.

use crate::{
    admin::case::PersonalField,
    form::{Draft, birth::BirthTyped},
    pii::Pii,
    value::text::tidy,
};

/// The full answer; `None` if it was not given. No staff member ever sees the SSN.
#[must_use]
pub fn unmasked(datum: PersonalField, draft: &Draft) -> Option<Pii<String>> {
    let contact = &draft.contact.typed;
    let text = match datum {
        PersonalField::Name => draft.name.typed.full(),
        PersonalField::Email => contact.email.clone(),
        PersonalField::Phone => contact.phone.clone(),
        PersonalField::Address => {
            let it = &draft.address.typed;
            let town = format!("{} {} {}", it.city, it.state, it.postal);
            let lines = [&it.line1, &it.line2, &town].map(|line| tidy(line));
            let lines: Vec<_> = lines.into_iter().filter(|it| !it.is_empty()).collect();
            lines.join(", ")
        }
        PersonalField::BirthDate => birth(&draft.birth.typed),
        PersonalField::Ssn => return None,
    };
    let text = tidy(&text);
    (!text.is_empty()).then(|| Pii::new(text))
}

/// The date of birth in ISO format if it is numeric, else its three fields.
fn birth(typed: &BirthTyped) -> String {
    let [year, month, day] = [&typed.year, &typed.month, &typed.day].map(|box_| tidy(box_));
    match (month.parse::<u8>(), day.parse::<u8>()) {
        (Ok(month), Ok(day)) if !year.is_empty() => format!("{year}-{month:02}-{day:02}"),
        _ => format!("{month} {day} {year}"),
    }
}

/// The text without the applicant's personal data, for texts of the staff in an evidence bundle.
#[must_use]
pub fn redact_personal_data(text: &str, draft: &Draft) -> String {
    let (name, contact) = (&draft.name.typed, &draft.contact.typed);
    let address = &draft.address.typed;
    let typed = [
        &name.given,
        &name.middle,
        &name.family,
        &contact.email,
        &contact.phone,
        &address.line1,
        &address.line2,
        &address.postal,
    ];
    let mut known: Vec<String> = typed.iter().map(|typed| tidy(typed)).collect();
    known.push(birth(&draft.birth.typed));
    // Remove the longest words first: a name may be part of an email address.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut clean = tidy(text);
    for word in known.iter().filter(|word| word.chars().count() > 2) {
        clean = cut(&clean, word);
    }
    clean
}

/// The text with each occurrence of the word replaced by `…`, in any case.
fn cut(text: &str, word: &str) -> String {
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let (text, word): (Vec<_>, Vec<_>) = (text.chars().collect(), word.chars().collect());
    let (mut clean, mut at) = (String::new(), 0);
    while at < text.len() {
        let here = text[at..].iter().zip(&word);
        let fits = here.filter(|(a, b)| same(**a, **b)).count() == word.len();
        if fits && !clean.ends_with('…') {
            clean.push('…');
        } else if !fits {
            clean.push(text[at]);
        }
        at += if fits { word.len() } else { 1 };
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let mut draft = Draft::default();
        draft.name.typed.given = "John".to_owned();
        draft.name.typed.family = "Doe".to_owned();
        draft.contact.typed.email = "john.doe@example.com".to_owned();
        draft.contact.typed.phone = "+1 (555) 010-0167".to_owned();
        draft.birth.typed.year = "1990".to_owned();
        draft.birth.typed.month = "5".to_owned();
        draft.birth.typed.day = "15".to_owned();
        draft.address.typed.line1 = "123 Main St".to_owned();
        draft.address.typed.city = "New York".to_owned();
        draft.address.typed.state = "NY".to_owned();
        draft.address.typed.postal = "10001".to_owned();
        draft
    }

    #[test]
    fn unmasked_fields_are_formatted_for_reading() {
        let mut draft = draft();
        for (datum, expected) in [
            (PersonalField::Name, Some("John Doe")),
            (PersonalField::Email, Some("john.doe@example.com")),
            (PersonalField::Phone, Some("+1 (555) 010-0167")),
            (
                PersonalField::Address,
                Some("123 Main St, New York NY 10001"),
            ),
            (PersonalField::BirthDate, Some("1990-05-15")),
            (PersonalField::Ssn, None),
        ] {
            let shown = unmasked(datum, &draft).map(Pii::into_exposed);
            assert_eq!(shown.as_deref(), expected);
            assert_eq!(unmasked(datum, &Draft::default()), None);
        }
        draft.birth.typed.month = "May".to_owned();
        let shown = unmasked(PersonalField::BirthDate, &draft).map(Pii::into_exposed);
        assert_eq!(shown.as_deref(), Some("May 15 1990"));
    }

    #[test]
    fn staff_text_is_redacted_of_personal_data() {
        let draft = draft();
        for (text, clean) in [
            ("john doe rang", "… … rang"),
            ("wrote from John.Doe@example.com", "wrote from …"),
            ("lives at 123 main st, 10001", "lives at …, …"),
            ("born 1990-05-15", "born …"),
            ("lives at 123  Main\u{a0}St", "lives at …"),
            ("nothing of theirs", "nothing of theirs"),
        ] {
            assert_eq!(redact_personal_data(text, &draft), clean);
        }
        assert_eq!(
            redact_personal_data("as it is", &Draft::default()),
            "as it is"
        );
    }
}
