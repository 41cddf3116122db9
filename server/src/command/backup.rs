//! Commands to back up and to restore.

use super::{TaskResult, say};
use crate::{
    Settings,
    jobs::Checkpointer,
    maintenance::{self, Restoration},
    open_store::open_existing,
    system::{SystemClock, SystemEntropy},
};
use std::{fmt::Write, path::Path, process::ExitCode, sync::Arc};

pub(super) async fn backup(settings: Settings, file: &Path) -> TaskResult {
    settings.database.sqlite_file()?;
    let store = open_existing(&settings).await?;
    let checkpointer = Checkpointer::new(store.clone(), &settings.register, Arc::new(SystemClock));
    let made = maintenance::backup(&store, &checkpointer, file).await;
    store.close().await;
    let mut words = format!("backed up into {}", file.display());
    if let Some(anchor) = made? {
        write!(words, ", checkpoint {anchor}")?;
    }
    say(&words);
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(settings: Settings, file: &Path) -> TaskResult {
    let what = Restoration {
        backup: file,
        database: settings.database.sqlite_file()?,
        key_file: &settings.key_file,
        register: &settings.register,
    };
    let restored = maintenance::restore(what, &SystemClock, Arc::new(SystemEntropy)).await?;
    let mut words = format!("restored from {}", file.display());
    if let Some(last) = &restored.last {
        write!(words, ", checkpoint {last}")?;
    }
    write!(words, "\nerased again: {}", restored.erased)?;
    if let Some(aside) = &restored.aside {
        write!(words, "\nthe previous database is {}", aside.display())?;
    }
    say(&words);
    Ok(ExitCode::SUCCESS)
}
