//! Reads where the applications are stored.

use super::SettingsReader;
use crate::config::{DatabaseLocation, PostgresAddress, PostgresLocation, parse_sqlite};
use std::path::{Path, PathBuf};

const ADDRESS: &str = "DATABASE_URL";
const NOTICES: &str = "DATABASE_LISTEN_URL";

pub(super) fn location(r: &mut SettingsReader<'_>, data: &Path) -> DatabaseLocation {
    let notices = notices(r);
    let Some(text) = r.set(ADDRESS) else {
        return DatabaseLocation::Sqlite(data.join("vestibule.db"));
    };
    let text = text.trim();
    if let Some(path) = parse_sqlite(text) {
        return DatabaseLocation::Sqlite(path);
    }
    if let Some(address) = PostgresAddress::parse(text) {
        return DatabaseLocation::Postgres(PostgresLocation { address, notices });
    }
    let example = "sqlite:/var/lib/vestibule.db or postgres://user:password@host/name";
    r.fault(ADDRESS, example);
    DatabaseLocation::Sqlite(PathBuf::new())
}

fn notices(r: &mut SettingsReader<'_>) -> Option<PostgresAddress> {
    let text = r.set(NOTICES)?;
    let address = PostgresAddress::parse(text.trim());
    if address.is_none() {
        r.fault(
            NOTICES,
            "postgres://user:password@host/name, without a pooler",
        );
    }
    address
}

/// Checks of production mode: what goes to a database server over a network is encrypted, and the
/// server proves its name.
pub(super) fn production(r: &mut SettingsReader<'_>, location: &DatabaseLocation) {
    let DatabaseLocation::Postgres(PostgresLocation { address, notices }) = location else {
        return;
    };
    let addresses = [(ADDRESS, Some(address)), (NOTICES, notices.as_ref())];
    for (name, address) in addresses {
        if address.is_some_and(|address| !address.is_private()) {
            r.fault(
                name,
                "?sslmode=verify-full in production, unless the database is on this machine",
            );
        }
    }
}
