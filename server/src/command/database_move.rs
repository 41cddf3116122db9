//! Command that moves the database from SQLite to PostgreSQL.

use super::{TaskResult, say};
use crate::{
    Fallible, Settings,
    config::{DatabaseLocation, Mode, PostgresAddress, PostgresLocation, parse_sqlite},
    maintenance::{self, DatabaseMove},
    system::SystemEntropy,
};
use std::{fmt::Write, path::PathBuf, process::ExitCode, sync::Arc};

#[derive(clap::Args)]
pub(super) struct MoveArguments {
    /// File of SQLite; no server may run on it
    #[arg(long, value_name = "sqlite:PATH", value_parser = file)]
    from: PathBuf,
    /// New database of PostgreSQL; DATABASE_URL if left out: other users of the machine see command
    /// lines, and so a password in one
    #[arg(long, value_name = "postgres://…")]
    to: Option<String>,
}

fn file(text: &str) -> Result<PathBuf, &'static str> {
    parse_sqlite(text).ok_or("sqlite: and the path of a file")
}

impl MoveArguments {
    pub(super) async fn run(self, settings: Settings) -> TaskResult {
        let what = DatabaseMove {
            from: &self.from,
            to: &target(self.to, &settings)?,
            key_file: &settings.key_file,
            register: &settings.register,
        };
        let moved = maintenance::move_database(what, Arc::new(SystemEntropy)).await?;
        let (copying, checking) = (moved.copying.as_secs_f64(), moved.checking.as_secs_f64());
        let mut words = format!(
            "moved {} rows of {} tables in {copying:.1} s, verified in {checking:.1} s, decrypted {} applications",
            moved.rows, moved.tables, moved.decrypted
        );
        if let Some(last) = &moved.last {
            write!(words, "\nlast checkpoint {last}")?;
        }
        words.push_str("\nwhole");
        say(&words);
        Ok(ExitCode::SUCCESS)
    }
}

/// The database of `--to`, or else of the settings. No message repeats an address: it may have a
/// password.
fn target(to: Option<String>, settings: &Settings) -> Fallible<PostgresLocation> {
    let Some(text) = to else {
        return match &settings.database {
            DatabaseLocation::Postgres(location) => Ok(location.clone()),
            DatabaseLocation::Sqlite(_) => {
                Err("name the PostgreSQL database by DATABASE_URL or --to".into())
            }
        };
    };
    let address = PostgresAddress::parse(text.trim())
        .ok_or("--to must be an address such as postgres://user:password@host/name")?;
    if settings.mode == Mode::Production && !address.is_private() {
        return Err(
            "--to needs ?sslmode=verify-full in production, unless the database is on this machine"
                .into(),
        );
    }
    Ok(PostgresLocation {
        address,
        notices: None,
    })
}
