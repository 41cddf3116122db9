//! Transfers between two files of SQLite, which need no cluster.

use super::*;
use crate::{
    db::driver::sqlite::change_file,
    system::{SystemClock, SystemEntropy},
    test_support::{TestInstallation, answer_all, onboarding, people},
};
use kyc::ports::Clock;

/// Makes a file with five applications. Returns the keyring that opens it.
async fn source(installation: &TestInstallation) -> Arc<Keyring> {
    let ring = Keyring::open(&installation.path("key"), true, &SystemEntropy).expect("keys");
    let ring = Arc::new(ring);
    let path = installation.path("db");
    let store = DatabaseStore::open(&path, Arc::clone(&ring), Arc::new(SystemEntropy)).await;
    let store = store.expect("a store");
    people(&store, 3).await;
    answer_all(&onboarding(&store)).await;
    store
        .make_checkpoint(SystemClock.now())
        .await
        .expect("a checkpoint");
    people(&store, 1).await;
    store.close().await;
    ring
}

/// Transfers the file into another one.
async fn transferred(
    installation: &TestInstallation,
    ring: Arc<Keyring>,
) -> Result<Transferred, TransferError> {
    let after = open::after_migration(&ring);
    let source = SqliteDriver::open_alone(&installation.path("db"), after).expect("a source");
    let after = open::after_migration(&ring);
    let target = SqliteDriver::open(&installation.path("copy"), after).expect("a target");
    let target = Driver::Sqlite(target);
    let work = Transfer {
        source,
        target: target.clone(),
        ring,
        entropy: Arc::new(SystemEntropy),
        anchors: Vec::new(),
    };
    target.transact_then(move |to| work.run(to), || {}).await
}

/// Changes the source as its server never would.
fn change(installation: &TestInstallation, statements: &[&str]) {
    let changed = change_file(&installation.path("db"), |tx| {
        statements
            .iter()
            .try_for_each(|sql| tx.execute(sql, &[]).map(drop))
    });
    changed.expect("changed");
}

#[tokio::test]
async fn sqlite_file_is_copied_and_verified() {
    let installation = TestInstallation::new();
    let ring = source(&installation).await;
    let done = transferred(&installation, Arc::clone(&ring)).await;
    let done = done.expect("a transfer");
    assert_eq!(done.decrypted, 5);
    assert_eq!(done.last.map(|last| last.number), Some(1));
    let again = transferred(&installation, ring).await;
    assert!(matches!(again, Err(TransferError::NotNew(_))), "{again:?}");
}

#[tokio::test]
async fn sqlite_file_with_a_changed_event_is_refused() {
    let installation = TestInstallation::new();
    let ring = source(&installation).await;
    let sql = "UPDATE events SET actor = 'operator' WHERE id = 2";
    change(&installation, &["DROP TRIGGER events_are_not_changed", sql]);
    let refused = transferred(&installation, ring).await;
    assert!(
        matches!(refused, Err(TransferError::Broken(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn sqlite_file_with_an_unreadable_application_is_refused() {
    let installation = TestInstallation::new();
    let ring = source(&installation).await;
    change(
        &installation,
        &["UPDATE applications SET state_sealed = draft_sealed"],
    );
    let refused = transferred(&installation, ring).await;
    assert!(
        matches!(refused, Err(TransferError::Unreadable)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn sqlite_file_of_another_key_is_refused() {
    let installation = TestInstallation::new();
    source(&installation).await;
    let other = Keyring::open(&installation.path("other"), true, &SystemEntropy).expect("keys");
    let refused = transferred(&installation, Arc::new(other)).await;
    assert!(
        matches!(refused, Err(TransferError::OtherKey)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn sqlite_file_with_another_column_is_refused() {
    let installation = TestInstallation::new();
    let ring = source(&installation).await;
    change(
        &installation,
        &["ALTER TABLE jobs ADD COLUMN extra INTEGER"],
    );
    let refused = transferred(&installation, ring).await.expect_err("refused");
    assert!(refused.to_string().contains("extra of jobs"), "{refused}");
}
