//! Blind indexes: written together with the draft they index, removed with the erasure.

use super::{
    DatabaseStore,
    driver::{Tx, params},
    head::ApplicationHead,
    moment,
    rows::{self, RowError, application_id},
};
use crate::crypto::Vault;
use kyc::{
    application::Application,
    form::{Draft, name::NameTyped},
    value::{Email, Phone, fold},
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// Applications indexed per transaction after an upgrade.
const AT_ONCE: u32 = 100;

/// The longest name that is also searched without its middle names, in words.
const MOST_WORDS: usize = 6;

/// A field that reviewers can search by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SearchField {
    /// The email address.
    Email,
    /// Given name and family name, in any order.
    Name,
    /// The phone number.
    Phone,
}

impl SearchField {
    pub(super) const ALL: [Self; 3] = [Self::Email, Self::Name, Self::Phone];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Phone => "phone",
        }
    }

    /// The normal form of an input, which is hashed; `None` for an invalid input.
    pub(crate) fn normalize(self, typed: &str) -> Option<Zeroizing<String>> {
        let plain = match self {
            Self::Email => Email::parse(typed).ok()?.as_str().to_lowercase(),
            Self::Name => name_key(fold::words(typed)),
            Self::Phone => Phone::parse(typed).ok()?.e164().to_owned(),
        };
        Some(Zeroizing::new(plain)).filter(|plain| !plain.is_empty())
    }

    /// The normal forms to search for, the most exact first.
    ///
    /// The index has given and family name. Therefore a typed name is also searched without one or
    /// more neighbouring words: they may be middle names. One legal name is indexed alone, so the
    /// substitute for its given name is left out.
    pub(crate) fn candidates(self, typed: &str) -> Vec<Zeroizing<String>> {
        let mut candidates: Vec<_> = self.normalize(typed).into_iter().collect();
        let words = fold::words(typed);
        if self == Self::Name
            && let [first, rest @ ..] = &*words
            && first.eq_ignore_ascii_case(NameTyped::NO_GIVEN)
            && !rest.is_empty()
        {
            candidates.push(Zeroizing::new(name_key(rest.to_vec())));
        }
        if self != Self::Name || !(3..=MOST_WORDS).contains(&words.len()) {
            return candidates;
        }
        for omitted in 1..=words.len() - 2 {
            // Words in the middle first.
            let mut starts: Vec<usize> = (0..=words.len() - omitted).collect();
            starts.sort_by_key(|start| *start == 0 || start + omitted == words.len());
            for start in starts {
                let rest = [&words[..start], &words[start + omitted..]].concat();
                candidates.push(Zeroizing::new(name_key(rest)));
            }
        }
        candidates
    }

    /// The token that an application is found by.
    pub(super) fn token(self, head: &ApplicationHead) -> Option<&[u8]> {
        match self {
            Self::Email => head.email.as_deref(),
            Self::Name => head.name.as_deref(),
            Self::Phone => head.phone.as_deref(),
        }
    }

    /// The normal form of the field in a draft.
    pub(super) fn of(self, draft: &Draft) -> Option<Zeroizing<String>> {
        match self {
            Self::Email => self.normalize(&draft.contact.typed.email),
            Self::Phone => self.normalize(&draft.contact.typed.phone),
            Self::Name => {
                let (given, _, family) = draft.name.typed.parse().ok()?;
                if draft.name.typed.is_one_name() {
                    return self.normalize(family.as_str());
                }
                let both = format!("{} {}", given.as_str(), family.as_str());
                self.normalize(&Zeroizing::new(both))
            }
        }
    }
}

/// The words of a name in alphabetical order, because people write the family name first or last.
fn name_key(mut words: Vec<String>) -> String {
    words.sort_unstable();
    words.join(" ")
}

/// A found application.
pub(crate) struct SearchResult {
    pub(crate) reference: String,
    pub(crate) state: String,
    pub(crate) updated_at: OffsetDateTime,
}

/// Writes the tokens of an application that differ from those of its head.
pub(super) fn index_changed(
    tx: &mut Tx<'_>,
    vault: &Vault,
    a: &Application,
    head: &ApplicationHead,
) -> Result<(), RowError> {
    // Without a case, the list shows the application on no page, so that the number is of no use.
    let number = head.case.as_ref().map_or(0, |case| case.number);
    index(tx, vault, a, number, |by| by.token(head))
}

