//! Copies of a database of PostgreSQL.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};
use url::Url;

/// Variables that name a database of PostgreSQL.
const ADDRESSES: [&str; 2] = ["DATABASE_URL", "DATABASE_LISTEN_URL"];

/// Distinguishes the copies that one process makes.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The variables that name a server's database, if it is one of PostgreSQL.
pub(crate) fn addresses(vars: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    let is_postgres = |url: &String| url.starts_with("postgres");
    let named = ADDRESSES.into_iter().filter_map(|name| {
        let url = vars.get(name).filter(|url| is_postgres(url))?;
        Some((name, url.clone()))
    });
    named.collect()
}

/// Copies the database that a stopped server with these variables has. Returns the variables that name
/// the copy: none if the database is a file, which is copied with its folder.
pub(crate) async fn copied(
    vars: &BTreeMap<&'static str, String>,
) -> BTreeMap<&'static str, String> {
    let mut addresses = addresses(vars);
    let Some(url) = addresses.get(ADDRESSES[1]).or(addresses.get(ADDRESSES[0])) else {
        return addresses;
    };
    let original = url.parse::<Url>().expect("an address");
    let original = original.path().trim_start_matches('/');
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let copy = format!("{original}_{number}");
    let mut connection = PgConnection::connect(&with_name(url, "postgres"))
        .await
        .expect("a cluster");
    // A database with a connection, such as a test's own, cannot be copied.
    let statements = [
        format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
             WHERE datname = '{original}'"
        ),
        format!("CREATE DATABASE {copy} TEMPLATE {original}"),
    ];
    for sql in statements {
        connection.execute(AssertSqlSafe(sql)).await.expect("done");
    }
    for url in addresses.values_mut() {
        *url = with_name(url, &copy);
    }
    addresses
}

/// An address with the name of another database.
pub(crate) fn with_name(url: &str, name: &str) -> String {
    let mut url = url.parse::<Url>().expect("an address");
    url.set_path(name);
    url.into()
}
