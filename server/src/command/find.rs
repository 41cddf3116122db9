//! Commands that find applications by personal data.

use super::{TaskResult, say};
use crate::{Settings, db::SearchField, open_store::open_existing};
use std::{io::BufRead, process::ExitCode};
use zeroize::Zeroizing;

#[derive(clap::Subcommand)]
pub(super) enum FindCommand {
    /// Read an email address from standard input; print reference, state and last change of each
    /// match
    Email,
    /// The same for a given and a family name, in either order
    Name,
}

impl FindCommand {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        match self {
            Self::Email => find(settings, SearchField::Email).await,
            Self::Name => find(settings, SearchField::Name).await,
        }
    }
}

/// Finds applications by a value from standard input. Command-line arguments would be visible to
/// other users of the machine and stay in the shell history.
async fn find(settings: Settings, by: SearchField) -> TaskResult {
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let candidates = by.candidates(&line);
    if candidates.is_empty() {
        return Err(format!("standard input holds no {}", by.as_str()).into());
    }
    let store = open_existing(&settings).await?;
    store.index_all().await?;
    let mut hits = Ok(Vec::new());
    for text in candidates {
        hits = store.search(by, &text).await;
        if !matches!(&hits, Ok(hits) if hits.is_empty()) {
            break;
        }
    }
    store.close().await;
    let hits = hits?;
    for hit in &hits {
        let since = hit.updated_at.date();
        say(&format!("{}  {}  {since}", hit.reference, hit.state));
    }
    Ok(if hits.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
