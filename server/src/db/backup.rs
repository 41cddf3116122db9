//! Backup of the database into one file, and the checks that run before a backup is trusted.

use super::{
    DatabaseStore,
    rows::{RowError, application_id},
};
use std::path::Path;

impl DatabaseStore {
    /// Writes the committed database into an empty file. Other connections go on writing.
    pub(crate) async fn copy_into(&self, file: &Path) -> Result<(), RowError> {
        self.driver.copy_into(file).await
    }

    /// Whether the vault opens every subject key of the database.
    pub(crate) async fn keys_open(&self) -> Result<bool, RowError> {
        let vault = self.vault.clone();
        self.scan(move |tx| {
            let sql = "SELECT application_id, key_id, key_sealed FROM subject_keys";
            let opened = tx.rows(sql, &[], |row| {
                let id = application_id(row.required_bytes("application_id")?)?;
                let (under, sealed) = (row.bytes("key_id")?, row.required_bytes("key_sealed")?);
                Ok(vault.open_subject_key(id, under, sealed).is_ok())
            })?;
            Ok(opened.into_iter().all(|is_open| is_open))
        })
        .await
    }

    /// Deletes every applicant session, staff session and enrolment link. A restored backup would
    /// otherwise revive sessions and links that ended after it was made.
    pub(crate) async fn end_sessions(&self) -> Result<(), RowError> {
        self.transact(|tx| {
            for sql in [
                "DELETE FROM sessions",
                "DELETE FROM desk_sessions",
                "DELETE FROM desk_links",
            ] {
                tx.execute(sql, &[])?;
            }
            Ok(())
        })
        .await
    }
}
