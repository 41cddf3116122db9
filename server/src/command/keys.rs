//! Command that rotates the key of the key file.

use super::{TaskResult, say};
use crate::{
    Settings,
    maintenance::{Rotation, RotationStep},
    open_store::open_existing,
    system::SystemEntropy,
};
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub(super) enum KeysCommand {
    /// Put a new key into the key file and re-encrypt the stored keys with it; run it again if
    /// interrupted
    Rotate,
}

pub(super) async fn rotate(settings: Settings) -> TaskResult {
    let store = open_existing(&settings).await?;
    let mut rotation = Rotation::new(store.clone(), &settings.key_file)?;
    let mut people = 0;
    while let Some(step) = rotation.step(&SystemEntropy).await? {
        match step {
            RotationStep::Made(id) => say(&format!("the key file holds a new key, {id}")),
            RotationStep::Resumed(id) => {
                say(&format!("going on with the rotation to the key {id}"))
            }
            RotationStep::Own => say("the installation's own keys are sealed by it"),
            RotationStep::People(count) => {
                people += count;
                say(&format!("{people} people's keys are sealed by it"));
            }
            RotationStep::Dropped => say(
                "the old key is gone from the key file; backups of before need it: keep it with \
                 them",
            ),
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
