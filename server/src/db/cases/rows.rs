//! Between a row of the list and the domain.

use super::super::{
    SqliteStore, moment,
    rows::{self, Glance, RowError, application_id, label},
};
use kyc::{
    desk::list::{Decision, Person, Row as CaseRow},
    id::Reference,
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
        let id = application_id(row.try_get("id")?)?;
        let key = self.key_of(id, row)?;
        let Glance { name, email, words } = rows::glance(row, &key)?;
        let person = match seen {
            Seen::Masked => Person::masked(&name, &email),
            Seen::Full => Person::in_full(&name, &email),
        };
        Ok((person, words))
    }
}
