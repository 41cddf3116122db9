//! Unsaved input of a rejected command, so that it is not typed again.

use super::{AdminError, AdminService};
use crate::admin::{case::UnsavedInput, ports::StaffCommand, session::StaffSession};

impl AdminService {
    /// Stores the unsaved input in its session, or removes it.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn keep_unsaved_input(
        &self,
        session: &StaffSession,
        input: Option<UnsavedInput>,
    ) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.unsaved_input = input.map(UnsavedInput::truncated);
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }
}
