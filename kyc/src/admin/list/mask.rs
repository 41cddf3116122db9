//! The masks of names and email addresses in the list. They distinguish rows but do not identify an
//! applicant (ux rule 35).

/// Stands for the masked part.
const REST: char = '…';

fn first(text: &str) -> Option<char> {
    text.trim().chars().find(|c| c.is_alphanumeric())
}

/// The first letters of given and family name: `J… D…`. `None` while both are blank.
///
/// The store has it encrypted: a change of this rule needs a migration that computes all masks
/// again.
#[must_use]
pub fn masked_name(given: &str, family: &str) -> Option<String> {
    let parts = [given, family].into_iter().filter_map(first);
    let parts: Vec<_> = parts.map(|letter| format!("{letter}{REST}")).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The first letters of both parts and the top-level domain: `j…@e….com`. `None` while it is blank.
///
/// The store has it encrypted, like the name's mask.
#[must_use]
pub fn masked_email(email: &str) -> Option<String> {
    let (who, domain) = email.trim().split_once('@').unwrap_or((email, ""));
    let who = first(who).map(|letter| format!("{letter}{REST}"))?;
    let end = domain.rsplit_once('.').map_or("", |(_, end)| end);
    // A text that is no top-level domain may be personal data.
    let plain = (2..=6).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphabetic());
    let end = if plain {
        format!(".{end}")
    } else {
        String::new()
    };
    Some(match first(domain) {
        Some(letter) => format!("{who}@{letter}{REST}{end}"),
        None => who,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_name_and_email_show_first_letters_only() {
        for (given, family, masked) in [
            ("John", "Doe", Some("J… D…")),
            (" Élodie", "O'Brien", Some("É… O…")),
            ("王", "", Some("王…")),
            ("<b>", "=1+1", Some("b… 1…")),
            (" ", "\u{200b}", None),
        ] {
            assert_eq!(masked_name(given, family).as_deref(), masked);
        }
        for (email, masked) in [
            ("john.doe@example.com", Some("j…@e….com")),
            ("john.doe@mail.example.co.uk", Some("j…@m….uk")),
            ("john", Some("j…")),
            ("j@localhost", Some("j…@l…")),
            ("j@x.<script>", Some("j…@x…")),
            ("@example.com", None),
            ("", None),
        ] {
            assert_eq!(masked_email(email).as_deref(), masked, "{email}");
        }
    }
}
