//! Reads where the applications are stored.

use super::SettingsReader;
use crate::config::{DatabaseLocation, PostgresUrl};
use std::path::{Path, PathBuf};
use url::Url;

pub(super) fn location(r: &mut SettingsReader<'_>, data: &Path) -> DatabaseLocation {
    let Some(text) = r.set("DATABASE_URL") else {
        return DatabaseLocation::Sqlite(data.join("vestibule.db"));
    };
    let text = text.trim();
    let path = text.strip_prefix("sqlite:");
    if let Some(path) = path.filter(|path| !path.is_empty()) {
        return DatabaseLocation::Sqlite(PathBuf::from(path.trim_start_matches("//")));
    }
    let is_postgres = |url: Url| ["postgres", "postgresql"].contains(&url.scheme());
    if Url::parse(text).is_ok_and(is_postgres) {
        return DatabaseLocation::Postgres(PostgresUrl::new(text.to_owned()));
    }
    let example = "sqlite:/var/lib/vestibule.db or postgres://user:password@host/name";
    r.fault("DATABASE_URL", example);
    DatabaseLocation::Sqlite(PathBuf::new())
}

/// Checks of production mode: what goes to a database server over a network is encrypted, and the
/// server proves its name.
pub(super) fn production(r: &mut SettingsReader<'_>, location: &DatabaseLocation) {
    let DatabaseLocation::Postgres(url) = location else {
        return;
    };
    let Ok(url) = Url::parse(url.expose()) else {
        return;
    };
    let option = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    // The option `host` names the folder of a socket, or another host.
    let host = option("host").or_else(|| url.host_str().map(str::to_owned));
    let is_here = host.is_none_or(|host| {
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host.starts_with('/') || host == "localhost" || address.is_ok_and(|it| it.is_loopback())
    });
    if !is_here && option("sslmode").as_deref() != Some("verify-full") {
        r.fault(
            "DATABASE_URL",
            "?sslmode=verify-full in production, unless the database is on this machine",
        );
    }
}
