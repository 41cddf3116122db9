//! The database of the last release moves to PostgreSQL.

use super::{Expected, NO_PROVIDER, assert_shows_the_same, copied, setup};
use crate::{cluster::TestCluster, person::Person, program};
use std::{collections::BTreeMap, fs};

#[tokio::test]
#[ignore = "needs a cluster: make test STAGE=postgres"]
async fn moved_database_of_the_last_release_shows_the_same() {
    let (folder, expected) = (copied(), Expected::read());
    let data = folder.path().join("data");
    let cluster = TestCluster::of_the_environment().expect("a cluster");
    let vars = BTreeMap::from([
        ("VESTIBULE_DATA", data.to_str().expect("UTF-8").to_owned()),
        // Without `--to` the address comes from here.
        ("DATABASE_URL", cluster.url()),
    ]);
    let file = data.join("vestibule.db");
    let from = format!("sqlite:{}", file.display());
    let words = ["move", "--from", &from];
    let (output, code) = crate::erase::run_task(&words, &vars);
    assert_eq!(code, Some(0), "{output}");
    assert!(output.ends_with("\nwhole\n"), "{output}");

    let setup = setup().var("KYC_BASE_URL", NO_PROVIDER);
    let setup = setup.var("DATABASE_URL", cluster.url());
    let app = setup.start_in(folder, expected.time()).await;
    assert_shows_the_same(&app, &expected).await;

    // New rows get numbers after those of the moved ones.
    let mut browser = app.browser();
    let page = browser.apply(&Person::JOHN).await;
    assert_eq!(page.label().as_deref(), Some("submitting"), "{}", page.text);
    let output = app.task(&["audit", "verify"]).await;
    assert!(output.ends_with("whole\n"), "{output}");
    // The file is still there, for a way back.
    let output = program::task(&words, &vars);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        program::text(&output.stderr).contains("is not new"),
        "{output:?}"
    );
    assert!(fs::metadata(&file).expect("the file").len() > 0);
}
