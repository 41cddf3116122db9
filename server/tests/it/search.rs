//! Search for applicants by exact values that no file contains in plaintext.

use crate::{
    browser::Browser, canary::files, data_folder::DataFolder, leak_search::contains,
    person::Person, program::task_with_input,
};
use std::fs;

#[tokio::test]
async fn applicants_are_found_by_exact_values_and_files_have_no_plaintext() {
    let folder = DataFolder::new().await;
    let serving = folder.serve();
    let url = serving.url.clone();
    let begun = async |given: &'static str, email: &'static str| {
        let mut browser = Browser::new(url.clone());
        let person = Person {
            given,
            email,
            ..Person::JOHN
        };
        browser.fill_in(&person).await;
        browser
    };
    begun("José", "jose@example.com").await;
    let mut second = begun("Mary Ann", "mary@Example.com").await;
    begun("Mary Ann", "other@example.com").await;
    let lines = |output: &str| output.lines().count();
    for (by, value, hits) in [
        ("email", "jose@example.com", 1),
        ("email", " JOSE@EXAMPLE.COM ", 1),
        ("email", "jos@example.com", 0),
        ("name", "Jose\u{301} Doe", 1),
        ("name", "josé  DOE", 1),
        ("name", "Jose Doe", 1),
        ("name", "Doe, José", 1),
        ("name", "DOE JOSE", 1),
        ("name", "José Michael Doe", 1),
        ("name", "Doe, José M.", 1),
        ("name", "José Doe Smith Lee Ray Fox Gray", 0),
        ("name", "Josef Doe", 0),
        ("name", "mary ann doe", 2),
        ("name", "Mary Ann", 0),
        ("email", "mary@example.com", 1),
    ] {
        assert_eq!(lines(&folder.find(by, value)), hits, "{by} {value}");
    }
    let refused = task_with_input(&["find", "email"], &folder.vars, "nobody");
    assert_eq!(refused.status.code(), Some(1));

    // After a correction only the new value matches. The search also rebuilds missing indexes.
    second.get("/contact").await;
    second.submit(&[("email", "new@example.com")]).await;
    assert_eq!(lines(&folder.find("email", "mary@example.com")), 0);
    assert_eq!(lines(&folder.find("email", "new@example.com")), 1);
    let database = folder.database().await;
    for sql in [
        "DELETE FROM blind_indexes",
        "UPDATE applications SET indexed = 0",
    ] {
        database.run(sql).await;
    }
    assert_eq!(lines(&folder.find("name", "mary ann doe")), 2);
    let sql = "SELECT token FROM blind_indexes";
    let tokens: Vec<Vec<u8>> = database.column(sql, &[]).await;
    assert_eq!(tokens.len(), 9);
    assert!(tokens.iter().all(|token| token.len() == 16));
    for file in files(folder.folder.path()) {
        let bytes = fs::read(&file).expect("a file");
        for needle in ["jose@", "mary@", "Mary Ann", "mary ann"] {
            let found = contains(&bytes, needle.as_bytes());
            assert!(!found, "{needle} in {}", file.display());
        }
    }
}
