//! Addresses of the database.

use super::{PRODUCTION, with};
use crate::config::PostgresAddress;
use std::path::Path;
use url::Url;

#[test]
fn database_is_a_file_or_a_postgres_address_that_does_not_print() {
    let read = |url: &str| with(&[("DATABASE_URL", url)]);
    for wrong in [
        "mysql://host/db",
        "sqlite:",
        "postgres",
        "/var/lib/db",
        "postgres://me@one,/name",
        "postgres://me@one,two:port/name",
    ] {
        assert_eq!(read(wrong).expect_err(wrong)[0].name, "DATABASE_URL");
    }
    let file = read("sqlite:/var/lib/db").expect("a file").database;
    assert_eq!(
        file.sqlite_file().expect("a file"),
        Path::new("/var/lib/db")
    );
    for url in [
        "postgres://me:hush@host/name",
        "postgresql:///name?host=/run",
    ] {
        let database = read(url).expect(url).database;
        assert!(database.sqlite_file().is_err());
        assert!(!format!("{database:?}").contains("hush"));
    }
}

#[test]
fn postgres_address_has_a_url_for_each_host() {
    for (text, urls) in [
        (
            "postgres://me:h@sh@one:5432,two/name?x=1",
            &[
                "postgres://me:h%40sh@one:5432/name?x=1",
                "postgres://me:h%40sh@two/name?x=1",
            ][..],
        ),
        (
            "postgres://%2Frun%2Fa,[::1]:6432/name",
            &["postgres://%2Frun%2Fa/name", "postgres://[::1]:6432/name"],
        ),
        (
            "postgres:///name?host=/run",
            &["postgres:///name?host=/run"],
        ),
    ] {
        let address = PostgresAddress::parse(text).expect(text);
        let parsed: Vec<&str> = address.urls().iter().map(Url::as_str).collect();
        assert_eq!(parsed, urls, "{text}");
    }
}

#[test]
fn production_wants_an_encrypted_way_to_another_database_host() {
    let read = |url: &'static str| {
        let mut vars = PRODUCTION;
        vars[2].1 = url;
        with(&vars)
    };
    for sound in [
        "postgres://me@db.example.com/name?sslmode=verify-full",
        "postgres://me@localhost/name",
        "postgres://me@[::1]/name",
        "postgres://me@127.0.0.1:5432/name",
        "postgres:///name?host=/run/postgresql",
        "postgres://me@%2Frun%2Fa,localhost/name",
        "postgres://me@db.example.com/name?sslmode=disable&sslmode=verify-full",
    ] {
        assert!(read(sound).is_ok(), "{sound}");
    }
    for plain in [
        "postgres://me@db.example.com/name",
        "postgres://me@10.0.0.7/name?sslmode=require",
        "postgres://me@localhost/name?host=db.example.com",
        "postgres://me@localhost/name?hostaddr=10.0.0.7",
        "postgres://me@localhost,db.example.com/name",
        "postgres://me@db.example.com/name?sslmode=verify-full&ssl-mode=prefer",
        // The host is then that of PGHOST.
        "postgres:///name",
    ] {
        assert_eq!(read(plain).expect_err(plain)[0].name, "DATABASE_URL");
    }
    let mut vars = PRODUCTION.to_vec();
    vars[2].1 = "postgres://me@localhost/name";
    vars.push(("DATABASE_LISTEN_URL", "postgres://me@db.example.com/name"));
    let fault = with(&vars).expect_err("plain notices").remove(0);
    assert_eq!(fault.name, "DATABASE_LISTEN_URL");
}
