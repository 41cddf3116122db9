//! Another key in the key file.

use super::{say, task::Done};
use crate::{
    Settings,
    opening::open_existing,
    upkeep::{Rotation, Step},
    world::SystemEntropy,
};
use std::process::ExitCode;

pub(super) async fn rotate(settings: Settings, _: Vec<String>) -> Done {
    let store = open_existing(&settings).await?;
    let mut rotation = Rotation::new(store.clone(), &settings.key_file)?;
    let mut people = 0;
    while let Some(step) = rotation.step(&SystemEntropy).await? {
        match step {
            Step::Made(id) => say(&format!("the key file holds a new key, {id}")),
            Step::Resumed(id) => say(&format!("going on with the rotation to the key {id}")),
            Step::Own => say("the installation's own keys are sealed by it"),
            Step::People(count) => {
                people += count;
                say(&format!("{people} people's keys are sealed by it"));
            }
            Step::Dropped => say(
                "the old key is gone from the key file; backups of before need it: keep it with \
                 them",
            ),
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
