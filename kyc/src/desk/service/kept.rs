//! What was typed and came to nothing, so that nobody types it twice.

use super::{Desk, DeskError};
use crate::desk::{case::Kept, port::Step, session::Session};

impl Desk {
    /// Keeps what was typed about a case in the session it was typed in, or
    /// forgets what was kept.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn keep(&self, session: &Session, kept: Option<Kept>) -> Result<(), DeskError> {
        let mut session = session.clone();
        session.memory.kept = kept.map(|kept| Kept {
            typed: kept.typed.iter().map(|text| cut(text)).collect(),
            ..kept
        });
        Ok(self.carry_out(vec![Step::Save(session)]).await?)
    }
}

fn cut(text: &str) -> String {
    text.chars().take(Kept::LONGEST).collect()
}
