//! Between a row of the list and the domain.

use super::super::{
    SqliteStore, moment,
    rows::{self, RowError},
};
use kyc::{
    desk::list::{Decision, Person, Row as CaseRow, masked_email, masked_name},
    form::Draft,
    id::{ApplicationId, Reference},
    pii::Pii,
    state::Label,
    upstream::Words,
};
use sqlx::{Row, sqlite::SqliteRow};

/// How much of a person is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// First letters.
    Masked,
    /// What they typed.
    Full,
}

fn label(word: &str) -> Result<Label, RowError> {
    let mut all = Label::ALL.iter().copied();
    all.find(|label| label.as_str() == word).ok_or(RowError::Id)
}

/// What is shown of a draft.
fn person(draft: &Draft, seen: Seen) -> Person {
    let (name, email) = (&draft.name.typed, &draft.contact.typed.email);
    let (name, email) = match seen {
        Seen::Masked => (masked_name(&name.given, &name.family), masked_email(email)),
        Seen::Full => {
            let whole = format!("{} {}", name.given, name.family);
            let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            (typed(&whole), typed(email))
        }
    };
    Person::Known {
        name: name.map(Pii::new),
        email: email.map(Pii::new),
    }
}

impl SqliteStore {
    /// Reads a row. Somebody whose row cannot be opened is shown as such and
    /// keeps nobody from seeing the others.
    pub(super) fn case_of(&self, row: &SqliteRow, seen: Seen) -> Result<CaseRow, RowError> {
        let erased: Option<i64> = row.try_get("erased_at")?;
        let (person, words) = match self.opened(row, seen) {
            _ if erased.is_some() => (Person::Erased, Words::default()),
            Ok(read) => read,
            Err(error) => {
                let reference: &str = row.try_get("reference")?;
                tracing::error!(%reference, %error, "an application cannot be read for the list");
                (Person::Unreadable, Words::default())
            }
        };
        let state = label(row.try_get("state")?)?;
        // A request about another decision than this one is void.
        let contested: Option<&str> = row.try_get("contested")?;
        Ok(CaseRow {
            contested: contested == Some(Decision::of(state).as_str()),
            number: row.try_get("number")?,
            reference: Reference::from_stored(row.try_get("reference")?),
            state,
            words,
            opened_at: moment(row.try_get("opened_at")?),
            event: row.try_get("event")?,
            event_at: moment(row.try_get("event_at")?),
            assignee: row.try_get("name")?,
            person,
        })
    }

    /// What a row keeps closed.
    fn opened(&self, row: &SqliteRow, seen: Seen) -> Result<(Person, Words), RowError> {
        let id: &[u8] = row.try_get("id")?;
        let id = ApplicationId::new(id.try_into().map_err(|_| RowError::Id)?);
        let (under, sealed) = (row.try_get("key_id")?, row.try_get("key_sealed")?);
        let key = self.vault.open_subject_key(id, under, sealed)?;
        let (draft, words) = rows::glance(row, &key)?;
        Ok((person(&draft, seen), words))
    }
}
