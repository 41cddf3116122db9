//! What was typed and came to nothing, so that nobody types it twice.

use super::{AdminError, AdminService};
use crate::admin::{case::UnsavedInput, ports::StaffCommand, session::Session};

impl AdminService {
    /// Keeps what was typed about a case in the session it was typed in, or
    /// forgets what was kept.
    ///
    /// # Errors
    /// [`AdminError`].
    pub async fn keep_unsaved_input(
        &self,
        session: &Session,
        kept: Option<UnsavedInput>,
    ) -> Result<(), AdminError> {
        let mut session = session.clone();
        session.data.unsaved_input = kept.map(|kept| UnsavedInput {
            typed: kept.typed.iter().map(|text| truncate(text)).collect(),
            ..kept
        });
        Ok(self.apply(vec![StaffCommand::Save(session)]).await?)
    }
}

fn truncate(text: &str) -> String {
    text.chars().take(UnsavedInput::LONGEST).collect()
}
