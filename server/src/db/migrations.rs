//! The SQLite migrations, embedded in the program.
//!
//! `sqlx::migrate!` does the same with a procedural macro. That macro compiles SQLite and the async
//! runtime a second time for the build host: 75 s of processor time in a clean build.

use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};
use std::sync::LazyLock;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../migrations/sqlite/", $name)))),+]
    };
}

/// Name and text of each file, oldest first. A test compares them with the folder.
const FILES: &[(&str, &str)] = files![
    "0001_applications.sql",
    "0002_sessions.sql",
    "0003_return_links.sql",
    "0004_jobs.sql",
    "0005_keys.sql",
    "0006_checkpoints.sql",
    "0007_erasure.sql",
    "0008_search.sql",
    "0009_chores.sql",
    "0010_webhooks.sql",
    "0011_desk.sql",
    "0013_cases.sql",
    "0014_case.sql",
    "0015_reveals.sql",
    "0016_overview.sql",
    "0017_glance.sql",
    "0018_tries.sql",
    "0019_references.sql",
    "0020_moved.sql",
    "0021_search_again.sql",
    "0022_staff_heads.sql",
    "0023_session_owners.sql",
    "0024_four_eyes.sql",
    "0025_daily_budget.sql",
    "0026_devices.sql",
    "0027_sign_in.sql",
    "0028_erased_cases.sql",
    "0029_kept_inputs.sql",
];

/// The migrator that brings a database up to date.
pub(super) static MIGRATIONS: LazyLock<Migrator> =
    LazyLock::new(|| Migrator::with_migrations(FILES.iter().copied().filter_map(read).collect()));

/// Parses `0003_return_links.sql` as version 3, "return links".
fn read((name, sql): (&'static str, &'static str)) -> Option<Migration> {
    let (version, description) = name.strip_suffix(".sql")?.split_once('_')?;
    Some(Migration::new(
        version.parse().ok()?,
        description.replace('_', " ").into(),
        MigrationType::Simple,
        sql.into_sql_str(),
        false,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[tokio::test]
    async fn embedded_migrations_equal_the_files_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/sqlite");
        let files = Migrator::new(folder).await.expect("a folder of migrations");
        let entries = |migrator: &Migrator| {
            let each = migrator.iter().map(|it| {
                let checksum = it.checksum.to_vec();
                (it.version, it.description.to_string(), checksum)
            });
            each.collect::<Vec<_>>()
        };
        assert_eq!(entries(&MIGRATIONS), entries(&files));
    }
}
