//! Command that brings the database up to date without a server.

use super::{TaskResult, say};
use crate::{Settings, open_store};
use std::process::ExitCode;

pub(super) async fn run(settings: Settings) -> TaskResult {
    open_store::migrate(&settings).await?;
    say("the database is up to date");
    Ok(ExitCode::SUCCESS)
}
