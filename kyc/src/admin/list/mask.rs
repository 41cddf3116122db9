//! What a list shows of a name and of an address of mail: enough to tell two
//! rows apart, too little to know anybody by (ux rule 35).

/// What stands for what is not shown.
const REST: char = '…';

fn first(text: &str) -> Option<char> {
    text.trim().chars().find(|c| c.is_alphanumeric())
}

/// The first letters of given and family name: `J… D…`. `None` while neither
/// was typed. Databases keep it sealed: another rule wants a migration that has
/// them made anew.
#[must_use]
pub fn masked_name(given: &str, family: &str) -> Option<String> {
    let parts = [given, family].into_iter().filter_map(first);
    let parts: Vec<_> = parts.map(|letter| format!("{letter}{REST}")).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The first letters of both halves, and the last part of the domain:
/// `j…@e….com`. `None` while none was typed. Kept like the name's.
#[must_use]
pub fn masked_email(email: &str) -> Option<String> {
    let (who, domain) = email.trim().split_once('@').unwrap_or((email, ""));
    let who = first(who).map(|letter| format!("{letter}{REST}"))?;
    let end = domain.rsplit_once('.').map_or("", |(_, end)| end);
    // What is no ending of a domain is somebody's text.
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
    fn a_mask_shows_first_letters_only() {
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
