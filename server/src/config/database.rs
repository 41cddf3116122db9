//! Where the applications are stored.

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
};
use url::Url;

/// The database.
#[derive(Clone, Debug)]
pub enum DatabaseLocation {
    /// A file of SQLite, the embedded default.
    Sqlite(PathBuf),
    /// A database of PostgreSQL.
    Postgres(PostgresLocation),
}

/// A database of PostgreSQL.
#[derive(Clone, Debug)]
pub struct PostgresLocation {
    pub(crate) address: PostgresAddress,
    /// Where notices arrive, if a pooler stands at `address` that does not pass them on.
    pub(crate) notices: Option<PostgresAddress>,
}

/// The address of a PostgreSQL database: a URL for each host, of which one takes writes. It may have a
/// password, so it does not print.
#[derive(Clone)]
pub struct PostgresAddress(Vec<Url>);

impl PostgresAddress {
    /// Parses `postgres://user:password@host:5432,other:5432/name`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        if !["postgres", "postgresql"].contains(&scheme) {
            return None;
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (user, hosts) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let is_list = hosts.contains(',');
        let urls = hosts.split(',').map(|host| {
            let url = Url::parse(&format!("{scheme}://{user}{host}{rest}")).ok();
            url.filter(|_| !(is_list && host.is_empty()))
        });
        urls.collect::<Option<_>>().map(Self)
    }

    /// One URL for each host.
    pub(crate) fn urls(&self) -> &[Url] {
        &self.0
    }

    /// The last value of an option, which is the one that counts, by any of its names.
    fn option(url: &Url, names: &[&str]) -> Option<String> {
        let options = url.query_pairs();
        let named = options.filter(|(name, _)| names.contains(&&**name));
        named.last().map(|(_, value)| value.into_owned())
    }

    /// Whether each connection stays on this machine, or is encrypted to a server that proves its name.
    pub(crate) fn is_private(&self) -> bool {
        self.0.iter().all(|url| {
            // The option names the folder of a socket, or another host.
            let host = Self::option(url, &["host", "hostaddr"]);
            let host = host.or_else(|| url.host_str().map(str::to_owned));
            let is_here = host.is_some_and(|host| {
                let host = host.replace("%2F", "/");
                let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
                host.starts_with('/')
                    || host == "localhost"
                    || address.is_ok_and(|it| it.is_loopback())
            });
            let mode = Self::option(url, &["sslmode", "ssl-mode"]);
            is_here || mode.as_deref() == Some("verify-full")
        })
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://…")
    }
}

/// The command works on a file of SQLite.
#[derive(Debug, thiserror::Error)]
#[error("this command is for SQLite: docs/database.md says what to use on PostgreSQL")]
pub struct NotSqlite;

/// Parses `sqlite:` and the path of a file.
pub(crate) fn parse_sqlite(text: &str) -> Option<PathBuf> {
    let path = text.strip_prefix("sqlite:")?;
    let path = PathBuf::from(path.trim_start_matches("//"));
    (!path.as_os_str().is_empty()).then_some(path)
}

impl DatabaseLocation {
    /// The file of SQLite.
    ///
    /// # Errors
    /// [`NotSqlite`] for a database of PostgreSQL.
    pub fn sqlite_file(&self) -> Result<&Path, NotSqlite> {
        match self {
            Self::Sqlite(file) => Ok(file),
            Self::Postgres(_) => Err(NotSqlite),
        }
    }
}
