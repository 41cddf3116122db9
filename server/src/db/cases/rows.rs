//! Between a row of the list and the domain.

use super::{
    super::{
        SqliteStore,
        glance::Glance,
        moment,
        rows::{self, Cells, Excerpt, RowError, application_id, label},
    },
    sql::Wanted,
};
use kyc::{
    admin::{
        ReviewerId,
        list::{CaseRow, Decision, Person},
    },
    id::Reference,
    provider::ProviderStatus,
};

/// How much of a person is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// First letters.
    Masked,
    /// What they typed.
    Full,
}

impl Seen {
    /// What is read for it.
    pub(super) const fn wanted(self) -> Wanted {
        match self {
            Self::Masked => Wanted::Rows,
            Self::Full => Wanted::RowsInFull,
        }
    }
}

/// Whose a case is; empty is nobody's.
fn holder_of(bytes: &[u8]) -> Result<Option<ReviewerId>, RowError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let id = bytes.try_into().map_err(|_| RowError::Id)?;
    Ok(Some(ReviewerId::new(id)))
}

impl SqliteStore {
    /// Reads a row. Somebody whose row cannot be opened is shown as such and
    /// keeps nobody from seeing the others.
    pub(super) fn case_of(&self, row: &impl Cells, seen: Seen) -> Result<CaseRow, RowError> {
        let glance = row.bytes("glance_sealed")?;
        let (person, words) = match self.opened(row, glance, seen) {
            _ if glance.is_some_and(<[u8]>::is_empty) => {
                (Person::Erased, ProviderStatus::default())
            }
            Ok(read) => read,
            Err(error) => {
                let reference = row.the_text("reference")?;
                tracing::error!(%reference, %error, "an application cannot be read for the list");
                (Person::Unreadable, ProviderStatus::default())
            }
        };
        let state = label(row.the_text("state")?)?;
        // A request about another decision than this one is void.
        let contested = row.text("contested")?;
        Ok(CaseRow {
            contested: contested == Some(Decision::of(state).as_str()),
            number: row.the_number("number")?,
            reference: Reference::from_stored(row.the_text("reference")?.to_owned()),
            state,
            provider_status: words,
            opened_at: moment(row.the_number("opened_at")?),
            event: row.the_text("event")?.to_owned(),
            event_at: moment(row.the_number("event_at")?),
            assignee_id: holder_of(row.the_bytes("assignee")?)?,
            assignee: row.text("name")?.map(str::to_owned),
            person,
        })
    }

    /// What a row keeps closed.
    fn opened(
        &self,
        row: &impl Cells,
        glance: Option<&[u8]>,
        seen: Seen,
    ) -> Result<(Person, ProviderStatus), RowError> {
        let id = application_id(row.the_bytes("application_id")?)?;
        let key = self.key_of(id, row)?;
        match seen {
            Seen::Masked => Ok(Glance::open(&key, glance)?.shown()),
            Seen::Full => {
                let Excerpt { name, email, words } = rows::excerpt(row, &key)?;
                Ok((Person::unmasked(&name, &email), words))
            }
        }
    }
}
