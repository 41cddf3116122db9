//! Move of the database from a file of SQLite to PostgreSQL. The file stays as it is.

use crate::{
    audit::anchor,
    config::PostgresLocation,
    crypto::{Keyring, key_file::KeyFileError},
    db::{self, TransferError, Transferred},
};
use kyc::ports::Entropy;
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum MoveError {
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    #[error(transparent)]
    Key(#[from] KeyFileError),
    #[error("the anchor beside the erasure register cannot be read")]
    Anchor(#[from] io::Error),
    #[error(transparent)]
    Transfer(#[from] TransferError),
}

/// The places of a move.
pub(crate) struct DatabaseMove<'a> {
    pub(crate) from: &'a Path,
    pub(crate) to: &'a PostgresLocation,
    pub(crate) key_file: &'a Path,
    pub(crate) register: &'a Path,
}

/// Copies the database and verifies the copy. Nothing is at the far end unless all of it is.
pub(crate) async fn move_database(
    what: DatabaseMove<'_>,
    entropy: Arc<dyn Entropy>,
) -> Result<Transferred, MoveError> {
    if !what.from.is_file() {
        return Err(MoveError::NoDatabase(what.from.to_owned()));
    }
    let ring = Keyring::open(what.key_file, false, &*entropy)?;
    let anchor = anchor::read(&anchor::path(what.register))?;
    let anchors = anchor.into_iter().collect();
    Ok(db::transfer(what.from, what.to, Arc::new(ring), entropy, anchors).await?)
}