/// Writes the tokens of an application that differ from the stored ones, with its case number: a
/// search lists the latest case first.
pub(super) fn index<'a>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    a: &Application,
    number: i64,
    held: impl Fn(SearchField) -> Option<&'a [u8]>,
) -> Result<(), RowError> {
    for kind in SearchField::ALL {
        let token = kind.of(&a.draft);
        let token = token.map(|text| vault.blind_index(kind.as_str(), &text));
        let token = token.as_ref().map(|token| &token[..]);
        if held(kind) == token {
            continue;
        }
        let (id, kind) = (a.id.as_bytes(), kind.as_str());
        match token {
            Some(token) => tx.execute(
                "INSERT INTO blind_indexes (token, application_id, kind, number) \
                 VALUES (?, ?, ?, ?) \
                 ON CONFLICT (application_id, kind) DO UPDATE SET token = excluded.token",
                params![token, id, kind, number],
            )?,
            None => {
                let sql = "DELETE FROM blind_indexes WHERE application_id = ? AND kind = ?";
                tx.execute(sql, params![id, kind])?
            }
        };
    }
    Ok(())
}

impl DatabaseStore {
    /// Applications whose field has this normal form ([`SearchField::normalize`]).
    pub(crate) async fn search(
        &self,
        by: SearchField,
        text: &str,
    ) -> Result<Vec<SearchResult>, RowError> {
        let token = self.vault.blind_index(by.as_str(), text);
        self.scan(move |tx| {
            let sql = "SELECT reference, state, updated_at FROM blind_indexes \
                       JOIN applications ON id = application_id WHERE kind = ? AND token = ? \
                       ORDER BY created_at, id";
            tx.rows(sql, params![by.as_str(), &token], |row| {
                Ok(SearchResult {
                    reference: row.required_text("reference")?.to_owned(),
                    state: row.required_text("state")?.to_owned(),
                    updated_at: moment(row.required_int("updated_at")?),
                })
            })
        })
        .await
    }

    /// Indexes the next batch of applications older than the blind indexes. Returns the batch's
    /// size.
    pub(crate) async fn index_some(&self) -> Result<usize, RowError> {
        let vault = self.vault.clone();
        self.transact(move |tx| {
            let sql = "SELECT id FROM applications WHERE indexed = 0 LIMIT +?";
            let ids = tx.rows(sql, params![AT_ONCE], |row| {
                application_id(row.required_bytes("id")?)
            })?;
            for id in ids.iter().copied() {
                let head = ApplicationHead::of(tx, id)?.ok_or(RowError::Id)?;
                let sql = "SELECT * FROM applications WHERE id = ?";
                let read = tx.row(sql, params![id.as_bytes()], |row| {
                    let key = head.key(&vault).transpose();
                    let read = key.map(|key| rows::application(id, row, &key?));
                    Ok(read.transpose())
                })?;
                match read.ok_or(RowError::Missing)? {
                    Ok(Some(application)) => {
                        index_changed(tx, &vault, &application, &head)?;
                    }
                    Ok(None) => {}
                    Err(error) => tracing::warn!(%id, %error, "an application cannot be indexed"),
                }
                let sql = "UPDATE applications SET indexed = 1 WHERE id = ?";
                tx.execute(sql, params![id.as_bytes()])?;
            }
            Ok(ids.len())
        })
        .await
    }

    /// Indexes all remaining applications.
    pub(crate) async fn index_all(&self) -> Result<(), RowError> {
        while self.index_some().await? > 0 {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_legal_name_is_found_with_and_without_a_substitute_for_the_given_name() {
        let text = str::to_owned;
        for (given, family) in [("Madonna", ""), ("", "Madonna")] {
            let mut draft = Draft::default();
            draft.name.typed = NameTyped {
                given: text(given),
                family: text(family),
                single: text("yes"),
                ..NameTyped::default()
            };
            let indexed = SearchField::Name.of(&draft).expect("a name");
            for typed in ["Madonna", "FNU Madonna", "fnu  MADONNA"] {
                let candidates = SearchField::Name.candidates(typed);
                assert!(candidates.contains(&indexed), "{typed}");
            }
            assert!(!SearchField::Name.candidates("FNU").contains(&indexed));
        }
    }
}
